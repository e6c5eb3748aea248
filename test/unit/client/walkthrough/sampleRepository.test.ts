import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Git, GitError } from '../../../../client/git/git';
import { makeSampleRepository, SAMPLE_REMOTE } from '../../../../client/walkthrough/sampleRepository';
import { samplePipeline, SAMPLE_PIPELINE } from '../../../../scripts/generateSample';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

describe('the repository of the sample platform', function () {
  let place: TemporaryFolder;
  let folder = '';

  beforeEach(() => {
    place = new TemporaryFolder({ 'sample/main.tf': '# a platform\n', 'home/.keep': '' });
    folder = join(place.path, 'sample');
  });

  afterEach(() => place.delete());

  /** Git with these user settings. */
  const gitOf = (settings: string): Git => {
    const file = join(place.path, 'home/.gitconfig');
    writeFileSync(file, settings);
    const environment = { HOME: join(place.path, 'home'), GIT_CONFIG_GLOBAL: file, GIT_CONFIG_NOSYSTEM: '1' };
    return new Git(folder, { environment });
  };
  const remote = (): string => join(folder, SAMPLE_REMOTE);

  it('has one commit on main, which is also on its remote, and no uncommitted files', async () => {
    const git = gitOf('[user]\n  name = Ada\n  email = ada@example.com\n');
    await makeSampleRepository(git, remote());
    assert.equal(await git.run(['log', '--format=%an %s', 'main']), 'Ada Add the sample platform');
    assert.equal(await git.run(['status', '--porcelain', '--branch']), '## main...origin/main');
    assert.equal(
      await git.run(['ls-remote', '--heads', 'origin']),
      `${await git.run(['rev-parse', 'main'])}\trefs/heads/main`,
    );
    assert.deepEqual(readdirSync(place.path).sort(), ['home', 'sample']);
  });

  it('supports commits and tags without a configured user name', async () => {
    const git = gitOf('[user]\n  useConfigOnly = true\n');
    await makeSampleRepository(git, remote());
    await git.run(['tag', '--annotate', '--message=A tag', 'apps-deploy-0']);
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
    assert.deepEqual(readdirSync(folder), ['main.tf']);
  });
});

describe('the pipeline of the sample platform', () => {
  it('is the one that New Platform creates', async () => {
    assert.equal(readFileSync(SAMPLE_PIPELINE, 'utf8'), await samplePipeline(), 'run `npm run sample`');
  });
});
