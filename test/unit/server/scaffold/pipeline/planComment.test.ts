// The jobs that show plans in pull requests, run against models of the Git hosts.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { REPORT_MARKER } from '../../../../../common/plan/reportFiles';
import { githubPipelineText } from '../../../../../server/scaffold/pipeline/githubPipeline';
import { gitlabPipelineText } from '../../../../../server/scaffold/pipeline/gitlabPipeline';
import { commentsOnIssues, type StoredComment } from '../../../../support/gitHost/commentModels';
import { DescribedApi, type Description } from '../../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../../support/gitHost/gitHostServer';
import { Github } from '../../../../support/gitHost/githubModel';
import { FileHost } from '../../../../support/gitHost/storedReports';
import { skipOnWindows, skipWithout } from '../../../../support/skipWithout';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';

const FACTS = {
  mainBranch: 'main',
  environments: ['ops', 'apps'],
  providers: ['aws' as const],
  program: 'tofu' as const,
  showsPlans: true,
};
const COMMIT = 'a'.repeat(40);
/** The report on GitLab. */
const REPORT = `plan-report-ops-${COMMIT}.md`;
const plan = (text: string): string => `${REPORT_MARKER}\n\n${text}\n`;

let place: TemporaryFolder;

/** Gives each test of a `describe` a folder of its own. */
function atPlace(): void {
  beforeEach(() => (place = new TemporaryFolder({})));
  afterEach(() => place.delete());
}

/** Runs a step as the runners do. @returns standard error if it fails */
async function run(script: string, env: Record<string, string>): Promise<string | undefined> {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: place.path,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', chunk => (output += String(chunk)));
  const code = await new Promise(done => child.once('close', done));
  return code === 0 ? undefined : output;
}

describe('the comment on a pull request on GitHub', () => {
  const description = join(__dirname, '../../../../support/gitHost/descriptions/github.json');
  const { jobs } = parse(githubPipelineText(FACTS)) as { jobs: { comment: { steps: { run: string }[] } } };
  const script = jobs.comment.steps[0]?.run ?? '';
  atPlace();
  let api: DescribedApi;
  let github: Github;
  let server: GitHostServer;
  let files: FileHost;
  let comments: StoredComment[];

  before(function () {
    skipOnWindows(this);
    skipWithout(this, 'unzip', '-v');
    api = new DescribedApi(JSON.parse(readFileSync(description, 'utf8')) as Description);
  });

  beforeEach(async () => {
    github = new Github();
    comments = [];
    files = await FileHost.start();
    github.keepElsewhere = archive => files.keep(archive);
    const model = { ...github.model, ...commentsOnIssues(comments) };
    server = await GitHostServer.start(api, '/api/v3', model, 'job-token');
  });

  afterEach(async () => {
    await server.stop();
    await files.stop();
    assert.deepEqual(server.problems, []);
    assert.ok(files.authorizations.every(each => each === undefined));
  });

  const open = (repository = 'acme/platform'): void => {
    const labels = { title: 'More nodes', body: '', base: 'main', labels: [], reviewers: [], draft: false };
    const owner = repository.split('/')[0]!;
    github.pulls.push({
      number: github.pulls.length + 1,
      owner,
      repository,
      branch: 'more-nodes',
      sha: COMMIT,
      ...labels,
    });
  };
  const keep = (text: string, of: { fork?: boolean; files?: Record<string, string> } = {}): void =>
    void github.kept.unshift({
      commit: COMMIT,
      ref: 'more-nodes',
      files: { 'plan-report-ops.md': text, 'plan-report-ops.json': '{}' },
      ...of,
    });
  const comment = (commit = COMMIT): Promise<string | undefined> =>
    run(script, {
      ...{ GITHUB_API_URL: `${server.url}/api/v3`, GITHUB_REPOSITORY: 'acme/platform', TOKEN: 'job-token' },
      ...{ BRANCH: 'more-nodes', COMMIT: commit, RUN: 'https://github.example/runs/9' },
    });

  it('says that it shows the plan of an earlier commit, once, until a newer commit has a plan', async () => {
    open();
    keep(plan('One'));
    assert.equal(await comment(), undefined);
    for (const commit of ['b'.repeat(40), 'c'.repeat(40)]) {
      assert.equal(await comment(commit), undefined);
      assert.equal(
        comments[0]?.text,
        `${REPORT_MARKER}\n\n> **The plan below is of an earlier commit.** The commit ${commit.slice(0, 7)} has no plan yet, or its plan failed ([run](https://github.example/runs/9)).\n\nOne\n`,
      );
    }
    // The report failed after the first of its files.
    keep('', { files: { 'plan-report-ops.json': '{}' } });
    assert.equal(await comment(), undefined);
    assert.match(comments[0]?.text ?? '', /earlier commit/);
    keep(plan('Two'));
    assert.equal(await comment(), undefined);
    assert.equal(comments[0]?.text, plan('Two'));
  });

  it('has no plan of a pull request of a fork, whose run has the same commit', async () => {
    open();
    keep(plan('Forged'), { fork: true });
    assert.equal(await comment(), undefined);
    assert.deepEqual(comments, []);
  });

  it('is created, found again after 200 others, and updated', async () => {
    open();
    keep(plan('One `$(touch x)`'));
    assert.equal(await comment(), undefined);
    assert.deepEqual(comments, [{ id: 1, text: plan('One `$(touch x)`'), login: 'github-actions[bot]' }]);
    const own = comments.pop()!;
    for (let id = 1; id <= 200; id++) comments.push({ id: 1000 + id, text: plan('Not ours'), login: 'ada' });
    comments.push(own);
    keep(plan('Two'));
    assert.equal(await comment(), undefined);
    assert.equal(comments.length, 201);
    assert.equal(own.text, plan('Two'));
    assert.ok(comments.every(({ text, login }) => login !== 'ada' || text === plan('Not ours')));
  });

  it('is not created without a plan or a pull request, and never for a fork', async () => {
    keep(plan('One'));
    open('ada/platform');
    assert.equal(await comment(), undefined);
    github.pulls.length = 0;
    assert.equal(await comment(), undefined);
    open();
    github.kept = [];
    assert.equal(await comment(), undefined);
    assert.deepEqual(comments, []);
  });

  it('fails visibly if the token is refused', async () => {
    open();
    keep(plan('One'));
    server.happens(/^POST/, { status: 403, body: { message: 'Resource not accessible by integration' } });
    assert.match((await comment()) ?? '', /POST .*403 .*not accessible/);
  });
});

