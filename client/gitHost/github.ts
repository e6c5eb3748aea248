/**
 * GitHub, GitHub Enterprise Server, and GitHub Enterprise Cloud with data residency. Its library stays, since GitHub generates the types of all requests
 * and responses from its own description, and it takes 10 kB of the package; the libraries of GitLab and Gitea took 50 kB.
 */
import { Octokit } from '@octokit/core';
import type { Credentials, GitHost, HostedRepository, Person, PullRequest } from './gitHost';
import { authorization } from './authorization';
import type { Download } from './download';
import { path } from './jsonRequest';
import { filesInArchives, mayContainReports, MAX_RUNS, timeOf, type Archive } from './pipelineFiles';
import { combineRuns, runVerdict, shortRef, type PipelineRun } from './pipelineRuns';

/** @param fetching `gitHostFetch` @param download with higher limits */
export function githubGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const octokit = new Octokit({
    baseUrl: hostedRepository.api,
    auth: credentials.token,
    userAgent: 'vscode-kubestack',
    request: { fetch: fetching },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  const [owner = '', repo = ''] = hostedRepository.repository.split('/');
  const at = { owner, repo };
  const user = async (): Promise<Person> => {
    const { data } = await octokit.request('GET /user');
    return { id: data.login, name: data.name ?? data.login };
  };
  return {
    hostedRepository,
    user,
    repository: async () => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}', at);
      const { parent } = data;
      return {
        defaultBranch: data.default_branch,
        ...(parent && { parent: { repository: parent.full_name, defaultBranch: parent.default_branch } }),
      };
    },
    findOpen: async head => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', {
        ...at,
        state: 'open',
        head: headOf(head.repository, head.branch),
      });
      // GitHub ignores the filter if it does not know the owner, and lists everything.
      const found = data.find(each => each.head.ref === head.branch && isFrom(each.head, head.repository));
      return found && pullRequest(found);
    },
    create: async request => {
      const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
        ...at,
        title: request.title,
        body: request.body,
        head:
          request.head.repository === hostedRepository.repository
            ? request.head.branch
            : headOf(request.head.repository, request.head.branch),
        // The owner alone does not distinguish two repositories of one organization.
        ...(request.head.repository !== hostedRepository.repository && { head_repo: request.head.repository }),
        base: request.base,
        draft: request.draft,
      });
      return pullRequest(data);
    },
    update: async (existing, change) => {
      const number = existing.number;
      let current = existing;
      if (change.title !== undefined || change.body !== undefined) {
        const { data } = await octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
          ...at,
          pull_number: number,
          ...(change.title !== undefined && { title: change.title }),
          ...(change.body !== undefined && { body: change.body }),
        });
        current = pullRequest(data);
      }
      if (change.draft !== undefined && change.draft !== current.draft) {
        await setDraft(octokit, at, number, change.draft);
        current = { ...current, draft: change.draft };
      }
      if (change.labels?.length)
        await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          ...at,
          issue_number: number,
          labels: [...change.labels],
        });
      if (change.reviewers?.length)
        await octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
          ...at,
          pull_number: number,
          reviewers: [...change.reviewers],
        });
      return current;
    },
    labels: async () => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/labels', { ...at, per_page: 100 });
      return data.map(({ name }) => name);
    },
    reviewers: async () => {
      const [{ data }, self] = await Promise.all([
        octokit.request('GET /repos/{owner}/{repo}/assignees', { ...at, per_page: 100 }),
        user(),
      ]);
      return data.filter(({ login }) => login !== self.id).map(({ login }) => ({ id: login, name: login }));
    },
    pipelineState: async (commit, ref, file) => {
      const runs = await workflowRuns(octokit, at, commit, { ref, file });
      // If workflows ran, their state is used: the commit's checks include the jobs of workflows for every ref.
      return combineRuns(runs.length > 0 ? runs : await commitChecks(octokit, at, commit));
    },
    openPullRequests: async () => {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls', { ...at, state: 'open', per_page: 50 });
      return data.map(({ number, title, head }) => ({ number, title, branch: head.ref, commit: head.sha }));
    },
    pipelineFiles: (commit, names, ref) => {
      const load = (id: number) => {
        const url = `${hostedRepository.api}/repos${path(owner, repo)}/actions/artifacts${path(id)}/zip`;
        return download(url, { authorization: authorization(credentials), accept: 'application/vnd.github+json' });
      };
      return filesInArchives(archivesOf(octokit, at, commit, ref, load), names);
    },
  };
}

