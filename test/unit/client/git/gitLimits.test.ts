// A repository or a remote can make git wait forever, or print without end.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { Git, GitError } from '../../../../client/git/git';
import { RevisionError } from '../../../../common/node/git/revisionError';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { skipOnWindows } from '../../../support/skipWithout';

describe('a git that does not end', () => {
  let folder: TemporaryFolder;
  const gitThat = (script: string, times = { readMs: 100, actionMs: 200 }): Git => {
    folder.write('git', `#!/bin/sh\n${script}\n`);
    chmodSync(folder.at('git'), 0o755);
    return new Git(folder.path, { program: folder.at('git'), limits: { ...times, bytes: 1024 } });
  };

  beforeEach(function () {
    skipOnWindows(this);
    folder = new TemporaryFolder({});
  });
  afterEach(() => folder.delete());

  it('is ended with the reason when it reads, whoever asks', async () => {
    const git = gitThat('exec sleep 600');
    const message = /^git did not answer within 0\.1 seconds\./;
    for (const read of [() => git.run(['log']), () => git.tryRead(['rev-parse']), () => git.try(['-c', 'a=b', 'diff'])])
      await assert.rejects(read(), (error: Error) => error instanceof RevisionError && message.test(error.message));
  });

  it('fails like other failed commands when it contacts a remote, signs or runs hooks', async () => {
    const git = gitThat('exec sleep 600');
    for (const command of ['fetch', 'push', 'ls-remote', 'commit', 'tag', 'merge', 'switch', 'add'])
      await assert.rejects(
        git.run(['-c', 'gc.auto=0', command]),
        (error: Error) =>
          error instanceof GitError && error.message === `git ${command} did not end within 0.2 seconds.`,
      );
  });

  it('is ended when the user cancels', async () => {
    const git = gitThat('exec sleep 600');
    const reason = new Error('Cancelled by the user');
    const cancel = new AbortController();
    const pushed = git.until(cancel.signal).run(['push']);
    cancel.abort(reason);
    await assert.rejects(pushed, reason);
  });

  it('is ended when it prints too much', async () => {
    // So long that only the amount can end it, however busy the machine is.
    const git = gitThat('while :; do echo 0123456789012345678901234567890123456789; done', {
      readMs: 60_000,
      actionMs: 60_000,
    });
    await assert.rejects(
      git.tryRead(['for-each-ref']),
      /^RevisionError: git for-each-ref prints more than|prints more than/,
    );
    await assert.rejects(git.run(['ls-remote']), GitError);
  });
});
