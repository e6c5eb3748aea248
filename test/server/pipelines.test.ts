// The workflows in docs/pipelines.md with the built server, real git, and a Git host on this machine.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { azureComments, bitbucketComments, giteaComments, type StoredComment } from '../support/gitHost/commentModels';
import { DescribedApi, type Description } from '../support/gitHost/describedApi';
import { GitHostServer, type GitHostModel } from '../support/gitHost/gitHostServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = resolve(__dirname, '../..');
const page = readFileSync(join(project, 'docs/pipelines.md'), 'utf8');
const [github, gitlab, azure, bitbucket, gitea] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(
  ([, text = '']) => parse(text) as unknown,
) as [
  { jobs: { review: { steps: { name?: string; run?: string; uses?: string; if?: string }[] } } },
  { kubestack: { script: string[] } },
  { steps: { displayName?: string; bash?: string; env?: Record<string, string> }[] },
  { pipelines: { 'pull-requests': { '**': [{ step: { script: string[]; clone: { depth: string } } }] } } },
  { jobs: { review: { steps: { name?: string; run?: string; uses?: string; if?: string }[] } } },
];
const [, compareOnBitbucket = '', commentOnBitbucket = ''] = bitbucket.pipelines['pull-requests']['**'][0].step.script;
const azureStep = (name: string): string =>
  azure.steps.find(({ displayName }) => displayName === name)?.bash ?? assert.fail(name);
const giteaStep = (name: string): string =>
  gitea.jobs.review.steps.find(each => each.name === name)?.run ?? assert.fail(name);

/** Git hosts whose comments are written by a script in the documentation, and for which there is an API description. */
const scripted: readonly {
  name: string;
  description: string;
  prefix: string;
  compare: string;
  comment: (url: string) => string;
  model: (comments: StoredComment[], url: () => string) => GitHostModel;
  environment: (url: string, base: string) => Record<string, string>;
  renews: RegExp;
}[] = [
  {
    name: 'Azure Pipelines',
    description: 'azureDevOps',
    prefix: '',
    compare: azureStep('Compare'),
    comment: () => azureStep('Comment'),
    model: azureComments,
    environment: url => ({
      SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main',
      SYSTEM_COLLECTIONURI: `${url}/acme/`,
      SYSTEM_TEAMPROJECTID: '6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c',
      BUILD_REPOSITORY_ID: '2f3d611a-f012-4b39-b157-8db63f380226',
      SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
      SYSTEM_ACCESSTOKEN: 'job-token',
    }),
    renews: /^PATCH .*comments/,
  },
  {
    name: 'Bitbucket Pipelines',
    description: 'bitbucket',
    prefix: '/2.0',
    compare: compareOnBitbucket,
    comment: url => commentOnBitbucket.replace('https://api.bitbucket.org', url),
    model: bitbucketComments,
    environment: (_, base) => ({
      BITBUCKET_PR_DESTINATION_COMMIT: base.slice(0, 12),
      BITBUCKET_REPO_FULL_NAME: 'acme/platform',
      BITBUCKET_PR_ID: '7',
      KUBESTACK_TOKEN: 'job-token',
    }),
    renews: /^PUT .*comments/,
  },
  {
    name: 'Gitea and Forgejo Actions',
    description: 'gitea',
    prefix: '/api/v1',
    compare: giteaStep('Compare'),
    comment: () => giteaStep('Comment'),
    model: giteaComments,
    environment: (url, base) => ({
      BASE: base,
      GITHUB_API_URL: `${url}/api/v1`,
      GITHUB_REPOSITORY: 'acme/platform',
      NUMBER: '7',
      TOKEN: 'job-token',
    }),
    renews: /^PATCH .*comments/,
  },
];

