import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Git, GitError } from '../../../../client/git/git';
import { makeSampleRepository, SAMPLE_REMOTE } from '../../../../client/walkthrough/sampleRepository';
import { samplePipeline, SAMPLE_ADDITIONS, SAMPLE_PIPELINE } from '../../../../scripts/generateSample';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

describe('the repository of the sample platform', function () {
  const place = TemporaryFolder.ofEachTest({ 'home/.keep': '' });
  let folder = '';

  beforeEach(() => {
    folder = join(place.path, 'sample');
    cpSync(resolve('test/platforms/multi-cloud'), folder, { recursive: true });
    cpSync(SAMPLE_ADDITIONS, folder, { recursive: true });
  });

  /** Git with these user settings. */
  const gitOf = (settings: string): Git => {
    const file = join(place.path, 'home/.gitconfig');
    writeFileSync(file, settings);
    const environment = { HOME: join(place.path, 'home'), GIT_CONFIG_GLOBAL: file, GIT_CONFIG_NOSYSTEM: '1' };
    return new Git(folder, { environment });
  };
  const remote = (): string => join(folder, SAMPLE_REMOTE);

  it('has a history of commits on main, which is also on its remote, and no uncommitted files', async () => {
    const git = gitOf('[user]\n  name = Ada <&>\n  email = ada@example.com\n');
    await makeSampleRepository(git, remote());
    assert.deepEqual((await git.run(['log', '--format=%an|%s', 'main'])).split('\n'), [
      'Ada &|Share each GPU between four models',
      'Ada &|Double the disks of the batch nodes',
      'Ada &|Allow 18 nodes in production',
      'Ada &|Add the sample platform',
    ]);
    assert.equal(await git.run(['status', '--porcelain', '--branch']), '## main...origin/main');
    assert.equal(await git.run(['fsck', '--strict', '--no-dangling']), '');
    assert.equal(
      await git.run(['ls-remote', '--heads', 'origin']),
      `${await git.run(['rev-parse', 'main'])}\trefs/heads/main`,
    );
    assert.deepEqual(readdirSync(place.path).sort(), ['home', 'sample']);
  });

  it('has earlier deploy tags of each environment, with a few commits that wait', async () => {
    const git = gitOf('[user]\n  name = Ada\n  email = ada@example.com\n');
    await makeSampleRepository(git, remote());
    const tags = (await git.run(['tag', '--sort=creatordate', '--sort=refname'])).split('\n');
    const remotes = (await git.run(['ls-remote', '--tags', '--refs', 'origin'])).split('\n');
    assert.deepEqual(
      tags,
      remotes.map(line => line.split('refs/tags/')[1]),
    );
    const newest = (environment: string): string =>
      tags.filter(tag => new RegExp(`^${environment}-deploy-\\d{4}-\\d{2}-\\d{2}-0$`).test(tag)).at(-1)!;
    const waiting = async (environment: string, to: string) =>
      (await git.run(['log', '--format=%s', `${newest(environment)}..${to}`])).split('\n');
    assert.deepEqual(await waiting('apps', 'main'), [
      'Share each GPU between four models',
      'Double the disks of the batch nodes',
    ]);
    assert.deepEqual(await waiting('apps-prod', newest('apps')), ['Allow 18 nodes in production']);
    const changed = await git.run(['diff', '--unified=0', newest('apps'), 'main']);
    assert.deepEqual(changed.match(/^[+-] .*$/gm), [
      '-      disk_size        = 100',
      '+      disk_size        = 200',
      '-          max_shared_clients_per_gpu = 2',
      '+          max_shared_clients_per_gpu = 4',
    ]);
  });

  it('supports commits and tags without a configured user name', async () => {
    const git = gitOf('[user]\n  useConfigOnly = true\n');
    await makeSampleRepository(git, remote());
    await git.run(['tag', '--annotate', '--message=A tag', 'apps-deploy-mine']);
    assert.equal(await git.run(['config', '--local', 'user.name']), 'Sample User');
  });

  it('runs no hooks and does not sign', async () => {
    const hooks = join(place.path, 'hooks');
    mkdirSync(hooks);
    for (const name of ['pre-commit', 'post-commit', 'pre-push', 'reference-transaction']) {
      writeFileSync(join(hooks, name), `#!/bin/sh\necho ${name} >> "${join(place.path, 'ran')}"\n`);
      chmodSync(join(hooks, name), 0o755);
    }
    const git = gitOf(
      `[core]\n  hooksPath = ${hooks}\n[commit]\n  gpgSign = true\n[gpg]\n  program = /does/not/exist\n`,
    );
    await makeSampleRepository(git, remote());
    assert.equal(existsSync(join(place.path, 'ran')), false);
  });

  it('is not created without Git, and the files remain', async () => {
    const git = new Git(folder, { program: 'git-that-is-missing' });
    await assert.rejects(makeSampleRepository(git, remote()), GitError);
    assert.ok(existsSync(join(folder, 'locals.tf')));
    assert.equal(existsSync(join(folder, '.git')), false);
  });
});

describe('the pipeline of the sample platform', () => {
  it('is the one that New Platform creates', async () => {
    assert.equal(readFileSync(SAMPLE_PIPELINE, 'utf8'), await samplePipeline(), 'run `npm run sample`');
  });
});