interface Repository {
  owner: string;
  repo: string;
}

/** Changes the draft state with GraphQL, since REST can't. */
async function setDraft(octokit: Octokit, at: Repository, number: number, draft: boolean): Promise<void> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...at,
    pull_number: number,
  });
  const mutation = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
  const query = `mutation ($id: ID!) { changed: ${mutation}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
  await octokit.graphql(query, { id: data.node_id });
}

/** @param file of the workflow whose runs count; if it has none, all runs count */
async function workflowRuns(
  octokit: Octokit,
  at: Repository,
  commit: string,
  { ref, file }: { ref: string; file: string | undefined },
): Promise<PipelineRun[]> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
    ...at,
    head_sha: commit,
    per_page: 100,
  });
  const ofRef = data.workflow_runs
    .filter(run => run.event !== 'pull_request' && run.event !== 'schedule')
    .filter(run => run.head_branch === shortRef(ref));
  // The path of a called workflow ends with its revision.
  const ofFile = ofRef.filter(run => run.path.replace(/@.*$/, '') === file);
  return (ofFile.length > 0 ? ofFile : ofRef).map(run => ({
    name: run.name ?? run.path,
    verdict: run.status === 'completed' ? runVerdict(run.conclusion) : 'running',
    url: run.html_url,
    order: run.run_number,
    startedAt: run.run_started_at,
    finishedAt: run.updated_at,
  }));
}

/** Events for which a workflow runs the code of its commit. */
const EVENTS = new Set(['push', 'pull_request', 'merge_group', 'schedule', 'workflow_dispatch']);

/** Yields archives of all workflow runs for a commit, including those of pull requests, except for pull requests of forks. */
async function* archivesOf(
  octokit: Octokit,
  at: Repository,
  commit: string,
  ref: string | undefined,
  load: (id: number) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Archive> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs', {
    ...at,
    head_sha: commit,
    per_page: 100,
  });
  const runs = data.workflow_runs
    .filter(run => run.head_sha === commit && (ref === undefined || run.head_branch === shortRef(ref)))
    .filter(run => run.head_repository?.id === run.repository.id && EVENTS.has(run.event))
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  for (const run of runs.slice(0, MAX_RUNS)) {
    const { data: kept } = await octokit.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', {
      ...at,
      run_id: Number(run.id),
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
          load: () => load(Number(id)),
        };
  }
}

/** The states of a commit that systems other than GitHub Actions report. */
async function commitChecks(octokit: Octokit, at: Repository, ref: string): Promise<PipelineRun[]> {
  const [checks, statuses] = await Promise.all([
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ...at, ref, per_page: 100 }),
    octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/status', { ...at, ref, per_page: 100 }),
  ]);
  return [
    ...checks.data.check_runs
      .filter(({ app }) => app?.slug !== 'github-actions')
      .map((run): PipelineRun => ({
        name: run.name,
        verdict: run.status === 'completed' ? runVerdict(run.conclusion) : 'running',
        ...(run.html_url !== null && { url: run.html_url }),
        order: Number(run.id),
        finishedAt: run.completed_at,
      })),
    ...statuses.data.statuses.map((status): PipelineRun => ({
      name: status.context,
      verdict: runVerdict(status.state),
      ...(status.target_url !== null && { url: status.target_url }),
      order: status.updated_at,
      finishedAt: status.updated_at,
    })),
  ];
}

const nothing = (): void => undefined;

const headOf = (repository: string, branch: string): string => `${repository.split('/')[0]}:${branch}`;

function isFrom(head: { repo?: { full_name: string } | null }, repository: string): boolean {
  return head.repo?.full_name.toLowerCase() === repository.toLowerCase();
}

function pullRequest(data: {
  number: number;
  title: string;
  body?: string | null;
  draft?: boolean;
  base: { ref: string };
  html_url: string;
}): PullRequest {
  return {
    number: data.number,
    title: data.title,
    body: data.body ?? '',
    draft: data.draft ?? false,
    base: data.base.ref,
    url: data.html_url,
  };
}
