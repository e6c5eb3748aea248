// Special files that would block a reader forever, with the names of files that the server reads.
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { clusterText } from '../support/server/clusterText';
import { effectiveValues } from '../support/server/effectiveValues';
import { LanguageServer, ordinaryCapabilities, serverBundle } from '../support/server/languageServer';
import { pulledDiagnostics } from '../support/server/pulledDiagnostics';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const names = [
  'README.md',
  'Dockerfile',
  '.gitignore',
  '.terraform.lock.hcl',
  '.terraform/environment',
  '.terraform/modules/modules.json',
  '.github/workflows/main.yml',
  '.gitlab-ci.yml',
];

// Windows has neither pipes in the file system nor devices that a link can point to.
(process.platform === 'win32' ? describe.skip : describe)('a file that never ends', () => {
  const folder = TemporaryFolder.ofEachTest({ 'main.tf': clusterText('name_prefix = "gc0"') });

  const makePipe = (path: string): void => {
    mkdirSync(dirname(folder.at(path)), { recursive: true });
    assert.equal(spawnSync('mkfifo', [folder.at(path)]).status, 0);
  };
  const linkTo = (target: string) => (path: string) => {
    mkdirSync(dirname(folder.at(path)), { recursive: true });
    symlinkSync(target, folder.at(path));
  };

  const kinds: [what: string, make: (path: string) => void, reason: string][] = [
    ['a pipe', makePipe, 'it is not a regular file'],
    ['a link to /dev/zero', linkTo('/dev/zero'), 'it is outside the workspace'],
    ['a link to /proc/self/pagemap', linkTo('/proc/self/pagemap'), 'it is outside the workspace'],
  ];
  for (const [what, make, reason] of kinds) {
    it(`${what}: the server answers, whatever the name, and reports what it does not read`, async () => {
      for (const name of names) make(name);
      for (const name of ['more.tf', 'values.auto.tfvars', 'text.txt']) make(name);
      folder.write('reads.tf', clusterText('name_prefix = file("text.txt")', '', 'eks_gc1_eu-west-1'));
      const capabilities = {
        ...ordinaryCapabilities,
        textDocument: { ...ordinaryCapabilities.textDocument, diagnostic: {} },
      };
      const server = await LanguageServer.start({ folder: folder.path, capabilities, checks: true });
      assert.equal((await effectiveValues(server, folder.uri('main.tf')))['ops name_prefix'], 'gc0');
      assert.equal((await effectiveValues(server, folder.uri('reads.tf')))['ops name_prefix'], '<file("text.txt")>');
      const found = await pulledDiagnostics(server, folder.uri('main.tf'));
      for (const name of names)
        assert.ok(found.includes(`KS516 ${name} can't be read: ${reason}.`), `${name}: ${found.join()}`);
      for (const name of ['more.tf', 'values.auto.tfvars'])
        assert.deepEqual(await pulledDiagnostics(server, folder.uri(name)), [
          `syntax This file can't be read: ${reason}.`,
        ]);
      assert.equal(await server.stop(), 0);
      assert.equal(server.stderr, '');
    });

    it(`${what}: the command line exits with 2 if it is an argument or the settings file`, () => {
      const run = (...parameters: string[]): { status: number | null; error: string } => {
        // Without the protection, the command would never return.
        const options = { cwd: folder.path, encoding: 'utf8', timeout: 90_000 } as const;
        const { status, stderr } = spawnSync(process.execPath, [serverBundle, ...parameters], options);
        return { status, error: stderr.split('\n')[0] ?? '' };
      };
      make('given.json');
      make('.vscode/settings.json');
      make('named.tf');
      assert.deepEqual(run('effective', '.'), { status: 2, error: `.vscode/settings.json can't be read: ${reason}.` });
      const given = run('check', '.', '--settings', 'given.json');
      assert.equal(given.status, 2);
      assert.match(
        given.error,
        /^given\.json can't be read: it (?:is not a regular file|is too large)|refuses to open/,
      );
      const named = run('check', 'named.tf', '--settings', '/dev/null');
      assert.equal(named.status, 2);
      assert.match(named.error, /can't be read: it is not a regular file|it is outside \S+\. Use the path/);
    });
  }

  it('a link to /dev/zero in a module does not block the command line, which exits with 2', () => {
    linkTo('/dev/zero')('more.tf');
    const { status, stdout } = spawnSync(process.execPath, [serverBundle, 'check', folder.path], {
      encoding: 'utf8',
      timeout: 90_000,
    });
    assert.equal(status, 2);
    assert.match(stdout, /more\.tf:1:1: error: This file can't be read: it is outside the workspace\. \(syntax\)/);
  });
});
