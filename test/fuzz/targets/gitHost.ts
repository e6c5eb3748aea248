/** Responses of a Git host, with any status, headers and body. */
import type { GitHost, GitHostKind } from '../../../client/gitHost/gitHost';
import { GitHostError } from '../../../client/gitHost/gitHostError';
import { openGitHost } from '../../../client/gitHost/openGitHost';
import type { FuzzSession, FuzzTarget } from '../target';
import { texts } from './corpus';

type ApiKind = Exclude<GitHostKind, 'bitbucketDataCenter'>;

/** A response to every request. Without `kind`, all Git hosts are tested. */
interface HostAnswer {
  readonly kind?: ApiKind;
  readonly status?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
}

const PLACES: Readonly<Record<ApiKind, { web: string; api: string; repository: string }>> = {
  github: { web: 'https://github.com', api: 'https://api.github.com', repository: 'acme/platform' },
  gitlab: { web: 'https://gitlab.com', api: 'https://gitlab.com/api/v4', repository: 'acme/sub/platform' },
  gitea: { web: 'https://codeberg.org', api: 'https://codeberg.org/api/v1', repository: 'acme/platform' },
  bitbucket: { web: 'https://bitbucket.org', api: 'https://api.bitbucket.org/2.0', repository: 'acme/platform' },
  azureDevOps: { web: 'https://dev.azure.com', api: 'https://dev.azure.com', repository: 'acme/infra/platform' },
};
const KINDS = Object.keys(PLACES) as ApiKind[];

/** A body that is a valid response to as many requests of one Git host as possible. */
const GOOD: readonly HostAnswer[] = [
  {
    kind: 'github',
    body: {
      ...{
        login: 'ada',
        name: 'Ada',
        default_branch: 'main',
        parent: { full_name: 'up/platform', default_branch: 'main' },
      },
      ...{
        number: 1,
        title: 't',
        body: 'b',
        draft: false,
        base: { ref: 'main' },
        html_url: 'https://github.com/a/b/pull/1',
        node_id: 'x',
      },
      workflow_runs: [
        {
          name: 'w',
          path: 'p',
          event: 'push',
          head_branch: 'main',
          status: 'completed',
          conclusion: 'success',
          html_url: 'https://x',
          run_number: 1,
          updated_at: '2026-01-01T00:00:00Z',
        },
      ],
      check_runs: [
        {
          name: 'c',
          app: { slug: 's' },
          status: 'completed',
          conclusion: 'failure',
          html_url: null,
          id: 1,
          completed_at: null,
        },
      ],
      statuses: [{ context: 'c', state: 'success', target_url: null, updated_at: '2026-01-01T00:00:00Z' }],
      data: { changed: { pullRequest: { isDraft: true } } },
    },
  },
  {
    kind: 'github',
    body: [
      {
        login: 'ada',
        name: 'l',
        head: { ref: 'b', repo: { full_name: 'acme/platform' } },
        number: 1,
        title: 't',
        base: { ref: 'main' },
        html_url: 'https://x',
      },
    ],
  },
  {
    kind: 'github',
    status: 403,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
    body: { message: 'rate limit' },
  },
  {
    kind: 'github',
    status: 422,
    body: { message: 'Validation Failed', errors: [{ message: 'already exists', field: 'x', code: 'y' }] },
  },
  {
    kind: 'gitlab',
    body: {
      ...{
        id: 7,
        username: 'ada',
        name: 'Ada',
        default_branch: 'main',
        forked_from_project: { path_with_namespace: 'up/p' },
      },
      ...{
        iid: 1,
        title: 'Draft: t',
        description: null,
        draft: true,
        target_branch: 'main',
        web_url: 'https://x',
        reviewers: [{ id: 1 }],
      },
    },
  },
  {
    kind: 'gitlab',
    body: [
      {
        id: 1,
        iid: 1,
        title: 't',
        description: 'd',
        draft: false,
        target_branch: 'main',
        web_url: 'https://x',
        source_project_id: 1,
        status: 'success',
        ref: 'main',
        updated_at: 'x',
        name: 'n',
        username: 'u',
      },
    ],
  },
  { kind: 'gitlab', status: 400, body: { message: { base: ['a', 'b'] }, error: 'e' } },
  {
    kind: 'gitea',
    body: {
      ...{
        login: 'ada',
        full_name: '',
        default_branch: 'main',
        parent: { full_name: 'up/p' },
        number: 1,
        title: 'WIP: t',
        base: { ref: 'main' },
      },
      ...{
        html_url: 'https://x',
        statuses: [{ context: 'c', status: 'success', target_url: '/a', id: 1, updated_at: 'x' }],
      },
    },
  },
  {
    kind: 'gitea',
    body: [{ name: 'l', login: 'grace', head: { ref: 'b', repo: { full_name: 'acme/platform' } }, number: 2 }],
  },
  {
    kind: 'bitbucket',
    body: {
      ...{
        uuid: '{1}',
        display_name: 'Ada',
        mainbranch: { name: 'main' },
        parent: null,
        id: 1,
        title: 't',
        summary: { raw: 'b' },
        draft: false,
      },
      ...{
        destination: { branch: { name: 'main' } },
        links: { html: { href: 'https://x' } },
        reviewers: [{ uuid: '{2}' }],
      },
      values: [
        {
          user: { uuid: '{1}', display_name: 'A' },
          id: 1,
          title: 't',
          destination: { branch: { name: 'm' } },
          links: { html: { href: 'x' } },
          key: 'k',
          state: 'SUCCESSFUL',
          url: 'u',
          updated_on: 'x',
          refname: null,
        },
      ],
    },
  },
  {
    kind: 'azureDevOps',
    body: {
      ...{
        id: 'x',
        defaultBranch: 'refs/heads/main',
        parentRepository: { name: 'p', project: { name: 'q' } },
        authenticatedUser: { id: '1', providerDisplayName: 'Ada' },
      },
      ...{ pullRequestId: 1, title: 't', description: 'd', isDraft: false, targetRefName: 'refs/heads/main' },
      value: [
        {
          id: 1,
          identity: { id: '2', displayName: 'G' },
          pullRequestId: 1,
          title: 't',
          targetRefName: 'refs/heads/main',
          status: 'completed',
          result: 'succeeded',
          finishTime: 'x',
          sourceVersion: 'abc',
          sourceBranch: 'refs/heads/main',
          definition: { name: 'd' },
          _links: { web: { href: 'https://x' } },
        },
      ],
    },
  },
  { status: 502, body: '<html>' },
  { status: 204 },
  { status: 429, headers: { 'retry-after': '1' }, body: {} },
];

