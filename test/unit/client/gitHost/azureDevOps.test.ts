import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHost } from '../../../../client/gitHost/gitHost';
import { openGitHost } from '../../../../client/gitHost/openGitHost';
import { submit } from '../../../../client/pullRequest/submit';
import { AzureDevOps } from '../../../support/gitHost/azureDevOpsModel';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';
import { testPipelineFiles } from '../../../support/gitHost/testPipelineFiles';
import { testRuns } from '../../../support/gitHost/testRuns';

const file = join(__dirname, '../../../support/gitHost/descriptions/azureDevOps.json');
const token = 'verysecretpersonalaccesstoken';

describe('Azure DevOps', () => {
  const api = new DescribedApi(JSON.parse(readFileSync(file, 'utf8')) as Description);
  let azure: AzureDevOps;
  let server: GitHostServer;
  let gitHost: GitHost;

  beforeEach(async () => {
    azure = new AzureDevOps();
    server = await GitHostServer.start(api, '', azure.model, Buffer.from(`:${token}`).toString('base64'));
    gitHost = await open('acme/Infra/platform');
  });

  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.problems, []);
  });

  const open = async (repository: string, secret = token): Promise<GitHost> => {
    const place = { kind: 'azureDevOps', web: server.url, api: server.url, repository } as const;
    const options = { pauses: [1, 1] };
    return (await openGitHost(place, { kind: 'basic', user: '', token: secret }, options)) ?? assert.fail();
  };

  testRuns(
    () => ({
      gitHost,
      play: runs => {
        azure.builds = runs.map(({ state, order: id, ref, workflow: name, ...run }) => ({
          ...{
            id,
            name,
            sourceVersion: '0123456789abcdef0123456789abcdef01234567',
            sourceBranch: `refs/${ref === 'main' ? 'heads' : 'tags'}/${ref}`,
          },
          ...(state === 'running' ? { status: 'inProgress' } : { status: 'completed', result: state }),
          reason: run.isScheduled ? 'schedule' : 'individualCI',
          startTime: run.startedAt,
          ...(state === 'running' ? {} : { finishTime: run.finishedAt }),
        }));
      },
    }),
    { starts: true, refs: true, schedules: true, workflows: true, files: false },
  );

  testPipelineFiles(() => ({
    gitHost,
    server,
    model: azure,
    open: sha =>
      void azure.pulls.push({
        pullRequestId: 1,
        title: 'More nodes',
        description: '',
        isDraft: false,
        sourceRefName: 'refs/heads/more-nodes',
        targetRefName: 'refs/heads/main',
        repositoryId: 'Infra-platform',
        lastMergeSourceCommit: { commitId: sha },
        labels: [],
        reviewers: [],
      }),
  }));

  it('returns the account, the default branch, the parent of a fork, and reviewers', async () => {
    assert.equal((await gitHost.user()).name, 'Ada');
    assert.equal((await gitHost.repository()).defaultBranch, 'main');
    const fork = await open('acme/Ada/platform');
    assert.equal((await fork.repository()).parent?.repository, 'acme/Infra/platform');
    assert.deepEqual(await gitHost.reviewers(), [{ id: 'g', name: 'Grace' }]);
  });

  it('creates a pull request from a fork with labels and reviewers, and updates it the second time', async () => {
    const submission = {
      head: { repository: 'acme/Ada/platform', branch: 'more-nodes' },
      base: 'main',
      title: 'More nodes',
      body: 'Text',
      draft: true,
      labels: ['apps'],
      reviewers: ['g'],
    };
    const first = await submit(gitHost, submission);
    assert.deepEqual([first.created, first.incomplete], [true, undefined]);
    assert.equal(first.pullRequest.url, `${server.url}/acme/Infra/_git/platform/pullrequest/1`);
    const second = await submit(gitHost, { ...submission, title: 'Other title', draft: false });
    assert.deepEqual([second.created, second.pullRequest.number], [false, 1]);
    const [stored] = azure.pulls;
    assert.deepEqual([stored?.title, stored?.description, stored?.isDraft], ['Other title', 'Text', false]);
    assert.deepEqual([stored?.labels.includes('apps'), stored?.reviewers.includes('g')], [true, true]);
  });

  it('creates no second pull request if a colleague was faster or the first answer was lost', async () => {
    const head = { repository: 'acme/Infra/platform', branch: 'more-nodes' };
    const submission = { head, base: 'main', title: 'More', body: '', draft: false, labels: [], reviewers: [] };
    server.happens(/^POST .*\/pullrequests$/, 'die after');
    assert.equal((await submit(gitHost, submission)).created, true);
    server.happens(/^GET .*\/pullrequests$/, { status: 200, body: { count: 0, value: [] } });
    const later = await submit(gitHost, { ...submission, title: 'Later' });
    assert.deepEqual([later.created, later.pullRequest.title, azure.pulls.length], [false, 'Later', 1]);
  });

  it('returns the latest build of the branch, not of another branch on the same commit', async () => {
    const build = { id: 2, status: 'completed', sourceVersion: 'abc', sourceBranch: 'refs/heads/main' };
    azure.builds = [
      { ...build, result: 'succeeded', startTime: '2026-11-20T09:50:00Z', finishTime: '2026-11-20T10:00:00Z' },
      { ...build, id: 1, result: 'failed' },
      { ...build, id: 3, sourceVersion: 'def', result: 'failed' },
      { ...build, id: 5, result: 'failed', reason: 'schedule' },
      { ...build, id: 4, sourceBranch: 'refs/tags/apps-deploy-1', status: 'inProgress' },
    ];
    const ofMain = await gitHost.pipelineState('abc', 'refs/heads/main');
    assert.deepEqual([ofMain.state, ofMain.startedAt], ['succeeded', Date.parse('2026-11-20T09:50:00Z')]);
    assert.equal((await gitHost.pipelineState('abc', 'refs/tags/apps-deploy-1')).state, 'running');
    assert.equal((await gitHost.pipelineState('abc', 'refs/heads/other')).state, 'unknown');
  });

  it('reports the sign-in page and a rejected token as signed out', async () => {
    server.happens(/connectionData$/, { status: 203, body: {} });
    await assert.rejects(gitHost.user(), { failure: 'signedOut' });
    const expired = await open('acme/Infra/platform', 'expired');
    await assert.rejects(expired.user(), { failure: 'signedOut' });
  });
});
