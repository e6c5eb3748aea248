/** GitHub, GitHub Enterprise Server, and GitHub Enterprise Cloud with data residency. */
import type { Credentials, GitHost, HostedRepository, Person, PullRequest } from './gitHost';
import { authorization } from './authorization';
import type { Download } from './download';
import { errorDetail } from './errorDetail';
import { GitHostError } from './gitHostError';
import { jsonRequest, path, type JsonRequest } from './jsonRequest';
import { filesInArchives, mayContainReports, MAX_RUNS, timeOf, type Archive } from './pipelineFiles';
import { combineRuns, runVerdict, shortRef, type PipelineRun } from './pipelineRuns';

interface Repository {
  full_name: string;
  default_branch: string;
  parent?: Repository;
}

interface GitHubPullRequest {
  number: number;
  node_id: string;
  title: string;
  body?: string | null;
  draft?: boolean;
  head: { ref: string; sha: string; repo?: { full_name: string } | null };
  base: { ref: string };
  html_url: string;
}

interface WorkflowRun {
  id: number;
  name?: string | null;
  path: string;
  event: string;
  status: string | null;
  conclusion: string | null;
  head_branch: string | null;
  head_sha: string;
  head_repository?: { id: number } | null;
  repository: { id: number };
  html_url: string;
  run_number: number;
  run_started_at?: string;
  updated_at: string;
}

/** @param fetching `gitHostFetch` @param download with higher limits */
export function githubGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const { api, repository } = hostedRepository;
  const request = jsonRequest(api, credentials, fetching, 'application/vnd.github+json');
  const at = `/repos${path(...repository.split('/'))}`;
  const user = async (): Promise<Person> => {
    const { login, name } = await request.get<{ login: string; name?: string | null }>('/user');
    return { id: login, name: name ?? login };
  };
  return {
    hostedRepository,
    user,
    repository: async () => {
      const { parent, default_branch: defaultBranch } = await request.get<Repository>(at);
      return {
        defaultBranch,
        ...(parent && { parent: { repository: parent.full_name, defaultBranch: parent.default_branch } }),
      };
    },
    findOpen: async head => {
      const query = { state: 'open', head: headOf(head.repository, head.branch) };
      const open = await request.get<GitHubPullRequest[]>(`${at}/pulls`, query);
      // GitHub ignores the filter if it does not know the owner, and lists everything.
      const found = open.find(each => each.head.ref === head.branch && isFrom(each.head, head.repository));
      return found && pullRequest(found);
    },
    create: async ({ head, base, title, body, draft }) => {
      const isFork = head.repository !== repository;
      const created = await request.send<GitHubPullRequest>('POST', `${at}/pulls`, {
        ...{ title, body, base, draft },
        head: isFork ? headOf(head.repository, head.branch) : head.branch,
        // The owner alone does not distinguish two repositories of one organization.
        ...(isFork && { head_repo: head.repository }),
      });
      return pullRequest(created);
    },
    update: async (existing, { title, body, draft, labels, reviewers }) => {
      const own = `${at}/pulls${path(existing.number)}`;
      let current = existing;
      if (title !== undefined || body !== undefined)
        current = pullRequest(await request.send<GitHubPullRequest>('PATCH', own, { title, body }));
      if (draft !== undefined && draft !== current.draft) {
        await setDraft(request, api, own, draft);
        current = { ...current, draft };
      }
      if (labels?.length) await request.send('POST', `${at}/issues${path(existing.number)}/labels`, { labels });
      if (reviewers?.length) await request.send('POST', `${own}/requested_reviewers`, { reviewers });
      return current;
    },
    labels: async () => {
      const labels = await request.get<{ name: string }[]>(`${at}/labels`, { per_page: 100 });
      return labels.map(({ name }) => name);
    },
    reviewers: async () => {
      const [assignees, self] = await Promise.all([
        request.get<{ login: string }[]>(`${at}/assignees`, { per_page: 100 }),
        user(),
      ]);
      return assignees.filter(({ login }) => login !== self.id).map(({ login }) => ({ id: login, name: login }));
    },
    pipelineState: async (commit, ref, file) => {
      const runs = await workflowRuns(request, at, commit, { ref, file });
      // If workflows ran, their state is used: the commit's checks include the jobs of workflows for every ref.
      return combineRuns(runs.length > 0 ? runs : await commitChecks(request, `${at}/commits${path(commit)}`));
    },
    openPullRequests: async () => {
      const open = await request.get<GitHubPullRequest[]>(`${at}/pulls`, { state: 'open', per_page: 50 });
      return open.map(({ number, title, head }) => ({ number, title, branch: head.ref, commit: head.sha }));
    },
    pipelineFiles: (commit, names, ref) => {
      const load = (id: number) => {
        const url = `${api}${at}/actions/artifacts${path(id)}/zip`;
        return download(url, { authorization: authorization(credentials), accept: 'application/vnd.github+json' });
      };
      return filesInArchives(archivesOf(request, at, { commit, ref }, load), names);
    },
  };
}

