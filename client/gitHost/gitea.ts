/** Gitea and Forgejo, whose API is the same for what we need. */
import { giteaApi, type PullRequest as GiteaPullRequest } from 'gitea-js';
import { draftTitle, plainTitle } from './draftTitle';
import type { Credentials, GitHost, HostedRepository, PullRequest } from './gitHost';
import { combineRuns, runVerdict } from './pipelineRuns';
import { webUrl } from '../core/webUrl';

/** @param fetching `gitHostFetch` */
export function giteaGitHost(place: HostedRepository, credentials: Credentials, fetching: typeof fetch): GitHost {
  const api = giteaApi(place.web, { token: credentials.token, customFetch: fetching });
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
      // There is no filter by branch; the newest ones are enough for one that somebody works on.
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
      // Statuses belong to commits here: they do not tell for which branch or tag they ran.
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
  };
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
