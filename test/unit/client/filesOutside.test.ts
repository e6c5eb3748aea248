// A hostile repository in the extension host: links to private files, and endless files.
import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { Git } from '../../../client/git/git';
import { parseStatus, STATUS_ARGUMENTS } from '../../../client/git/statusText';
import { workTreeFiles } from '../../../client/git/revisionFiles';
import { preferredPrograms } from '../../../common/program';
import { locateExecutable } from '../../../client/plan/run/executable';
import { initializedBackend } from '../../../client/plan/run/initializedBackend';
import { diagnosticOf } from '../../../client/plan/output/planDiagnostics';
import { readLockFile } from '../../../client/processes/stateLockFile';
import { changedInputs, collectInputs } from '../../../client/plan/model/staleness';
import { containerOf } from '../../../client/plan/run/containerChoice';
import { readPipelines } from '../../../client/promotion/readPipelines';
import { readTemplate } from '../../../client/pullRequest/pullRequestTemplate';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { skipOnWindows } from '../../support/skipWithout';

const secret = 's3cr3t-0f-the-home-folder';

describe('links in the repository to private files', () => {
  const folder = TemporaryFolder.ofEachTest({
    'repository/.git/HEAD': '',
    'outside/secret': secret,
    'repository/main.tf': '',
  });
  const root = (): string => folder.at('repository');

  const link = (path: string, target = folder.at('outside/secret')): void => {
    mkdirSync(dirname(folder.at(`repository/${path}`)), { recursive: true });
    symlinkSync(target, folder.at(`repository/${path}`));
  };

  it('are not read as a pull request template', async () => {
    link('.github/pull_request_template.md');
    const warnings: string[] = [];
    assert.equal(await readTemplate(root(), 'github', message => warnings.push(message)), undefined);
    assert.deepEqual(warnings, [
      'The template .github/pull_request_template.md is not used: it is outside the workspace.',
    ]);
    folder.write('repository/docs/pull_request_template.md', 'the next one');
    assert.equal(await readTemplate(root(), 'github', () => undefined), 'the next one');
  });

  it('are not followed for a comparison of the work tree, as for one of a revision', async () => {
    folder.delete('repository/.git');
    const run = (...parameters: string[]): string =>
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...parameters], {
        cwd: root(),
        encoding: 'utf8',
      });
    run('init', '--quiet');
    link('committed.tf');
    link('inside.tf', 'main.tf');
    run('add', '.');
    run('commit', '--quiet', '--message', 'one');
    folder.delete('repository/main.tf');
    link('main.tf');
    link('new.tf');
    const git = new Git(root());
    const { changes } = parseStatus(await git.run(STATUS_ARGUMENTS));
    assert.deepEqual(changes.map(({ path }) => path).sort(), ['main.tf', 'new.tf']);
    const target = { link: folder.at('outside/secret') };
    assert.deepEqual(await workTreeFiles(git, root(), changes), {
      'committed.tf': target,
      'inside.tf': { link: 'main.tf' },
      'main.tf': target,
      'new.tf': target,
    });
  });

  it('are not read as a Dockerfile, a lock file, backend state or a pipeline', async () => {
    folder.write('outside/Dockerfile', 'FROM kubestack/framework:v0.18.0-beta.0\n');
    folder.write('outside/state', JSON.stringify({ backend: { type: secret, config: {} } }));
    link('Dockerfile', folder.at('outside/Dockerfile'));
    link('.terraform.lock.hcl');
    link('.terraform/terraform.tfstate', folder.at('outside/state'));
    link('.github/workflows/main.yml');
    assert.equal(await initializedBackend(root(), {}), undefined);
    assert.deepEqual(await readPipelines(root()), []);
    const missing = await locateExecutable({ setting: '', folder: root(), environment: { PATH: '' } });
    // The same as without a Dockerfile: the one that the link points to has an image with terraform.
    assert.deepEqual(missing, { problem: { kind: 'notFound', wanted: preferredPrograms('', '') } });
    assert.deepEqual(await containerOf(root()), {
      kind: 'executable',
      problem: { kind: 'notFound', wanted: [folder.at('repository/Dockerfile')] },
    });
  });

  it("don't affect a data folder elsewhere that the user has set", async () => {
    folder.write('elsewhere/terraform.tfstate', JSON.stringify({ backend: { type: 'gcs', config: {} } }));
    const backend = await initializedBackend(root(), { TF_DATA_DIR: folder.at('elsewhere') });
    assert.equal(backend?.type, 'gcs');
  });

  it("don't make a plan read modules elsewhere; a change of a linked file still makes the plan stale", async () => {
    folder.write('outside/modules/main.tf', '');
    folder.write(
      'repository/.terraform/modules/modules.json',
      JSON.stringify({ Modules: [{ Dir: '../outside/modules', Source: '../outside/modules' }] }),
    );
    link('linked.tf');
    const inputs = await collectInputs(root());
    assert.deepEqual(
      Object.keys(inputs.files).filter(path => path.startsWith(folder.at('outside'))),
      [],
    );
    assert.doesNotMatch(inputs.files[folder.at('repository/linked.tf')] ?? '', /^[0-9a-f]{64}$/, 'its content counts');
    folder.write('outside/secret', `${secret} and more`);
    assert.deepEqual(await changedInputs({ folder: root(), inputs }), [folder.at('repository/linked.tf')]);
  });

  it("don't reveal positions in files outside", async () => {
    folder.write('outside/file.tf', 'ä'.repeat(10));
    const position = { line: 1, column: 3, byte: 4 };
    const raw = (filename: string) => ({
      severity: 'error',
      summary: '',
      range: { filename, start: position, end: position },
    });
    folder.write('repository/file.tf', 'ä'.repeat(10));
    const characterIn = async (filename: string) => (await diagnosticOf(raw(filename), root())).range?.start.character;
    assert.equal(await characterIn('file.tf'), 2);
    link('linked.tf', folder.at('outside/file.tf'));
    folder.write('outside/file.tf', 'x'.repeat(20));
    // Terraform's columns are used instead.
    assert.equal(await characterIn('linked.tf'), 2);
    assert.equal(await characterIn('../outside/file.tf'), 2);
  });

  it('are followed inside the repository, and if the repository was opened through a link', async () => {
    folder.write('repository/shared/Dockerfile', 'FROM x');
    link('platform/Dockerfile', '../shared/Dockerfile');
    symlinkSync('repository', folder.at('opened'));
    for (const top of ['repository', 'opened'])
      assert.equal(
        await RepositoryFiles.around(folder.at(`${top}/platform`)).text(folder.at(`${top}/platform/Dockerfile`)),
        'FROM x',
      );
    assert.equal(
      await RepositoryFiles.below(folder.at('repository/platform')).text(folder.at('repository/platform/Dockerfile')),
      undefined,
    );
  });

  it('never block on a pipe, and stop at a limit in endless files', async function () {
    skipOnWindows(this);
    const pipes = [
      '.github/pull_request_template.md',
      '.gitlab-ci.yml',
      '.terraform/terraform.tfstate',
      'pipe.tf',
      'Dockerfile',
      '.terraform.lock.hcl',
    ];
    for (const path of pipes) {
      mkdirSync(dirname(folder.at(`repository/${path}`)), { recursive: true });
      assert.equal(spawnSync('mkfifo', [folder.at(`repository/${path}`)]).status, 0);
    }
    const warnings: string[] = [];
    assert.equal(await readTemplate(root(), 'github', message => warnings.push(message)), undefined);
    assert.deepEqual(warnings, [
      'The template .github/pull_request_template.md is not used: it is not a regular file.',
    ]);
    assert.deepEqual(await readPipelines(root()), []);
    assert.equal(await initializedBackend(root(), {}), undefined);
    assert.equal(await readLockFile(folder.at('repository/pipe.tf')), undefined);
    assert.ok('kind' in (await containerOf(root())));
    await locateExecutable({ setting: '', folder: root(), environment: { PATH: '' } });
    link('zero.tf', '/dev/zero');
    if (process.platform === 'linux') link('pagemap.tf', '/proc/self/pagemap');
    await collectInputs(root(), ['-var-file=pipe.tf', '-var-file=zero.tf', '-var-file=/dev/zero']);
  });

  it('are read up to a limit', async () => {
    folder.write('repository/large', 'x'.repeat(1000));
    const files = RepositoryFiles.below(root());
    assert.deepEqual(await files.read(folder.at('repository/large'), 999), { refusal: 'tooLarge' });
    assert.equal((await files.text(folder.at('repository/large'), 1000))?.length, 1000);
    assert.equal(readFileSync(folder.at('outside/secret'), 'utf8'), secret);
  });
});
