// Git's commands and output are shown in the output channel and in messages, which must not contain tokens from URLs.
import assert from 'node:assert/strict';
import { Git, GitError } from '../../../../client/git/git';
import { fetchRefs } from '../../../../client/git/remoteRefs';
import { gitErrorOutput } from '../../../../client/git/gitProblem';
import { describeCommand } from '../../../../client/plan/run/commandRun';
import { SharedRepository } from '../../../support/client/promotion/sharedRepository';

describe('the output channel', () => {
  const secret = 'pl4nted';
  const addresses = [
    `http://ada:${secret}@127.0.0.1:1/acme/platform.git`,
    `http://ada@acme.com:${secret}@127.0.0.1:1/acme/platform.git`,
    `http://ada:x/${secret}@127.0.0.1:1/acme/platform.git`,
    `http://127.0.0.1:1/acme/platform.git?private_token=${secret}`,
  ];
  let shared: SharedRepository;
  beforeEach(() => (shared = new SharedRepository()));
  afterEach(() => shared.delete());

  for (const address of addresses)
    it(`and messages contain no token if git can’t reach ${address}`, async () => {
      const { folder } = shared.clone('ada');
      const shown: string[] = [];
      const git = new Git(folder, { onCommand: text => shown.push(text) });
      await git.run(['remote', 'set-url', 'origin', address]);
      for (const remote of ['origin', address])
        await fetchRefs(git, remote, ['main']).then(
          () => assert.fail('nobody answers there'),
          (error: unknown) => {
            assert.ok(error instanceof GitError);
            shown.push(error.message, gitErrorOutput(error.run.stderr));
          },
        );
      assert.match(shown.join('\n'), /127\.0\.0\.1/);
      assert.ok(!shown.join('\n').includes(secret), shown.join('\n'));
    });

  it('contains no token of module sources and backends that terraform is given', () => {
    const parameters = ['init', `-from-module=git::https://a@b:${secret}@host/x?ref=v1&token=${secret}`];
    assert.equal(
      describeCommand({ file: '/bin/terraform', arguments: parameters }),
      '/bin/terraform init "-from-module=git::https://host/x?ref=v1&token=…"',
    );
  });
});
