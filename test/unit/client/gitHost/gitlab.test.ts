import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHost } from '../../../../client/gitHost/gitHost';
import { openGitHost } from '../../../../client/gitHost/openGitHost';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';
import { Gitlab } from '../../../support/gitHost/gitlabModel';
import { testEveryGitHost } from '../../../support/gitHost/testEveryGitHost';
import { testPipelineFiles } from '../../../support/gitHost/testPipelineFiles';
import { testRuns } from '../../../support/gitHost/testRuns';

const file = join(__dirname, '../../../support/gitHost/descriptions/gitlab.json');
const token = 'glpat-verysecrettoken';

describe('GitLab', () => {
  const api = new DescribedApi(JSON.parse(readFileSync(file, 'utf8')) as Description);
  let gitlab: Gitlab;
  let server: GitHostServer;
  let gitHost: GitHost;

  beforeEach(async () => {
    gitlab = new Gitlab();
    server = await GitHostServer.start(api, '', gitlab.model, token);
    gitHost = await open(token);
  });

  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.problems, []);
  });

  const open = async (secret: string, timeout = 60_000): Promise<GitHost> => {
    const place = {
      kind: 'gitlab',
      web: server.url,
      api: `${server.url}/api/v4`,
      repository: 'acme/platform',
    } as const;
    const options = { pauses: [1, 1], timeout };
    return (await openGitHost(place, { kind: 'bearer', token: secret }, options)) ?? assert.fail();
  };

  testRuns(
    () => ({
      gitHost,
      play: runs => {
        gitlab.pipelines = runs.map(({ state, order: id, ref, ...run }) => ({
          ...{ id, ref, status: { succeeded: 'success', failed: 'failed', running: 'running' }[state] },
          source: run.isScheduled ? 'schedule' : 'push',
          ...{ created_at: run.startedAt, updated_at: run.finishedAt },
        }));
      },
    }),
    { starts: true, refs: true, schedules: true, workflows: false, files: false },
  );

  testPipelineFiles(() => ({
    gitHost,
    server,
    model: gitlab,
    open: sha =>
      void gitlab.mergeRequests.push({
        iid: 1,
        title: 'More nodes',
        description: '',
        draft: false,
        source_branch: 'more-nodes',
        target_branch: 'main',
        sha,
        source_project_id: 1,
        labels: [],
        reviewers: [],
      }),
  }));

  testEveryGitHost(() => ({ gitHost, server, open, createName: /^POST .*\/merge_requests$/, token }));

  it('creates a draft in the parent of a fork, with labels and reviewers', async () => {
    const head = { repository: 'ada/platform', branch: 'more-nodes' };
    const created = await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: true });
    assert.deepEqual([created.draft, created.title], [true, 'More nodes']);
    await gitHost.update(created, { labels: ['apps', 'needs plan'], reviewers: ['8'] });
    const [stored] = gitlab.mergeRequests;
    assert.deepEqual(stored?.labels, ['apps', 'needs plan']);
    assert.deepEqual(stored?.reviewers, [8]);
    assert.equal(server.requests.find(({ name }) => name.startsWith('POST'))?.body['target_project_id'], 1);
  });

  it('keeps existing reviewers when it sets new ones, which replace them in the API', async () => {
    const head = { repository: 'acme/platform', branch: 'more-nodes' };
    const created = await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: false });
    await gitHost.update(created, { reviewers: ['8'] });
    await gitHost.update(created, { reviewers: ['7'] });
    assert.deepEqual(gitlab.mergeRequests[0]?.reviewers, [8, 7]);
  });

  it('returns the pipeline results of a branch, not of a tag on the same commit', async () => {
    gitlab.pipelines = [
      { id: 12, ref: 'main', status: 'success', created_at: '2026-11-20T09:55:00.000Z' },
      { id: 11, ref: 'main', status: 'failed' },
      { id: 13, ref: 'apps-deploy-1', status: 'running' },
      { id: 14, ref: 'main', status: 'failed', source: 'schedule' },
    ];
    const ofMain = await gitHost.pipelineState('abc', 'refs/heads/main');
    assert.deepEqual([ofMain.state, ofMain.finishedAt], ['succeeded', Date.parse('2026-11-20T10:00:00Z')]);
    assert.equal(ofMain.startedAt, Date.parse('2026-11-20T09:55:00Z'));
    assert.match(ofMain.url ?? '', /pipelines\/12$/);
    assert.equal((await gitHost.pipelineState('abc', 'refs/tags/apps-deploy-1')).state, 'running');
    assert.equal((await gitHost.pipelineState('abc', 'refs/tags/other')).state, 'unknown');
  });

  it("sends the token in a header that redirects don't forward", async () => {
    await gitHost.user();
    assert.deepEqual(
      server.requests.map(({ authorization }) => authorization),
      [`Bearer ${token}`],
    );
  });
});