describe('the workflows in the documentation', function () {
  const place = TemporaryFolder.ofEachTest();
  let base: string;

  beforeEach(() => {
    cpSync(join(project, 'test/platforms/multi-cloud'), place.at('platform'), { recursive: true });
    git('init', '--quiet', '--initial-branch=main');
    commit('Before');
    base = git('rev-parse', 'HEAD');
    const cluster = 'platform/eks_gc0_eu-west-1_cluster.tf';
    place.write(cluster, place.read(cluster).replace(/max_size( +)= 9/, 'max_size$1= 12'));
    commit('After');
    program('kubestack-language-server', `exec '${process.execPath}' '${join(project, 'dist/server.js')}' "$@"`);
  });

  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: place.at('platform'), encoding: 'utf8' }).trim();

  function commit(message: string): void {
    git('add', '--all');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '--message', message);
  }

  function program(name: string, script: string): void {
    place.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(place.at(`bin/${name}`), 0o755);
  }

  /** Like the runners: runs each step in a shell that stops at the first failure. */
  async function step(script: string, environment: Record<string, string>): Promise<void> {
    const env = { ...process.env, PATH: `${place.at('bin')}:${process.env['PATH']}`, ...environment };
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: place.at('platform'),
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', chunk => (output += String(chunk)));
    const code = await new Promise(done => child.once('close', done));
    assert.equal(code, 0, output);
  }

  const expected =
    /## What changes in each environment[^]*\*\*apps\*\*[^]*`default_node_pool\.max_size` \| `9` \| `12` \|/;

  it('GitHub Actions: the comparison is in the summary and in one comment', async () => {
    const { steps } = github.jobs.review;
    const script = (name: string): string => steps.find(each => each.name === name)?.run ?? assert.fail(name);
    const summary = place.at('summary.md');
    writeFileSync(summary, '');
    await step(script('Compare'), { BASE: base, GITHUB_STEP_SUMMARY: summary });
    assert.match(readFileSync(summary, 'utf8'), expected);
    program('gh', `printf '%s\\n' "$*" > '${place.at('gh')}'`);
    await step(script('Comment'), { NUMBER: '7' });
    assert.equal(place.read('gh'), 'pr comment 7 --edit-last --create-if-none --body-file compare.md\n');
    assert.match(place.read('platform/compare.md'), expected);
    // A token that can write comments is available only for branches of the repository itself.
    assert.match(steps.find(({ name }) => name === 'Comment')?.if ?? '', /head\.repo\.full_name == github\.repository/);
  });

  it('GitLab CI: one comment, created once and then updated', async () => {
    const notes: { id: number; body: string }[] = [{ id: 1, body: 'Looks good' }];
    const asked: string[] = [];
    const server = await notesServer(notes, asked);
    const environment = {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
      CI_COMMIT_SHA: git('rev-parse', 'HEAD'),
      CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
      CI_MERGE_REQUEST_PROJECT_ID: '4',
      CI_MERGE_REQUEST_IID: '7',
      KUBESTACK_TOKEN: 'glpat-token',
    };
    const [, compare = '', comment = ''] = gitlab.kubestack.script;
    for (let run = 0; run < 2; run++) {
      await step(compare, environment);
      await step(comment, environment);
    }
    server.close();
    assert.deepEqual(asked, ['GET', 'POST', 'GET', 'PUT /2']);
    assert.equal(notes.length, 2);
    assert.match(notes[1]?.body ?? '', expected);
    // Without a token, no request is sent.
    await step(comment, { ...environment, KUBESTACK_TOKEN: '' });
    assert.equal(asked.length, 4);
  });

  for (const { name, description, prefix, compare, comment, model, environment, renews } of scripted)
    it(`${name}: one comment, created once and then updated, as the Git host's API describes it`, async () => {
      const comments: StoredComment[] = [{ id: 1, text: 'Looks good' }];
      const text = readFileSync(join(project, 'test/support/gitHost/descriptions', `${description}.json`), 'utf8');
      const api = new DescribedApi(JSON.parse(text) as Description);
      const server: GitHostServer = await GitHostServer.start(
        api,
        prefix,
        model(comments, () => server.url),
        'job-token',
      );
      git('update-ref', 'refs/remotes/origin/main', base);
      const variables = environment(server.url, base);
      for (let run = 0; run < 2; run++) {
        await step(compare, variables);
        await step(comment(server.url), variables);
      }
      const refused = await step(comment(server.url), { ...variables, ...expired(variables) }).catch(String);
      await server.stop();
      assert.deepEqual(server.problems, []);
      assert.equal(comments.length, 2);
      assert.match(comments[1]?.text ?? '', expected);
      const changes = server.requests.map(request => request.name).filter(asked => !asked.startsWith('GET'));
      assert.deepEqual([changes.length, renews.test(changes[1] ?? '')], [2, true]);
      assert.match(String(refused), /GET: 401/);
    });

  it('Bitbucket Pipelines: no request without a token', () =>
    step(commentOnBitbucket, { KUBESTACK_TOKEN: '', BITBUCKET_PR_ID: '7' }));

  it('all fail if there are findings, and GitHub receives SARIF', async () => {
    const last = (text: string | undefined): string => text ?? assert.fail('no check');
    const onGithub = last(github.jobs.review.steps.find(({ name }) => name === 'Check')?.run);
    const onGitlab = last(gitlab.kubestack.script.at(-1));
    place.write(
      'platform/broken.tf',
      'module "broken" {\n  source = "./vendor/terraform-kubestack/aws/cluster"\n  configuration = {\n',
    );
    const onBitbucket = last(bitbucket.pipelines['pull-requests']['**'][0].step.script.at(-1));
    for (const script of [onGithub, onGitlab, azureStep('Check'), onBitbucket, giteaStep('Check')])
      await assert.rejects(step(script, {}));
    const sarif = JSON.parse(place.read('platform/kubestack.sarif')) as { runs: { results: { level: string }[] }[] };
    assert.ok(sarif.runs[0]?.results.some(({ level }) => level === 'error'));
  });
});

/** The same with a token that is no longer accepted. */
const expired = (variables: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value === 'job-token' ? 'expired' : value]),
  );

async function notesServer(notes: { id: number; body: string }[], asked: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    const [, id = ''] = /^\/api\/v4\/projects\/4\/merge_requests\/7\/notes(\/\d+)?/.exec(request.url ?? '') ?? [];
    asked.push(`${request.method} ${id}`.trim());
    let text = '';
    request.on('data', chunk => (text += String(chunk)));
    request.on('end', () => {
      const body = new URLSearchParams(text).get('body') ?? '';
      if (request.method === 'POST') notes.push({ id: notes.length + 1, body });
      const known = notes.find(note => `/${note.id}` === id);
      if (request.method === 'PUT' && known) known.body = body;
      response.end(JSON.stringify(request.method === 'GET' ? notes : {}));
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return server;
}
