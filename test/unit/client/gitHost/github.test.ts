import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHost } from '../../../../client/gitHost/gitHost';
import { openGitHost } from '../../../../client/gitHost/openGitHost';
import { submit } from '../../../../client/pullRequest/submit';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';
import { Github } from '../../../support/gitHost/githubModel';
import { testEveryGitHost } from '../../../support/gitHost/testEveryGitHost';
import { FileHost } from '../../../support/gitHost/storedReports';
import { testPipelineFiles } from '../../../support/gitHost/testPipelineFiles';
import { testRuns } from '../../../support/gitHost/testRuns';

const file = join(__dirname, '../../../support/gitHost/descriptions/github.json');
const token = 'gho_verysecrettoken';

describe('GitHub', () => {
  const api = new DescribedApi(JSON.parse(readFileSync(file, 'utf8')) as Description);
  let github: Github;
  let server: GitHostServer;
  let gitHost: GitHost;

  beforeEach(async () => {
    github = new Github();
    server = await GitHostServer.start(api, '/api/v3', github.model, token);
    gitHost = await open(token);
  });

  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.problems, []);
  });

  const open = async (secret: string, timeout = 60_000): Promise<GitHost> => {
    const place = {
      kind: 'github',
      web: server.url,
      api: `${server.url}/api/v3`,
      repository: 'acme/platform',
    } as const;
    const options = { pauses: [1, 1], timeout };
    return (await openGitHost(place, { kind: 'bearer', token: secret }, options)) ?? assert.fail();
  };

  testRuns(
    () => ({
      gitHost,
      play: runs => {
        github.runs = runs.map(({ state, order: number, ref: branch, workflow: name, ...run }) => ({
          ...{ branch, name, number, path: `.github/workflows/${name}.yml@refs/heads/main` },
          status: state === 'running' ? 'in_progress' : 'completed',
          conclusion: state === 'running' ? null : state === 'failed' ? 'failure' : 'success',
          event: run.isScheduled ? 'schedule' : 'push',
          ...{ run_started_at: run.startedAt, updated_at: run.finishedAt },
        }));
      },
    }),
    { starts: true, refs: true, schedules: true, workflows: true, files: true },
  );

  testPipelineFiles(() => ({
    gitHost,
    server,
    model: github,
    open: sha =>
      void github.pulls.push({
        number: 1,
        title: 'More nodes',
        body: '',
        base: 'main',
        labels: [],
        reviewers: [],
        draft: false,
        owner: 'acme',
        repository: 'acme/platform',
        branch: 'more-nodes',
        sha,
      }),
  }));

  it('takes reports only from runs that ran the code of the commit in this repository', async () => {
    const sha = 'c0ffee'.repeat(6) + 'c0ff';
    const name = 'plan-report-ops.json';
    const kept = [
      ...['push', 'pull_request', 'merge_group', 'schedule', 'workflow_dispatch'].map(event => ({ event })),
      ...['pull_request_target', 'workflow_run', 'issue_comment'].map(event => ({ event })),
      { event: 'pull_request', fork: true },
    ];
    const files = await FileHost.start();
    github.keepElsewhere = content => files.keep(content);
    try {
      for (const { event, ...more } of kept) {
        github.kept = [{ commit: sha, event, ...more, files: { [name]: event } }];
        const found = (await gitHost.pipelineFiles(sha, [name])).map(({ text }) => text);
        const isTrusted =
          !('fork' in more) && !['pull_request_target', 'workflow_run', 'issue_comment'].includes(event);
        assert.deepEqual(found, isTrusted ? [event] : [], event);
      }
    } finally {
      await files.stop();
    }
  });

  testEveryGitHost(() => ({ gitHost, server, open, createName: /^POST .*\/pulls$/, token }));

  it('creates a draft from a fork, with labels and reviewers', async () => {
    const head = { repository: 'ada/platform', branch: 'more-nodes' };
    const created = await gitHost.create({ head, base: 'main', title: 'More nodes', body: 'Text', draft: true });
    assert.equal(created.draft, true);
    await gitHost.update(created, { labels: ['apps'], reviewers: ['grace'] });
    const [pull] = github.pulls;
    assert.deepEqual([pull?.owner, pull?.draft, pull?.labels, pull?.reviewers], ['ada', true, ['apps'], ['grace']]);
  });

  it('creates the pull request and reports it as incomplete if labels or reviewers are rejected', async () => {
    server.happens(/\/labels$/, { status: 403, body: { message: 'Resource not accessible' } });
    const head = { repository: 'ada/platform', branch: 'more-nodes' };
    const text = { base: 'main', title: 'More nodes', body: 'Text', draft: false };
    const { created, incomplete } = await submit(gitHost, { head, ...text, labels: ['apps'], reviewers: [] });
    assert.deepEqual([created, incomplete?.failure], [true, 'forbidden']);
  });

  it('returns the workflow results of a branch, not of a tag on the same commit', async () => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const started = '2026-11-20T09:00:00Z';
    github.runs = [
      {
        ...{ branch: 'main', name: 'Deploy', status: 'completed', conclusion: 'success', number: 2 },
        run_started_at: started,
      },
      { branch: 'main', name: 'Deploy', status: 'completed', conclusion: 'failure', number: 1 },
      { branch: 'apps-deploy-1', name: 'Deploy', status: 'in_progress', conclusion: null, number: 3 },
      { branch: 'main', name: 'Drift', status: 'completed', conclusion: 'failure', number: 4, event: 'schedule' },
    ];
    const ofMain = await gitHost.pipelineState(commit, 'refs/heads/main');
    assert.deepEqual([ofMain.state, ofMain.url], ['succeeded', 'https://github.example/runs/2']);
    assert.equal(ofMain.startedAt, Date.parse(started));
    assert.equal((await gitHost.pipelineState(commit, 'refs/tags/apps-deploy-1')).state, 'running');
  });

  it('reads commit statuses of other systems if no workflow ran', async () => {
    assert.equal((await gitHost.pipelineState('main', 'refs/heads/main')).state, 'unknown');
    github.statuses = [
      { context: 'ci/plan', state: 'success' },
      { context: 'ci/apply', state: 'failure' },
    ];
    const state = await gitHost.pipelineState('main', 'refs/heads/main');
    assert.deepEqual([state.state, state.name], ['failed', 'ci/apply']);
  });

  it('waits for a short rate limit and reports a long one', async () => {
    const limited = (seconds: string) => ({
      status: 403,
      body: { message: 'API rate limit exceeded' },
      headers: { 'retry-after': seconds },
    });
    server.happens(/\/labels$/, limited('0'));
    assert.ok((await gitHost.labels()).length > 0);
    server.happens(/\/labels$/, limited('3600'));
    await assert.rejects(gitHost.labels(), { failure: 'rateLimited' });
  });

  it('returns the page to authorize single sign-on', async () => {
    const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=A' };
    server.happens(/\/labels$/, { status: 403, body: { message: 'Resource protected by SAML' }, headers });
    await assert.rejects(gitHost.labels(), (error: { failure: string; facts: { url?: string } }) => {
      assert.equal(error.failure, 'forbidden');
      assert.equal(error.facts.url, 'https://github.com/orgs/acme/sso?authorization_request=A');
      return true;
    });
  });
});
