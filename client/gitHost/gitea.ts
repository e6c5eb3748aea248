/** Gitea and Forgejo, which share the API that is used. */
import type { Download } from './download';
import { draftTitle, plainTitle } from './draftTitle';
import type { Credentials, GitHost, HostedRepository, PullRequest } from './gitHost';
import { jsonRequest, path, type JsonRequest } from './jsonRequest';
import { filesInArchives, mayContainReports, MAX_RUNS, timeOf, type Archive } from './pipelineFiles';
import { hasCommit } from './openPullRequests';
import { combineRuns, runVerdict, shortRef } from './pipelineRuns';
import { authorization } from './authorization';
import { webUrl } from '../core/webUrl';

interface User {
  login: string;
  full_name?: string;
}

interface Repository {
  full_name: string;
  default_branch?: string;
  parent?: Repository | null;
}

interface Branch {
  ref: string;
  sha: string;
  /** Null if the fork was deleted. */
  repo?: Repository | null;
}

interface GiteaPullRequest {
  number: number;
  title: string;
  body?: string;
  /** Missing in older versions. */
  draft?: boolean;
  base?: Branch;
  head?: Branch;
  html_url: string;
}

interface CommitStatus {
  id?: number;
  context?: string;
  status?: string;
  target_url?: string;
  updated_at?: string;
}

/** @param fetching `gitHostFetch` @param download with higher limits */
export function giteaGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const request = jsonRequest(hostedRepository.api, credentials, fetching);
  const at = `/repos${path(...hostedRepository.repository.split('/'))}`;
  const self = () => request.get<User>('/user');
  return {
    hostedRepository,
    user: async () => {
      const { login, full_name } = await self();
      return { id: login, name: full_name || login };
    },
    repository: async () => {
      const { parent, default_branch: defaultBranch = 'main' } = await request.get<Repository>(at);
      return {
        defaultBranch,
        ...(parent && {
          parent: { repository: parent.full_name, defaultBranch: parent.default_branch ?? defaultBranch },
        }),
      };
    },
    findOpen: async head => {
      // The API has no filter by branch; the newest pull requests include those in progress.
      for (let page = 1; page <= 10; page++) {
        const open = await request.get<GiteaPullRequest[]>(`${at}/pulls`, { state: 'open', page, limit: 50 });
        const found = open.find(each => isFrom(each, head.repository, head.branch));
        if (found) return pullRequest(found);
        if (open.length === 0) return undefined;
      }
      return undefined;
    },
    create: async ({ head, base, title, body, draft }) => {
      const isFork = head.repository !== hostedRepository.repository;
      const created = await request.send<GiteaPullRequest>('POST', `${at}/pulls`, {
        head: isFork ? `${head.repository.split('/')[0]}:${head.branch}` : head.branch,
        base,
        title: draftTitle(title, draft, 'WIP'),
        body,
      });
      return pullRequest(created);
    },
    update: async (existing, change) => {
      const draft = change.draft ?? existing.draft;
      let current = existing;
      if (change.title !== undefined || change.body !== undefined || draft !== existing.draft) {
        const edited = await request.send<GiteaPullRequest>('PATCH', `${at}/pulls${path(existing.number)}`, {
          title: draftTitle(change.title ?? existing.title, draft, 'WIP'),
          ...(change.body !== undefined && { body: change.body }),
        });
        current = pullRequest(edited);
      }
      if (change.labels?.length)
        await request.send('POST', `${at}/issues${path(existing.number)}/labels`, { labels: change.labels });
      if (change.reviewers?.length)
        await request.send('POST', `${at}/pulls${path(existing.number)}/requested_reviewers`, {
          reviewers: change.reviewers,
        });
      return current;
    },
    labels: async () => {
      const labels = await request.get<{ name: string }[]>(`${at}/labels`, { limit: 50 });
      return labels.map(({ name }) => name);
    },
    reviewers: async () => {
      const [reviewers, user] = await Promise.all([request.get<User[]>(`${at}/reviewers`), self()]);
      return reviewers
        .filter(({ login }) => login !== user.login)
        .map(({ login, full_name }) => ({ id: login, name: full_name ? `${full_name} (${login})` : login }));
    },
    pipelineState: async commit => {
      // Statuses belong to commits, without the branch or tag that they ran for.
      const combined = await request.get<{ statuses?: CommitStatus[] | null }>(`${at}/commits${path(commit)}/status`);
      return combineRuns(
        (combined.statuses ?? []).map(({ context = '', status, target_url, id, updated_at }) => ({
          name: context,
          verdict: runVerdict(status),
          ...(target_url && { url: webUrl(target_url, hostedRepository.web) ?? '' }),
          ...(id !== undefined && { order: id }),
          ...(updated_at !== undefined && { finishedAt: updated_at }),
        })),
      );
    },
    openPullRequests: async () => {
      const open = await request.get<GiteaPullRequest[]>(`${at}/pulls`, { state: 'open', page: 1, limit: 50 });
      return open
        .map(({ number, title, head }) => ({
          number,
          title: plainTitle(title),
          branch: head?.ref ?? '',
          commit: head?.sha ?? '',
        }))
        .filter(hasCommit);
    },
    pipelineFiles: (commit, names, ref) => {
      const actions = `${at}/actions`;
      const headers = { authorization: authorization(credentials) };
      const load = (id: number) => download(`${hostedRepository.api}${actions}/artifacts${path(id)}/zip`, headers);
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

function pullRequest({ number, title, body, draft, base, html_url }: GiteaPullRequest): PullRequest {
  return {
    number,
    title: plainTitle(title),
    body: body ?? '',
    draft: draft ?? plainTitle(title) !== title,
    base: base?.ref ?? '',
    url: html_url,
  };
}
