import assert from 'node:assert/strict';
import type { GitHost } from '../../../client/gitHost/gitHost';
import { GitHostError } from '../../../client/gitHost/gitHostError';
import { gitHostErrorText } from '../../../client/gitHost/gitHostErrorText';
import { submit, type Submission } from '../../../client/pullRequest/submit';
import type { GitHostServer } from './gitHostServer';

export interface GitHostUnderTest {
  /** The repository `acme/platform`, which has the fork `ada/platform`. */
  gitHost: GitHost;
  server: GitHostServer;
  /** Opens the repository with another token, or with a timeout in milliseconds. */
  open: (token: string, timeout?: number) => Promise<GitHost>;
  /** The operation that creates a pull request. */
  createName: RegExp;
  /** The operation that returns the signed-in user. */
  userName?: RegExp;
  token: string;
}

const submission: Submission = {
  head: { repository: 'ada/platform', branch: 'feature/more-nodes' },
  base: 'main',
  title: 'More nodes für apps',
  body: 'Line one\n\n| a | b |\n| --- | --- |\n| `1` | `2` |',
  draft: false,
  labels: [],
  reviewers: [],
};

/**
 * Tests for every Git host. Call it in the `describe` of a Git host.
 *
 * @param refusesSecond whether the Git host is documented to refuse a second pull request for a branch
 */
export function testEveryGitHost(subject: () => GitHostUnderTest, refusesSecond = true): void {
  const askingUser = () => subject().userName ?? /^GET .*user$/;
  const creations = () => {
    const { server, createName } = subject();
    return server.requests.filter(({ name }) => createName.test(name)).length;
  };

  it('determines the signed-in user, the default branch and the reviewers', async () => {
    const { gitHost } = subject();
    assert.match((await gitHost.user()).name, /Ada/);
    assert.equal((await gitHost.repository()).defaultBranch, 'main');
    const names = (await gitHost.reviewers()).map(({ name }) => name).join();
    assert.match(names, /grace/i);
    assert.doesNotMatch(names, /ada/i);
  });

  it('creates a pull request from a fork, finds it, and updates it instead of opening a second', async () => {
    const { gitHost } = subject();
    assert.equal(await gitHost.findOpen(submission.head), undefined);
    const first = await submit(gitHost, submission);
    assert.deepEqual(
      [first.created, first.pullRequest.title, first.pullRequest.base],
      [true, submission.title, 'main'],
    );
    const second = await submit(gitHost, { ...submission, title: 'Other title', body: 'Other text' });
    assert.equal(second.created, false);
    assert.equal(second.pullRequest.number, first.pullRequest.number);
    const found = await gitHost.findOpen(submission.head);
    assert.deepEqual([found?.title, found?.body], ['Other title', 'Other text']);
    assert.equal(creations(), 1);
  });

  it('makes a draft of an open one, and the other way round', async () => {
    const { gitHost } = subject();
    await submit(gitHost, submission);
    assert.equal((await submit(gitHost, { ...submission, draft: true })).pullRequest.draft, true);
    assert.equal((await gitHost.findOpen(submission.head))?.draft, true);
    const ready = await submit(gitHost, submission);
    assert.deepEqual([ready.pullRequest.draft, ready.pullRequest.title], [false, submission.title]);
    assert.equal((await gitHost.findOpen(submission.head))?.draft, false);
  });

  it('creates no second pull request if the response to the first request is lost', async () => {
    const { gitHost, server, createName } = subject();
    server.happens(createName, 'die after');
    const { created } = await submit(gitHost, submission);
    assert.equal(created, true);
    assert.equal(creations(), 1);
  });

  if (refusesSecond)
    it('creates no second pull request if a colleague was faster', async () => {
      const { gitHost, server } = subject();
      await gitHost.create(submission);
      // Simulates a list from before the colleague's pull request.
      server.happens(/^GET .*(?:pulls|merge_requests)$/, { status: 200, body: [] });
      const { created, pullRequest } = await submit(gitHost, { ...submission, title: 'Later' });
      assert.deepEqual([created, pullRequest.title], [false, 'Later']);
    });

  it("reports that the result is unknown if the pull request can't be looked up either", async () => {
    const { gitHost, server, createName } = subject();
    server.happens(createName, 'die');
    await assert.rejects(submit(gitHost, submission), { failure: 'offline' });
    assert.equal(creations(), 1);
  });

  it('reads again after a broken connection, a 502 and a slow answer', async () => {
    const { gitHost, server, open, token } = subject();
    server.happens(askingUser(), 'die', { status: 502 });
    assert.match((await gitHost.user()).name, /Ada/);
    const impatient = await open(token, 2_000);
    server.happens(askingUser(), 'never answer');
    assert.match((await impatient.user()).name, /Ada/);
  });

  it('gives up in words after many failures', async () => {
    const { gitHost, server, open, token } = subject();
    server.happens(askingUser(), { status: 503 }, { status: 503 }, { status: 503 });
    await assert.rejects(gitHost.user(), { failure: 'server' });
    const impatient = await open(token, 300);
    server.happens(askingUser(), 'never answer', 'never answer', 'never answer');
    await assert.rejects(impatient.user(), { failure: 'slow' });
  });

  it('reports a token that is no longer accepted, without including it in the message', async () => {
    const expired = await subject().open('glpat-expired_secret');
    const error = await expired.user().then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof GitHostError);
    assert.equal(error.failure, 'signedOut');
    const texts = [
      error.message,
      error.stack,
      JSON.stringify(error),
      JSON.stringify(error.cause),
      gitHostErrorText(error),
    ];
    assert.doesNotMatch(texts.join('\n'), /glpat-expired_secret/);
  });

  it('removes the token from error messages of the Git host', async () => {
    const { gitHost, server, token } = subject();
    server.happens(askingUser(), { status: 400, body: { message: `Bad header: Bearer ${token}` } });
    const error = await gitHost.user().then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof GitHostError);
    assert.match(gitHostErrorText(error), /Bad header/);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error)} ${gitHostErrorText(error)}`, new RegExp(token));
  });

  it("shows the Git host's message if it refuses the request", async () => {
    const { gitHost, server, createName } = subject();
    server.happens(createName, {
      status: 422,
      body: { message: 'Validation Failed', errors: [{ field: 'base', code: 'invalid' }] },
    });
    const error = await submit(gitHost, submission).then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof GitHostError);
    assert.equal(error.failure, 'invalid');
    assert.match(gitHostErrorText(error), /Validation Failed.*base: invalid/);
  });
}