class GitHostSession implements FuzzSession {
  private readonly fetch = globalThis.fetch;
  private answer: HostAnswer = {};
  private raw: Buffer | undefined;

  constructor() {
    globalThis.fetch = () => Promise.resolve(this.respond());
  }

  async run(input: Buffer): Promise<void> {
    this.read(input);
    for (const kind of this.answer.kind !== undefined && KINDS.includes(this.answer.kind)
      ? [this.answer.kind]
      : KINDS) {
      const place = { kind, ...PLACES[kind] };
      const gitHost = await openGitHost(
        place,
        { kind: 'bearer', token: 'secret-token' },
        { pauses: [], timeout: 60_000 },
      );
      if (gitHost) await askAll(gitHost);
    }
  }

  close(): Promise<void> {
    globalThis.fetch = this.fetch;
    return Promise.resolve();
  }

  private read(input: Buffer): void {
    this.raw = undefined;
    try {
      const answer: unknown = JSON.parse(input.toString('utf8'));
      this.answer = typeof answer === 'object' && answer !== null ? answer : { body: answer };
    } catch {
      this.answer = {};
      this.raw = input;
    }
  }

  private respond(): Response {
    const { status, headers, body } = this.answer;
    const code = typeof status === 'number' && status >= 200 && status < 600 ? Math.trunc(status) : 200;
    const content = this.raw ?? (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
    const type = { 'content-type': 'application/json; charset=utf-8' };
    const bytes = [204, 205, 304].includes(code) ? null : new Uint8Array(Buffer.from(content));
    try {
      return new Response(bytes, { status: code, headers: { ...type, ...(headers as Record<string, string>) } });
    } catch {
      // Headers that can't be sent.
      return new Response(bytes, { status: code, headers: type });
    }
  }
}

const COMMIT = 'abc';
const MAIN = 'refs/heads/main';

/** Calls every method: the results must match their types, or the call must fail with a `GitHostError`. */
async function askAll(gitHost: GitHost): Promise<void> {
  const head = { repository: 'acme/platform', branch: 'b' };
  const known = { number: 1, title: 't', body: '', draft: false, base: 'main', url: 'https://x' };
  const request = { head, base: 'main', title: 't', body: 'b', draft: true };
  const isPullRequest = {
    number: 'number',
    title: 'string',
    body: 'string',
    draft: 'boolean',
    base: 'string',
    url: 'string',
  };
  const isPerson = { id: 'string', name: 'string' };
  const user = await answerOf(gitHost.user());
  check('user', user, isPerson);
  const repository = await answerOf(gitHost.repository());
  check('repository', repository, { defaultBranch: 'string' });
  if (repository?.parent) check('parent', repository.parent, { repository: 'string', defaultBranch: 'string' });
  check('findOpen', await answerOf(gitHost.findOpen(head)), isPullRequest);
  check('create', await answerOf(gitHost.create(request)), isPullRequest);
  const change = { title: 'n', body: 'n', draft: true, labels: ['l'], reviewers: ['1'] };
  check('update', await answerOf(gitHost.update(known, change)), isPullRequest);
  for (const label of (await answerOf(gitHost.labels())) ?? []) check('label', { label }, { label: 'string' });
  for (const person of (await answerOf(gitHost.reviewers())) ?? []) check('reviewer', person, isPerson);
  const pipeline = await answerOf(gitHost.pipelineState(COMMIT, MAIN));
  for (const name of ['name', 'url'] as const)
    if (pipeline?.[name] !== undefined) check('pipeline', pipeline, { [name]: 'string' });
}

/** Undefined if the call fails with a `GitHostError`. */
async function answerOf<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof GitHostError)) throw error;
    if (error.message.includes('secret-token')) throw new Error('The token is in an error.');
    return undefined;
  }
}

function check(what: string, answer: object | undefined, types: Readonly<Record<string, string>>): void {
  if (answer === undefined) return;
  for (const [name, type] of Object.entries(types)) {
    const value: unknown = (answer as Record<string, unknown>)[name];
    if (typeof value !== type) throw new Error(`${what}.${name} is no ${type}: ${JSON.stringify(value)}`);
  }
}

export const gitHostTarget: FuzzTarget = {
  name: 'git-host',
  corpus: () => texts(...GOOD.map(answer => JSON.stringify(answer)), '<html>', ''),
  dictionary: [
    '"message"',
    '"errors"',
    '"title"',
    '"html_url"',
    '"statuses"',
    '"values"',
    '[]',
    '{}',
    'null',
    '"https://x"',
    '401',
    '404',
    'Draft: ',
  ],
  structure: 'json',
  open: () => Promise.resolve(new GitHostSession()),
};
