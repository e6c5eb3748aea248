/** GitLab, on gitlab.com and self-hosted. Its term for pull requests is merge requests. */
import { Jobs, MergeRequests, Pipelines, ProjectLabels, ProjectMembers, Projects, Users } from '@gitbeaker/core';
import { createRequesterFn, type FormattedResponse } from '@gitbeaker/requester-utils';
import { authorization } from './authorization';
import type { Download } from './download';
import { draftTitle, plainTitle } from './draftTitle';
import type { Credentials, GitHost, HostedRepository, Person, PipelineFile, PullRequest } from './gitHost';
import { path } from './jsonRequest';
import { MAX_RUNS, pipelineFile, timeOf } from './pipelineFiles';
import { combineRuns, runVerdict, shortRef } from './pipelineRuns';
import { withoutTrailing } from '../../common/withoutTrailing';

/** Limits lists to a hundred entries; otherwise, the client library fetches all pages. */
const FIRST_PAGE = { page: 1, perPage: 100 } as const;

/** @param fetching `gitHostFetch` @param download with higher limits */
export function gitlabGitHost(
  place: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const requesterFn = createRequesterFn((_, options) => Promise.resolve(options), handler(fetching));
  // GitLab accepts personal, project and OAuth tokens in this header, which is dropped on a redirect to another host.
  const options = { host: place.web, oauthToken: credentials.token, requesterFn, rateLimits: { '**': 3000 } };
  const mergeRequests = new MergeRequests(options);
  const projects = new Projects(options);
  const users = new Users(options);
  const user = async (): Promise<Person> => {
    const { id, name } = await users.showCurrentUser();
    return { id: String(id), name };
  };
  const ids = new Map<string, number>();
  const idOf = async (repository: string): Promise<number> => {
    const known = ids.get(repository) ?? (await projects.show(repository)).id;
    ids.set(repository, known);
    return known;
  };
  const reviewersOf = async ({ number }: PullRequest): Promise<number[]> => {
    const { reviewers } = await mergeRequests.show(place.repository, number);
    return (reviewers ?? []).map(({ id }) => id);
  };
  return {
    place,
    user,
    repository: async () => {
      const project = await projects.show(place.repository);
      const parent = project['forked_from_project'] as ForkedFrom | undefined;
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
      const found = await mergeRequests.all({
        projectId: place.repository,
        state: 'opened',
        sourceBranch: head.branch,
        ...FIRST_PAGE,
      });
      const own = found.find(each => each.source_project_id === source);
      return own && pullRequest(own);
    },
    create: async request => {
      const isFork = request.head.repository !== place.repository;
      const title = draftTitle(request.title, request.draft, 'Draft');
      const created = await mergeRequests.create(request.head.repository, request.head.branch, request.base, title, {
        description: request.body,
        ...(isFork && { targetProjectId: await idOf(place.repository) }),
      });
      return pullRequest(created);
    },
    update: async (known, change) => {
      const draft = change.draft ?? known.draft;
      const reviewers = change.reviewers?.length ? await reviewersOf(known) : [];
      const renamed = change.title !== undefined || draft !== known.draft;
      const edited = await mergeRequests.edit(place.repository, known.number, {
        ...(renamed && { title: draftTitle(change.title ?? known.title, draft, 'Draft') }),
        ...(change.body !== undefined && { description: change.body }),
        // GitLab's API documentation has a list here, gitbeaker's types have a string.
        ...(change.labels?.length && { addLabels: [...change.labels] as unknown as string }),
        // The request replaces the reviewers.
        ...(change.reviewers?.length && {
          reviewerIds: [...new Set([...reviewers, ...change.reviewers.map(Number)])],
        }),
      });
      return pullRequest(edited);
    },
    labels: async () => (await new ProjectLabels(options).all(place.repository, FIRST_PAGE)).map(({ name }) => name),
    reviewers: async () => {
      const [members, self] = await Promise.all([
        new ProjectMembers(options).all(place.repository, { includeInherited: true, ...FIRST_PAGE }),
        user(),
      ]);
      return members
        .map(({ id, name, username }) => ({ id: String(id), name: `${name} (${username})` }))
        .filter(({ id }) => id !== self.id);
    },
    pipelineState: async (commit, ref) => {
      const found = await new Pipelines(options).all(place.repository, {
        sha: commit,
        ref: shortRef(ref),
        ...FIRST_PAGE,
      });
      const counted = found.filter(({ source }) => source !== 'schedule' && source !== 'merge_request_event');
      return combineRuns(
        counted.map(({ id, status, web_url, updated_at, ref: of }) => ({
          name: of,
          // A pipeline with a manual job does not continue by itself.
          verdict: status === 'manual' ? 'neutral' : runVerdict(status),
          url: web_url,
          order: id,
          finishedAt: updated_at,
        })),
      );
    },
    openPullRequests: async () => {
      const open = await mergeRequests.all({ projectId: place.repository, state: 'opened', page: 1, perPage: 50 });
      return open.map(({ iid, title, source_branch, sha }) => ({
        number: iid,
        title: plainTitle(title),
        branch: source_branch,
        commit: sha,
      }));
    },
    pipelineFiles: async (commit, names, ref) => {
      const pipelines = await new Pipelines(options).all(place.repository, {
        sha: commit,
        ...(ref !== undefined && { ref: shortRef(ref) }),
        ...FIRST_PAGE,
      });
      const missing = new Set(names);
      const found: PipelineFile[] = [];
      for (const { id, web_url: url } of pipelines.slice(0, MAX_RUNS)) {
        const jobs = await new Jobs(options).all(place.repository, { pipelineId: id, ...FIRST_PAGE });
        // GitLab can return single files of a job's archive.
        for (const job of jobs.filter(each => each.artifacts_file !== undefined).slice(0, MAX_RUNS))
          for (const name of [...missing]) {
            const file = `${place.api}/projects${path(place.repository)}/jobs${path(job.id)}/artifacts${path(name)}`;
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

interface ForkedFrom {
  path_with_namespace: string;
  default_branch?: string;
}

/** Makes the client library use our fetch, which rejects for error responses. */
function handler(fetching: typeof fetch) {
  return async (endpoint: string, options: Record<string, unknown> = {}): Promise<FormattedResponse> => {
    const prefix = `${withoutTrailing(String(options['prefixUrl']), '/')}/`;
    const url = new URL(endpoint, prefix);
    url.search = typeof options['searchParams'] === 'string' ? options['searchParams'] : '';
    const response = await fetching(url, {
      method: typeof options['method'] === 'string' ? options['method'] : 'GET',
      headers: options['headers'] as Record<string, string>,
      ...(typeof options['body'] === 'string' && { body: options['body'] }),
    });
    const body = response.status === 204 ? null : ((await response.json()) as Record<string, unknown>);
    return { body: body as never, headers: Object.fromEntries(response.headers.entries()), status: response.status };
  };
}

function pullRequest(data: {
  iid: number;
  title: string;
  description: string | null;
  draft: boolean;
  target_branch: string;
  web_url: string;
}): PullRequest {
  return {
    number: data.iid,
    title: plainTitle(data.title),
    body: data.description ?? '',
    draft: data.draft,
    base: data.target_branch,
    url: data.web_url,
  };
}
