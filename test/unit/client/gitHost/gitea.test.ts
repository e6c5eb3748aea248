import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHost } from '../../../../client/gitHost/gitHost';
import { openGitHost } from '../../../../client/gitHost/openGitHost';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';
import { Gitea } from '../../../support/gitHost/giteaModel';
import { testEveryGitHost } from '../../../support/gitHost/testEveryGitHost';
import { zipArchive } from '../../../support/gitHost/zipArchive';
import { testPipelineFiles } from '../../../support/gitHost/testPipelineFiles';
import { testRuns } from '../../../support/gitHost/testRuns';

const file = join(__dirname, '../../../support/gitHost/descriptions/gitea.json');
const token = '0123456789abcdefverysecret';

describe('Gitea and Forgejo', () => {
  const api = new DescribedApi(JSON.parse(readFileSync(file, 'utf8')) as Description);
  let gitea: Gitea;
  let server: GitHostServer;
  let gitHost: GitHost;

  beforeEach(async () => {
    gitea = new Gitea();
    server = await GitHostServer.start(api, '/api/v1', gitea.model, token);
    gitHost = await open(token);
  });

  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.problems, []);
  });

  const open = async (secret: string, timeout = 60_000): Promise<GitHost> => {
    const place = { kind: 'gitea', web: server.url, api: `${server.url}/api/v1`, repository: 'acme/platform' } as const;
    const options = { pauses: [1, 1], timeout };
    return (await openGitHost(place, { kind: 'bearer', token: secret }, options)) ?? assert.fail();
  };

  testRuns(
    () => ({
      gitHost,
      play: runs => {
        gitea.statuses = runs.map(({ state, order: id, workflow: context, finishedAt }) => ({
          ...{ id, context, status: { succeeded: 'success', failed: 'failure', running: 'pending' }[state] },
          updated_at: finishedAt,
        }));
      },
    }),
    { starts: false, refs: false, schedules: false, workflows: true, files: false },
  );

  testPipelineFiles(() => ({
    gitHost,
    server,
    model: gitea,
    open: sha =>
      void gitea.pulls.push({
        number: 1,
        title: 'More nodes',
        body: '',
        base: 'main',
        labels: [],
        reviewers: [],
        repository: 'acme/platform',
        branch: 'more-nodes',
        sha,
      }),
  }));

  testEveryGitHost(() => ({ gitHost, server, open, createName: /^POST .*\/pulls$/, token }));

  it('understands Forgejo, which answers with a list of artifacts and sends them itself', async () => {
    const commit = 'a'.repeat(40);
    const run = { id: 7, commit_sha: commit, prettyref: 'main', title: 'Plan', html_url: 'https://forgejo.example/7' };
    server.happens(/\/runs$/, { status: 200, body: { workflow_runs: [run], total_count: 1 } });
    server.happens(/\/artifacts$/, { status: 200, body: [{ id: 8, name: 'plan-reports', run_id: 7, expired: false }] });
    server.happens(/\/zip$/, { status: 200, bytes: zipArchive([['plan-report-ops.json', 'ops']]) });
    const [file, ...others] = await gitHost.pipelineFiles(commit, ['plan-report-ops.json'], 'refs/heads/main');
    assert.deepEqual(others, []);
    assert.deepEqual([file?.text, file?.run, file?.url], ['ops', 'Plan', 'https://forgejo.example/7']);
  });

  it('adds labels and reviewers to a pull request', async () => {
    const head = { repository: 'acme/platform', branch: 'more-nodes' };
    const created = await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: true });
    await gitHost.update(created, { labels: ['apps'], reviewers: ['grace'] });
    const [pull] = gitea.pulls;
    assert.deepEqual([pull?.title, pull?.labels, pull?.reviewers], ['WIP: More nodes', ['apps'], ['grace']]);
  });

  it('returns the latest status of each context', async () => {
    gitea.statuses = [
      { id: 1, context: 'plan', status: 'failure' },
      { id: 2, context: 'plan', status: 'success', target_url: '/acme/platform/actions/runs/2' },
      { id: 3, context: 'lint', status: 'success' },
    ];
    const state = await gitHost.pipelineState('abc', 'refs/heads/main');
    assert.deepEqual([state.state, state.url], ['succeeded', `${server.url}/acme/platform/actions/runs/2`]);
    gitea.statuses.push({ id: 4, context: 'lint', status: 'pending' });
    assert.equal((await gitHost.pipelineState('abc', 'refs/heads/main')).state, 'running');
  });
});
