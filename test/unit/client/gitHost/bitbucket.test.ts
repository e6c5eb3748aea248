import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHost } from '../../../../client/gitHost/gitHost';
import { openGitHost } from '../../../../client/gitHost/openGitHost';
import { Bitbucket } from '../../../support/gitHost/bitbucketModel';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';
import { testEveryGitHost } from '../../../support/gitHost/testEveryGitHost';
import { testPipelineFiles } from '../../../support/gitHost/testPipelineFiles';
import { testRuns } from '../../../support/gitHost/testRuns';

const file = join(__dirname, '../../../support/gitHost/descriptions/bitbucket.json');
const user = 'ada@example.org';
const token = 'ATATTverysecrettoken';

describe('Bitbucket', () => {
  const api = new DescribedApi(JSON.parse(readFileSync(file, 'utf8')) as Description);
  let bitbucket: Bitbucket;
  let server: GitHostServer;
  let gitHost: GitHost;

  beforeEach(async () => {
    bitbucket = new Bitbucket();
    server = await GitHostServer.start(
      api,
      '/2.0',
      bitbucket.model,
      Buffer.from(`${user}:${token}`).toString('base64'),
    );
    gitHost = await open(token);
  });

  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.problems, []);
  });

  const open = async (secret: string, timeout = 60_000): Promise<GitHost> => {
    const place = {
      kind: 'bitbucket',
      web: server.url,
      api: `${server.url}/2.0`,
      repository: 'acme/platform',
    } as const;
    const options = { pauses: [1, 1], timeout };
    return (await openGitHost(place, { kind: 'basic', user, token: secret }, options)) ?? assert.fail();
  };

  testRuns(
    () => ({
      gitHost,
      play: runs => {
        bitbucket.statuses = runs.map(({ state, ref: refname, workflow: name, ...run }) => ({
          ...{ key: name, name, refname, url: 'https://bitbucket.example/p' },
          state: { succeeded: 'SUCCESSFUL', failed: 'FAILED', running: 'INPROGRESS' }[state],
          ...{ created_on: run.startedAt, updated_on: run.finishedAt },
        }));
      },
    }),
    { starts: true, refs: true, schedules: false, workflows: true, files: false },
  );

  testPipelineFiles(() => ({
    gitHost,
    server,
    model: bitbucket,
    open: sha =>
      void bitbucket.pulls.push({
        id: 1,
        title: 'More nodes',
        description: '',
        draft: false,
        source: {
          branch: { name: 'more-nodes' },
          commit: { hash: sha.slice(0, 12) },
          repository: { full_name: 'acme/platform' },
        },
        destination: { branch: { name: 'main' } },
        reviewers: [],
      }),
  }));

  testEveryGitHost(() => ({ gitHost, server, open, createName: /^POST .*\/pullrequests$/, token }), false);

  it("returns the default branch of a fork's parent", async () => {
    const place = { ...gitHost.hostedRepository, repository: 'ada/platform' };
    const fork = await openGitHost(place, { kind: 'basic', user, token }, { pauses: [1] });
    assert.deepEqual((await fork?.repository())?.parent, { repository: 'acme/platform', defaultBranch: 'main' });
  });

  it('finds pull requests of a branch with quotes in its name', async () => {
    const head = { repository: 'ada/platform', branch: 'more "nodes"' };
    const { number } = await gitHost.create({ head, base: 'main', title: 'More nodes', body: '', draft: false });
    assert.equal((await gitHost.findOpen(head))?.number, number);
  });

  it('finds a draft, which lists omit by default', async () => {
    const head = { repository: 'ada/platform', branch: 'more-nodes' };
    await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: true });
    assert.equal((await gitHost.findOpen(head))?.draft, true);
  });

  it('keeps the text, draft state and reviewers when it adds reviewers, since missing fields are dropped', async () => {
    const head = { repository: 'ada/platform', branch: 'more-nodes' };
    const created = await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: true });
    const [grace, linus] = await gitHost.reviewers();
    await gitHost.update(created, { reviewers: [grace?.id ?? ''] });
    await gitHost.update(created, { reviewers: [linus?.id ?? ''] });
    const [stored] = bitbucket.pulls;
    assert.deepEqual([stored?.title, stored?.description, stored?.draft], ['More nodes', 'Text', true]);
    assert.deepEqual(stored?.reviewers, [{ uuid: '{g}' }, { uuid: '{l}' }]);
    await gitHost.update(created, { title: 'Many more nodes' });
    assert.deepEqual([stored?.title, stored?.description, stored?.reviewers.length], ['Many more nodes', 'Text', 2]);
  });

  it('returns the pipeline results of a branch, not of another branch on the same commit', async () => {
    const status = {
      key: 'p',
      name: 'Pipeline',
      updated_on: '2026-11-20T10:00:00Z',
      url: 'https://bitbucket.example/p',
    };
    bitbucket.statuses = [
      { ...status, refname: 'main', state: 'INPROGRESS' },
      { ...status, refname: 'apps-deploy-1', state: 'SUCCESSFUL' },
    ];
    assert.equal((await gitHost.pipelineState('abc', 'refs/heads/main')).state, 'running');
    assert.equal((await gitHost.pipelineState('abc', 'refs/tags/apps-deploy-1')).state, 'succeeded');
  });
});
