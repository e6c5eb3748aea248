/** Gitea and Forgejo, which share the API that is used. */
import { giteaApi, type PullRequest as GiteaPullRequest } from 'gitea-js';
import type { Download } from './download';
import { draftTitle, plainTitle } from './draftTitle';
import type { Credentials, GitHost, HostedRepository, PullRequest } from './gitHost';
import { jsonRequest, path, type JsonRequest } from './jsonRequest';
import { filesInArchives, mayContainReports, MAX_RUNS, timeOf, type Archive } from './pipelineFiles';
import { hasCommit } from './openPullRequests';
import { combineRuns, runVerdict, shortRef } from './pipelineRuns';
import { authorization } from './authorization';
import { webUrl } from '../core/webUrl';

/** @param fetching `gitHostFetch` @param download with higher limits */
export function giteaGitHost(
  place: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const api = giteaApi(place.web, { token: credentials.token, customFetch: fetching });
  const request = jsonRequest(place.api, credentials, fetching);
  const [owner = '', repo = ''] = place.repository.split('/');
  return {
    place,
    user: async () => {
      const { data } = await api.user.userGetCurrent();
      return { id: data.login ?? '', name: data.full_name || (data.login ?? '') };
    },
    repository: async () => {
      const { data } = await api.repos.repoGet(owner, repo);
      const { parent } = data;
      const defaultBranch = data.default_branch ?? 'main';
      return {
        defaultBranch,
        ...(parent?.full_name && {
          parent: { repository: parent.full_name, defaultBranch: parent.default_branch ?? defaultBranch },
        }),
      };
    },
    findOpen: async head => {
      // The API has no filter by branch; the newest pull requests include those in progress.
      for (let page = 1; page <= 10; page++) {
        const { data } = await api.repos.repoListPullRequests(owner, repo, { state: 'open', page, limit: 50 });
        const found = data.find(each => isFrom(each, head.repository, head.branch));
        if (found) return pullRequest(found);
        if (data.length === 0) return undefined;
      }
      return undefined;
    },
    create: async request => {
      const isFork = request.head.repository !== place.repository;
      const { data } = await api.repos.repoCreatePullRequest(owner, repo, {
        head: isFork ? `${request.head.repository.split('/')[0]}:${request.head.branch}` : request.head.branch,
        base: request.base,
        title: draftTitle(request.title, request.draft, 'WIP'),
        body: request.body,
      });
      return pullRequest(data);
    },
    update: async (known, change) => {
      const draft = change.draft ?? known.draft;
      let current = known;
      if (change.title !== undefined || change.body !== undefined || draft !== known.draft) {
        const { data } = await api.repos.repoEditPullRequest(owner, repo, known.number, {
          title: draftTitle(change.title ?? known.title, draft, 'WIP'),
          ...(change.body !== undefined && { body: change.body }),
        });
        current = pullRequest(data);
      }
      if (change.labels?.length)
        await api.repos.issueAddLabel(owner, repo, known.number, { labels: [...change.labels] });
      if (change.reviewers?.length)
        await api.repos.repoCreatePullReviewRequests(owner, repo, known.number, { reviewers: [...change.reviewers] });
      return current;
    },
    labels: async () => {
      const { data } = await api.repos.issueListLabels(owner, repo, { limit: 50 });
      return data.flatMap(({ name }) => name ?? []);
    },
    reviewers: async () => {
      const [{ data }, self] = await Promise.all([api.repos.repoGetReviewers(owner, repo), api.user.userGetCurrent()]);
      return data
        .filter(({ login }) => login !== undefined && login !== self.data.login)
        .map(({ login = '', full_name }) => ({ id: login, name: full_name ? `${full_name} (${login})` : login }));
    },
    pipelineState: async commit => {
      // Statuses belong to commits, without the branch or tag that they ran for.
      const { data } = await api.repos.repoGetCombinedStatusByRef(owner, repo, commit);
      return combineRuns(
        (data.statuses ?? []).map(({ context = '', status, target_url, id, updated_at }) => ({
          name: context,
          verdict: runVerdict(status),
          ...(target_url && { url: webUrl(target_url, place.web) ?? '' }),
          ...(id !== undefined && { order: id }),
          ...(updated_at !== undefined && { finishedAt: updated_at }),
        })),
      );
    },
    openPullRequests: async () => {
      const { data } = await api.repos.repoListPullRequests(owner, repo, { state: 'open', page: 1, limit: 50 });
      return data
        .map(({ number = 0, title = '', head }) => ({
          number,
          title: plainTitle(title),
          branch: head?.ref ?? '',
          commit: head?.sha ?? '',
        }))
        .filter(hasCommit);
    },
    pipelineFiles: (commit, names, ref) => {
      const actions = `/repos${path(owner, repo)}/actions`;
      const headers = { authorization: authorization(credentials) };
      const load = (id: number) => download(`${place.api}${actions}/artifacts${path(id)}/zip`, headers);
      return filesInArchives(archivesOf(request, actions, { commit, ref }, load), names);
    },
  };
}

/** A run of Gitea; Forgejo has other names for the commit and the branch. */
interface Run {
  id: number;
  display_title?: string;
  title?: string;
  html_url?: string;
  head_sha?: string;
  commit_sha?: string;
  head_branch?: string;
  prettyref?: string;
  completed_at?: string;
  stopped?: string;
}

interface StoredArtifact {
  id: number;
  name: string;
  size_in_bytes?: number;
  expired?: boolean;
}

/** Yields archives, newest first. Instances without these operations (before Gitea 1.25, older Forgejo) have none. */
async function* archivesOf(
  request: JsonRequest,
  actions: string,
  { commit, ref }: { commit: string; ref: string | undefined },
  load: (id: number) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Archive> {
  const { workflow_runs: all } = await request.get<{ workflow_runs?: Run[] | null }>(`${actions}/runs`, {
    head_sha: commit,
    limit: 50,
  });
  const runs = (all ?? [])
    .filter(run => (run.head_sha ?? run.commit_sha) === commit)
    .filter(run => ref === undefined || (run.head_branch ?? run.prettyref) === shortRef(ref));
  for (const run of runs.slice(0, MAX_RUNS)) {
    const answer = await request.get<StoredArtifact[] | { artifacts?: StoredArtifact[] | null }>(
      `${actions}/runs${path(run.id)}/artifacts`,
    );
    const kept = Array.isArray(answer) ? answer : (answer.artifacts ?? []);
    const finishedAt = timeOf(run.completed_at ?? run.stopped);
    for (const { id, name, size_in_bytes: size, expired } of kept)
      if (!expired && mayContainReports(name, size))
        yield {
          run: run.display_title ?? run.title ?? '',
          ...(run.html_url !== undefined && { url: run.html_url }),
          ...(finishedAt !== undefined && { finishedAt }),
          name,
          load: () => load(id),
        };
  }
}

function isFrom({ head }: GiteaPullRequest, repository: string, branch: string): boolean {
  return head?.ref === branch && head.repo?.full_name?.toLowerCase() === repository.toLowerCase();
}

function pullRequest(data: GiteaPullRequest): PullRequest {
  const title = data.title ?? '';
  return {
    number: data.number ?? 0,
    title: plainTitle(title),
    body: data.body ?? '',
    draft: data.draft ?? plainTitle(title) !== title,
    base: data.base?.ref ?? '',
    url: data.html_url ?? '',
  };
}
