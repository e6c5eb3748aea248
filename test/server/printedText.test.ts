// Names and values of a hostile repository in the output of the command line: in a terminal, or in the log of a pipeline, which interprets some lines
// as commands.
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

/** In the notation of HCL and JSON strings: an escape sequence, C1's CSI, a line with a pipeline command, a bidirectional control, a separator. */
const hostile = '\\u001b[2J\\u009b31m\\n::add-mask::prod\\r##vso[task.setvariable]x ##[command]y\\u202eevil\\u2028';

const text = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      name_prefix = "${hostile}"
      "::stop-commands::${hostile}" = "x"
    }
    "::add-mask::${hostile}" = {}
  }
}

module "::add-mask::${hostile}" {
  source        = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = { apps = { name_prefix = nothing("${hostile}") } }
}
`;

describe('the command line in a hostile repository', () => {
  const folder = TemporaryFolder.ofEachTest({ 'main.tf': text });

  beforeEach(() => {
    if (process.platform !== 'win32') folder.write('::add-mask::\u001b[2J\n::debug::\u202e.tf', 'half typed {');
    mkdirSync(folder.at('.git'));
  });

  const run = (...parameters: string[]): Ran => runCommand(parameters, { cwd: folder.path });
  const isHarmless = (printed: string, from: string): void => {
    assert.doesNotMatch(printed, /(?!\n)\p{Cc}|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u, from);
    for (const line of printed.split('\n')) {
      assert.doesNotMatch(line, /^\s*::/, from);
      assert.doesNotMatch(line, /##\w*\[/, from);
    }
  };

  for (const parameters of [
    ['effective', '.'],
    ['effective', '.', '--format', 'json'],
    ['effective', '.', '--format', 'hcl'],
    ['effective', '.', '--environment', '::error::\u001b[2J\n::warning::'],
    ['effective', '::add-mask::\u001b[2J\n::debug::nowhere'],
    ['check', '.'],
    ['check', '.', '--format', 'json'],
    ['check', '.', '--format', 'sarif'],
    ['check', '.', '--format', '\n::add-mask::x'],
    ['::add-mask::\u001b]0;title\u0007'],
  ]) {
    it(`prints no invisible characters and no pipeline commands: ${JSON.stringify(parameters.join(' '))}`, () => {
      const { out, error } = run(...parameters);
      assert.notEqual(out + error, '');
      isHarmless(out, 'standard output');
      isHarmless(error, 'standard error');
    });
  }

  it('prints JSON with the same meaning as the repository', () => {
    const { modules } = JSON.parse(run('effective', 'main.tf', '--format', 'json').out) as {
      modules: { environments: Record<string, { path: string[]; value: unknown }[]> }[];
    };
    const meant = JSON.parse(`"${hostile}"`) as string;
    assert.deepEqual(Object.keys(modules[0]!.environments).sort(), [`::add-mask::${meant}`, 'apps']);
    const prefix = modules[0]!.environments['apps']!.find(({ path }) => path.join('.') === 'name_prefix');
    assert.equal(prefix?.value, meant);
  });

  it('prints no invisible characters in a comparison of two revisions', () => {
    folder.delete('.git');
    const git = (...parameters: string[]): void => {
      const names = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'core.quotePath=false'];
      const { status, stderr } = spawnSync('git', [...names, ...parameters], { cwd: folder.path, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    };
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'one');
    folder.write('main.tf', text.replace('name_prefix = "', 'name_prefix = "changed'));
    for (const format of ['text', 'json', 'markdown']) {
      const { out, error } = run('compare', '.', 'HEAD', '--format', format);
      assert.match(out, /changed/);
      isHarmless(out, format);
      isHarmless(error, format);
    }
  });
});
