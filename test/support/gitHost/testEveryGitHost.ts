import assert from 'node:assert/strict';
import type { Forge } from '../../../client/gitHost/gitHost';
import { ForgeError } from '../../../client/gitHost/gitHostError';
import { forgeErrorText } from '../../../client/gitHost/gitHostErrorText';
import { submit, type Submission } from '../../../client/pullRequest/submit';
import type { ForgeServer } from './gitHostServer';
import { english } from '../client/english';

export interface ForgeUnderTest {
  /** `acme/platform`, whose fork is `ada/platform`. */
  forge: Forge;
  server: ForgeServer;
  /** The same with another token. */
  open(token: string): Promise<Forge>;
  /** The operation that creates a pull request. */
  createName: RegExp;
  /** The operation that tells who is signed in. */
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
 * What holds for every forge whose server is a model of it. Called in its `describe`.
 *
 * @param refusesSecond a second pull request of a branch, as far as anybody has written down.
 */
export function testEveryForge(subject: () => ForgeUnderTest, refusesSecond = true): void {
  const askingUser = () => subject().userName ?? /^GET .*user$/;
  const creations = () => {
    const { server, createName } = subject();
    return server.requests.filter(({ name }) => createName.test(name)).length;
  };

  it('knows who is signed in, the default branch and the reviewers', async () => {
    const { forge } = subject();
    assert.match((await forge.user()).name, /Ada/);
    assert.equal((await forge.repository()).defaultBranch, 'main');
    const names = (await forge.reviewers()).map(({ name }) => name).join();
    assert.match(names, /grace/i);
    assert.doesNotMatch(names, /ada/i);
  });

  it('creates a pull request from a fork, finds it, and updates it instead of opening a second', async () => {
    const { forge } = subject();
    assert.equal(await forge.findOpen(submission.head), undefined);
    const first = await submit(forge, submission);
    assert.deepEqual(
      [first.created, first.pullRequest.title, first.pullRequest.base],
      [true, submission.title, 'main'],
    );
    const second = await submit(forge, { ...submission, title: 'Other title', body: 'Other text' });
    assert.equal(second.created, false);
    assert.equal(second.pullRequest.number, first.pullRequest.number);
    const found = await forge.findOpen(submission.head);
    assert.deepEqual([found?.title, found?.body], ['Other title', 'Other text']);
    assert.equal(creations(), 1);
  });

  it('makes a draft of an open one, and the other way round', async () => {
    const { forge } = subject();
    await submit(forge, submission);
    assert.equal((await submit(forge, { ...submission, draft: true })).pullRequest.draft, true);
    assert.equal((await forge.findOpen(submission.head))?.draft, true);
    const ready = await submit(forge, submission);
    assert.deepEqual([ready.pullRequest.draft, ready.pullRequest.title], [false, submission.title]);
    assert.equal((await forge.findOpen(submission.head))?.draft, false);
  });

  it('makes no second one when the answer to the first is lost', async () => {
    const { forge, server, createName } = subject();
    server.happens(createName, 'die after');
    const { created } = await submit(forge, submission);
    assert.equal(created, true);
    assert.equal(creations(), 1);
  });

  if (refusesSecond)
    it('makes no second one when a colleague was faster', async () => {
      const { forge, server } = subject();
      await forge.create(submission);
      // As if the list had been asked before.
      server.happens(/^GET .*(?:pulls|merge_requests)$/, { status: 200, body: [] });
      const { created, pullRequest } = await submit(forge, { ...submission, title: 'Later' });
      assert.deepEqual([created, pullRequest.title], [false, 'Later']);
    });

  it('tells that nobody knows whether it was created, when it can not be looked up either', async () => {
    const { forge, server, createName } = subject();
    server.happens(createName, 'die');
    await assert.rejects(submit(forge, submission), { failure: 'offline' });
    assert.equal(creations(), 1);
  });

  it('reads again after a broken connection, a 502 and a slow answer', async () => {
    const { forge, server } = subject();
    server.happens(askingUser(), 'die', { status: 502 });
    assert.match((await forge.user()).name, /Ada/);
    server.happens(askingUser(), 'never answer');
    assert.match((await forge.user()).name, /Ada/);
  });

  it('gives up in words after many failures', async () => {
    const { forge, server } = subject();
    server.happens(askingUser(), { status: 503 }, { status: 503 }, { status: 503 });
    await assert.rejects(forge.user(), { failure: 'server' });
    server.happens(askingUser(), 'never answer', 'never answer', 'never answer');
    await assert.rejects(forge.user(), { failure: 'slow' });
  });

  it('tells a token that is not accepted any more, and never repeats it', async () => {
    const expired = await subject().open('glpat-expired_secret');
    const error = await expired.user().then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ForgeError);
    assert.equal(error.failure, 'signedOut');
    const told = [
      error.message,
      error.stack,
      JSON.stringify(error),
      JSON.stringify(error.cause),
      forgeErrorText(error, english),
    ];
    assert.doesNotMatch(told.join('\n'), /glpat-expired_secret/);
  });

  it('repeats no token that the forge itself repeats', async () => {
    const { forge, server, token } = subject();
    server.happens(askingUser(), { status: 400, body: { message: `Bad header: Bearer ${token}` } });
    const error = await forge.user().then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ForgeError);
    assert.match(forgeErrorText(error, english), /Bad header/);
    assert.doesNotMatch(
      `${error.message} ${JSON.stringify(error)} ${forgeErrorText(error, english)}`,
      new RegExp(token),
    );
  });

  it('says what the forge does not accept, in its words', async () => {
    const { forge, server, createName } = subject();
    server.happens(createName, {
      status: 422,
      body: { message: 'Validation Failed', errors: [{ field: 'base', code: 'invalid' }] },
    });
    const error = await submit(forge, submission).then(
      () => assert.fail('accepted'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ForgeError);
    assert.equal(error.failure, 'invalid');
    assert.match(forgeErrorText(error, english), /Validation Failed.*base: invalid/);
  });
}
