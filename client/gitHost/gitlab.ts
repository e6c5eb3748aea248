/** GitLab, on gitlab.com and self-hosted. Its term for pull requests is merge requests. */
import { authorization } from './authorization';
import type { Download } from './download';
import { draftTitle, plainTitle } from './draftTitle';
import type { Credentials, GitHost, HostedRepository, Person, PipelineFile, PullRequest } from './gitHost';
import { jsonRequest, path } from './jsonRequest';
import { hasCommit } from './openPullRequests';
import { MAX_RUNS, pipelineFile, timeOf } from './pipelineFiles';
import { combineRuns, runVerdict, shortRef } from './pipelineRuns';

/** The largest page of a list. */
const PAGE = { page: 1, per_page: 100 } as const;

interface Project {
  id: number;
  default_branch: string;
  forked_from_project?: { path_with_namespace: string; default_branch?: string };
}

interface User {
  id: number;
  name: string;
  username: string;
}

interface MergeRequest {
  iid: number;
  title: string;
  description: string | null;
  draft: boolean;
  source_project_id: number;
  source_branch: string;
  target_branch: string;
  sha: string | null;
  web_url: string;
  reviewers?: User[];
}

interface Pipeline {
  id: number;
  status: string;
  source: string;
  ref: string;
  web_url: string;
  created_at?: string;
  updated_at: string;
}

interface Job {
  id: number;
  name: string;
  artifacts_file?: object;
  finished_at: string | null;
}

/** @param fetching `gitHostFetch` @param download with higher limits */
export function gitlabGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const request = jsonRequest(hostedRepository.api, credentials, fetching);
  const at = projectPath(hostedRepository.repository);
  const user = async (): Promise<Person> => {
    const { id, name } = await request.get<User>('/user');
    return { id: String(id), name };
  };
  const ids = new Map<string, number>();
  const idOf = async (repository: string): Promise<number> => {
    const pullRequest = ids.get(repository) ?? (await request.get<Project>(projectPath(repository))).id;
    ids.set(repository, pullRequest);
    return pullRequest;
  };
  const reviewersOf = async ({ number }: PullRequest): Promise<number[]> => {
    const { reviewers } = await request.get<MergeRequest>(`${at}/merge_requests${path(number)}`);
    return (reviewers ?? []).map(({ id }) => id);
  };
  return {
    hostedRepository,
    user,
    repository: async () => {
      const project = await request.get<Project>(at);
      const parent = project.forked_from_project;
      return {
        defaultBranch: project.default_branch,
        ...(parent && {
          parent: {
            repository: parent.path_with_namespace,
            defaultBranch: parent.default_branch ?? project.default_branch,
          },
        }),
      };
    },
    findOpen: async head => {
      const source = await idOf(head.repository);
      const found = await request.get<MergeRequest[]>(`${at}/merge_requests`, {
        state: 'opened',
        source_branch: head.branch,
        ...PAGE,
      });
      const own = found.find(each => each.source_project_id === source);
      return own && pullRequest(own);
    },
    create: async ({ head, base, title, body, draft }) => {
      const isFork = head.repository !== hostedRepository.repository;
      const created = await request.send<MergeRequest>('POST', `${projectPath(head.repository)}/merge_requests`, {
        source_branch: head.branch,
        target_branch: base,
        title: draftTitle(title, draft, 'Draft'),
        description: body,
        ...(isFork && { target_project_id: await idOf(hostedRepository.repository) }),
      });
      return pullRequest(created);
    },
    update: async (existing, change) => {
      const draft = change.draft ?? existing.draft;
      const reviewers = change.reviewers?.length ? await reviewersOf(existing) : [];
      const renamed = change.title !== undefined || draft !== existing.draft;
      const edited = await request.send<MergeRequest>('PUT', `${at}/merge_requests${path(existing.number)}`, {
        ...(renamed && { title: draftTitle(change.title ?? existing.title, draft, 'Draft') }),
        ...(change.body !== undefined && { description: change.body }),
        ...(change.labels?.length && { add_labels: change.labels }),
        // The request replaces the reviewers.
        ...(change.reviewers?.length && {
          reviewer_ids: [...new Set([...reviewers, ...change.reviewers.map(Number)])],
        }),
      });
      return pullRequest(edited);
    },
    labels: async () => (await request.get<{ name: string }[]>(`${at}/labels`, PAGE)).map(({ name }) => name),
    reviewers: async () => {
      const [members, self] = await Promise.all([request.get<User[]>(`${at}/members/all`, PAGE), user()]);
      return members
        .map(({ id, name, username }) => ({ id: String(id), name: `${name} (${username})` }))
        .filter(({ id }) => id !== self.id);
    },
    pipelineState: async (commit, ref) => {
      const found = await request.get<Pipeline[]>(`${at}/pipelines`, { sha: commit, ref: shortRef(ref), ...PAGE });
      const counted = found.filter(({ source }) => source !== 'schedule' && source !== 'merge_request_event');
      return combineRuns(
        counted.map(({ id, status, web_url, created_at, updated_at, ref: of }) => ({
          name: of,
          // A pipeline with a manual job does not continue by itself.
          verdict: status === 'manual' ? 'neutral' : runVerdict(status),
          url: web_url,
          order: id,
          startedAt: created_at,
          finishedAt: updated_at,
        })),
      );
    },
    openPullRequests: async () => {
      const query = { state: 'opened', page: 1, per_page: 50 };
      const open = await request.get<MergeRequest[]>(`${at}/merge_requests`, query);
      return open
        .map(({ iid, title, source_branch, sha }) => ({
          number: iid,
          title: plainTitle(title),
          branch: source_branch,
          commit: sha ?? '',
        }))
        .filter(hasCommit);
    },
    pipelineFiles: async (commit, names, ref) => {
      const pipelines = await request.get<Pipeline[]>(`${at}/pipelines`, {
        sha: commit,
        ref: ref === undefined ? undefined : shortRef(ref),
        ...PAGE,
      });
      const missing = new Set(names);
      const found: PipelineFile[] = [];
      for (const { id, web_url: url } of pipelines.slice(0, MAX_RUNS)) {
        const jobs = await request.get<Job[]>(`${at}/pipelines${path(id)}/jobs`, PAGE);
        // GitLab can return single files of a job's archive.
        for (const job of jobs.filter(each => each.artifacts_file !== undefined).slice(0, MAX_RUNS))
          for (const name of [...missing]) {
            const file = `${hostedRepository.api}${at}/jobs${path(job.id)}/artifacts${path(name)}`;
            const content = await download(file, { authorization: authorization(credentials) });
            if (!content) continue;
            missing.delete(name);
            found.push(pipelineFile(name, content, { run: job.name, url, finishedAt: timeOf(job.finished_at) }));
          }
        if (missing.size === 0) break;
      }
      return found;
    },
  };
}

/** The path with all groups is one segment. */
const projectPath = (repository: string): string => `/projects${path(repository)}`;

function pullRequest(data: MergeRequest): PullRequest {
  return {
    number: data.iid,
    title: plainTitle(data.title),
    body: data.description ?? '',
    draft: data.draft,
    base: data.target_branch,
    url: data.web_url,
  };
}