/** Changes the draft state with GraphQL, since REST can't. @param own path of the pull request */
async function setDraft(request: JsonRequest, api: string, own: string, draft: boolean): Promise<void> {
  const { node_id: id } = await request.get<GitHubPullRequest>(own);
  const mutation = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  const query = `mutation ($id: ID!) { changed: ${mutation}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
  // On GitHub Enterprise Server, REST is at /api/v3, and GraphQL at /api/graphql.
  const url = `${api.replace(/\/v3$/, '')}/graphql`;
  const { errors } = await request.send<{ errors?: unknown[] }>('POST', url, { query, variables: { id } });
  // GraphQL answers errors with a success status.
  const detail = errorDetail({ errors });
  if (errors?.length) throw new GitHostError('invalid', { host: new URL(api).host, ...(detail && { detail }) });
}

async function runsOf(request: JsonRequest, at: string, commit: string): Promise<WorkflowRun[]> {
  const query = { head_sha: commit, per_page: 100 };
  return (await request.get<{ workflow_runs: WorkflowRun[] }>(`${at}/actions/runs`, query)).workflow_runs;
}

/** @param file of the workflow whose runs count; if it has none, all runs count */
async function workflowRuns(
  request: JsonRequest,
  at: string,
  commit: string,
  { ref, file }: { ref: string; file: string | undefined },
): Promise<PipelineRun[]> {
  const ofRef = (await runsOf(request, at, commit))
    .filter(run => run.event !== 'pull_request' && run.event !== 'schedule')
    .filter(run => run.head_branch === shortRef(ref));
  // The path of a called workflow ends with its revision.
  const ofFile = ofRef.filter(run => run.path.replace(/@.*$/, '') === file);
  return (ofFile.length > 0 ? ofFile : ofRef).map(run => ({
    name: run.name ?? run.path,
    verdict: run.status === 'completed' ? runVerdict(run.conclusion) : 'running',
    url: run.html_url,
    order: run.run_number,
    ...(run.run_started_at !== undefined && { startedAt: run.run_started_at }),
    finishedAt: run.updated_at,
  }));
}

interface Artifact {
  id: number;
  name: string;
  size_in_bytes: number;
  expired: boolean;
}

/** Events for which a workflow runs the code of its commit. */
const EVENTS = new Set(['push', 'pull_request', 'merge_group', 'schedule', 'workflow_dispatch']);

/** Yields archives of all workflow runs for a commit, including those of pull requests, except for pull requests of forks. */
async function* archivesOf(
  request: JsonRequest,
  at: string,
  { commit, ref }: { commit: string; ref: string | undefined },
  load: (id: number) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Archive> {
  const runs = (await runsOf(request, at, commit))
    .filter(run => run.head_sha === commit && (ref === undefined || run.head_branch === shortRef(ref)))
    .filter(run => run.head_repository?.id === run.repository.id && EVENTS.has(run.event))
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  for (const run of runs.slice(0, MAX_RUNS)) {
    const kept = await request.get<{ artifacts: Artifact[] }>(`${at}/actions/runs${path(run.id)}/artifacts`, {
      per_page: 100,
    });
    const finishedAt = timeOf(run.updated_at);
    for (const { id, name, size_in_bytes: size, expired } of kept.artifacts)
      if (!expired && mayContainReports(name, size))
        yield {
          run: run.name ?? run.path,
          url: run.html_url,
          ...(finishedAt !== undefined && { finishedAt }),
          name,
          load: () => load(id),
        };
  }
}

interface CheckRun {
  id: number;
  name: string;
  app?: { slug?: string } | null;
  status: string;
  conclusion: string | null;
  html_url: string | null;
  completed_at: string | null;
}

interface CommitStatus {
  context: string;
  state: string;
  target_url: string | null;
  updated_at: string;
}

/** The states of a commit that systems other than GitHub Actions report. @param at path of the commit */
async function commitChecks(request: JsonRequest, at: string): Promise<PipelineRun[]> {
  const [{ check_runs: checks }, { statuses }] = await Promise.all([
    request.get<{ check_runs: CheckRun[] }>(`${at}/check-runs`, { per_page: 100 }),
    request.get<{ statuses: CommitStatus[] }>(`${at}/status`, { per_page: 100 }),
  ]);
  return [
    ...checks
      .filter(({ app }) => app?.slug !== 'github-actions')
      .map((run): PipelineRun => ({
        name: run.name,
        verdict: run.status === 'completed' ? runVerdict(run.conclusion) : 'running',
        ...(run.html_url !== null && { url: run.html_url }),
        order: run.id,
        finishedAt: run.completed_at,
      })),
    ...statuses.map((status): PipelineRun => ({
      name: status.context,
      verdict: runVerdict(status.state),
      ...(status.target_url !== null && { url: status.target_url }),
      order: status.updated_at,
      finishedAt: status.updated_at,
    })),
  ];
}

const headOf = (repository: string, branch: string): string => `${repository.split('/')[0]}:${branch}`;

function isFrom(head: { repo?: { full_name: string } | null }, repository: string): boolean {
  return head.repo?.full_name.toLowerCase() === repository.toLowerCase();
}

function pullRequest(data: GitHubPullRequest): PullRequest {
  return {
    number: data.number,
    title: data.title,
    body: data.body ?? '',
    draft: data.draft ?? false,
    base: data.base.ref,
    url: data.html_url,
  };
}