describe('the note on a merge request on GitLab', function () {
  atPlace();
  before(function () {
    skipOnWindows(this);
  });

  const { note } = parse(gitlabPipelineText(FACTS)) as { note: { script: string[] } };
  let server: Server;
  let notes: { id: number; body: string; author: { id: number } }[];
  let requests: string[];

  beforeEach(async () => {
    notes = [];
    requests = [];
    server = createServer((request, response) => {
      let text = '';
      request.on('data', chunk => (text += String(chunk)));
      request.on('end', () => {
        assert.equal(request.headers['private-token'], 'note-token');
        const { pathname, searchParams } = new URL(request.url ?? '', 'http://host');
        requests.push(`${request.method} ${pathname}`);
        const { body = '' } = text === '' ? {} : (JSON.parse(text) as { body?: string });
        const id = Number(/notes\/(\d+)$/.exec(pathname)?.[1]);
        const page = Number(searchParams.get('page') ?? 1);
        const found = notes.find(each => each.id === id);
        if (found) found.body = body;
        else if (request.method === 'POST') notes.push({ id: notes.length + 1, body, author: { id: 7 } });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(pathname.endsWith('/user') ? { id: 7 } : notes.slice(100 * (page - 1), 100 * page)),
        );
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise(resolve => server.close(resolve)));

  const write = (requestsOpen = 'acme/platform!3', commit = COMMIT): Promise<string | undefined> =>
    run(note.script[0] ?? '', {
      CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
      ...{ CI_PROJECT_ID: '42', CI_PROJECT_PATH: 'acme/platform', CI_OPEN_MERGE_REQUESTS: requestsOpen },
      ...{ CI_COMMIT_SHA: commit, CI_PIPELINE_URL: 'https://gitlab.example/p/9', KUBESTACK_TOKEN: 'note-token' },
    });

  it('is created, found again after 150 others, and updated', async () => {
    place.write(REPORT, plan('One'));
    assert.equal(await write(), undefined);
    for (let id = 2; id <= 151; id++) notes.unshift({ id, body: plan('Not ours'), author: { id: 1 } });
    place.write(REPORT, plan('Two'));
    assert.equal(await write(), undefined);
    assert.equal(notes.length, 151);
    assert.equal(notes.at(-1)?.body, plan('Two'));
    assert.equal(requests.at(-1), 'PUT /api/v4/projects/42/merge_requests/3/notes/1');
  });

  it('says that it shows the plan of an earlier commit, also if that commit has a file with the name of a report', async () => {
    place.write(REPORT, plan('One'));
    assert.equal(await write(), undefined);
    place.write('plan-report-ops.md', plan('Forged'));
    assert.equal(await write('acme/platform!3', 'b'.repeat(40)), undefined);
    assert.match(notes[0]?.body ?? '', /earlier commit.*bbbbbbb has no plan yet[^]*\n\nOne\n$/);
  });

  it('is not created without a plan, or in a merge request of another project', async () => {
    assert.equal(await write(), undefined);
    place.write(REPORT, plan('One'));
    assert.equal(await write('upstream/platform!3'), undefined);
    assert.deepEqual(notes, []);
  });
});
