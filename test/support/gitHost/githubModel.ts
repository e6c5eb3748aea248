import type { GitHostModel, GitHostRequest } from './gitHostServer';
import { archiveOf, type StoredReports } from './storedReports';

interface Stored {
  number: number;
  title: string;
  body: string;
  draft: boolean;
  base: string;
  owner: string;
  repository: string;
  branch: string;
  /** The newest commit of the branch; by default, that of the example. */
  sha?: string;
  labels: string[];
  reviewers: string[];
}

/** GitHub with the repository `acme/platform` and its fork `ada/platform`. Responses are the description's examples with changed values. */
export class Github {
  readonly pulls: Stored[] = [];
  runs: {
    branch: string;
    name: string;
    status: string;
    conclusion: string | null;
    event?: string;
    number?: number;
    path?: string;
    run_started_at?: string;
    updated_at?: string;
  }[] = [];
  statuses: { context: string; state: string }[] = [];
  /** Oldest first. */
  kept: StoredReports[] = [];
  /** Stores an archive on another host, and returns its address. */
  keepElsewhere: (archive: Uint8Array) => string = () => 'https://files.example/1';

  readonly model: GitHostModel = {
    'GET /user': request => ({ status: 200, body: { ...request.example(200), login: 'ada', name: 'Ada' } }),
    'GET /repos/{owner}/{repo}': request => ({ status: 200, body: this.repository(request) }),
    'GET /repos/{owner}/{repo}/pulls': request => {
      const [example] = request.example(200) as unknown as Record<string, unknown>[];
      const wanted = request.query.get('head');
      const found = this.pulls.filter(({ owner, branch }) => wanted === null || wanted === `${owner}:${branch}`);
      return { status: 200, body: found.map(pull => filled(example ?? {}, pull)) };
    },
    'POST /repos/{owner}/{repo}/pulls': request => {
      const {
        title = '',
        body = '',
        head = '',
        base = '',
        draft = false,
      } = request.body as Record<string, string> & {
        draft?: boolean;
      };
      const [owner = '', branch = ''] = head.includes(':') ? head.split(':') : [request.path['owner'] ?? '', head];
      if (this.pulls.some(pull => pull.owner === owner && pull.branch === branch))
        return refused(`A pull request already exists for ${owner}:${branch}.`);
      const pull: Stored = {
        number: this.pulls.length + 1,
        ...{ title, body, base, owner, branch, draft },
        repository: `${owner}/platform`,
        labels: [],
        reviewers: [],
      };
      this.pulls.push(pull);
      return { status: 201, body: filled(request.example(201), pull) };
    },
    'GET /repos/{owner}/{repo}/pulls/{pull_number}': request => ({
      status: 200,
      body: filled(request.example(200), this.pull(request.path['pull_number'])),
    }),
    'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': request => {
      const pull = this.pull(request.path['pull_number']);
      Object.assign(pull, request.body);
      return { status: 200, body: filled(request.example(200), pull) };
    },
    'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': request => {
      this.pull(request.path['issue_number']).labels.push(...(request.body['labels'] as string[]));
      return { status: 200, body: request.example(200) };
    },
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': request => {
      this.pull(request.path['pull_number']).reviewers.push(...(request.body['reviewers'] as string[]));
      return { status: 201, body: { ...request.example(201), requested_teams: [] } };
    },
    'POST /api/graphql': request => {
      const { query, variables } = request.body as { query: string; variables: { id: string } };
      const pull = this.pull(variables.id.replace('node-', ''));
      pull.draft = query.includes('convertPullRequestToDraft');
      return { status: 200, body: { data: { changed: { pullRequest: { isDraft: pull.draft } } } } };
    },
    'GET /repos/{owner}/{repo}/labels': request => ({ status: 200, body: request.example(200) }),
    'GET /repos/{owner}/{repo}/assignees': request => {
      const [person] = request.example(200) as unknown as Record<string, unknown>[];
      return { status: 200, body: ['ada', 'grace'].map(login => ({ ...person, login })) };
    },
    'GET /repos/{owner}/{repo}/actions/runs': request => {
      const { workflow_runs: runs = [] } = request.example(200) as { workflow_runs?: Record<string, unknown>[] };
      const body = this.runs.map(({ branch, number = 1, event = 'push', ...run }) => ({
        ...runs[0],
        ...run,
        event,
        head_branch: branch,
        run_number: number,
        html_url: `https://github.example/runs/${number}`,
      }));
      const ofReports = this.kept.flatMap(({ commit, ref = 'main', fork = false, event = 'pull_request' }, index) => {
        const own = runs[0]?.['repository'] as { id: number };
        const run = {
          ...runs[0],
          id: index,
          name: 'Platform',
          head_sha: commit,
          head_branch: ref,
          event,
          head_repository: fork ? { ...own, id: own.id + 1 } : own,
        };
        const url = `https://github.example/runs/${100 + index}`;
        const updated_at = new Date(Date.UTC(2026, 10, 20, 10, index)).toISOString();
        return commit === request.query.get('head_sha') ? [{ ...run, updated_at, html_url: url }] : [];
      });
      const all = [...body, ...ofReports];
      return { status: 200, body: { total_count: all.length, workflow_runs: all } };
    },
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': request => {
      const { artifacts: examples = [] } = request.example(200) as { artifacts?: Record<string, unknown>[] };
      const id = Number(request.path['run_id']);
      const { artifact: name = 'plan-reports' } = this.kept[id] ?? {};
      const artifacts = [
        { ...examples[0], id: 1000, name: 'coverage', expired: false },
        { ...examples[0], id, name, expired: false, size_in_bytes: 4321 },
      ];
      return { status: 200, body: { total_count: artifacts.length, artifacts } };
    },
    'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': ({ path }) => {
      const reports = this.kept[Number(path['artifact_id'])];
      if (!reports) return { status: 410, body: { message: 'Artifact has expired' } };
      return { status: 302, headers: { location: this.keepElsewhere(archiveOf(reports)) } };
    },
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': () => ({
      status: 200,
      body: { total_count: 0, check_runs: [] },
    }),
    'GET /repos/{owner}/{repo}/commits/{ref}/status': request => {
      const example = request.example(200) as { statuses?: Record<string, unknown>[] };
      const statuses = this.statuses.map(status => ({ ...example.statuses?.[0], ...status }));
      return { status: 200, body: { ...example, statuses, total_count: statuses.length } };
    },
  };

  private pull(number: string | undefined): Stored {
    const found = this.pulls.find(pull => String(pull.number) === number);
    if (!found) throw new Error(`There is no pull request ${number}.`);
    return found;
  }

  private repository(request: GitHostRequest): Record<string, unknown> {
    const example = request.example(200) as { parent?: object };
    const { owner, repo } = request.path;
    // The description's example lacks a required field.
    const own = { language: null, ...example, full_name: `${owner}/${repo}`, default_branch: 'main' };
    if (owner === 'acme') return { ...own, parent: undefined, source: undefined, fork: false };
    return { ...own, fork: true, parent: { ...example.parent, full_name: `acme/${repo}`, default_branch: 'main' } };
  }
}

function refused(message: string) {
  return {
    status: 422,
    body: {
      message: 'Validation Failed',
      errors: [{ resource: 'PullRequest', code: 'custom', message }],
      documentation_url: 'https://docs.github.com',
    },
  };
}

function filled(
  example: Record<string, unknown>,
  { owner, repository, branch, sha, base, number, title, body, draft }: Stored,
) {
  const part = (name: string) => (example[name] ?? {}) as Record<string, unknown>;
  const repo = (name: string) => (part(name)['repo'] ?? {}) as Record<string, unknown>;
  return {
    ...example,
    ...{ number, title, body, draft },
    node_id: `node-${number}`,
    requested_teams: [],
    html_url: `https://github.example/acme/platform/pull/${number}`,
    head: {
      ...part('head'),
      ref: branch,
      ...(sha !== undefined && { sha }),
      label: `${owner}:${branch}`,
      repo: { ...repo('head'), full_name: repository },
    },
    base: { ...part('base'), ref: base },
  };
}
