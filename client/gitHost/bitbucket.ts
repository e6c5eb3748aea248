/** Bitbucket Cloud (API 2.0), which has no labels. */
import type { Credentials, GitHost, HostedRepository, PipelineFile, PullRequest } from './gitHost';
import { authorization } from './authorization';
import type { Download } from './download';
import { jsonRequest, path } from './jsonRequest';
import { pipelineFile } from './pipelineFiles';
import { hasCommit } from './openPullRequests';
import { combineRuns, runVerdict, shortRef } from './pipelineRuns';

interface Page<T> {
  values: T[];
}

interface BitbucketPullRequest {
  id: number;
  title: string;
  summary?: { raw?: string };
  description?: string;
  draft?: boolean;
  close_source_branch?: boolean;
  /** Missing in lists. */
  reviewers?: Account[];
  source?: { branch?: { name: string }; commit?: { hash: string } | null };
  destination: { branch: { name: string } };
  links: { html: { href: string } };
}

interface Account {
  uuid: string;
  display_name: string;
}

interface Repository {
  mainbranch?: { name: string } | null;
  parent?: { full_name: string; mainbranch?: { name: string } | null } | null;
}

/** @param fetching `gitHostFetch` @param download with higher limits */
export function bitbucketGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const request = jsonRequest(hostedRepository.api, credentials, fetching);
  const at = `/repositories${path(...hostedRepository.repository.split('/'))}`;
  const self = () => request.get<Account>('/user');
  return {
    hostedRepository,
    async user() {
      const { uuid, display_name } = await self();
      return { id: uuid, name: display_name };
    },
    async repository() {
      const { mainbranch, parent } = await request.get<Repository>(at);
      const defaultBranch = mainbranch?.name ?? 'main';
      return {
        defaultBranch,
        ...(parent && {
          parent: { repository: parent.full_name, defaultBranch: parent.mainbranch?.name ?? defaultBranch },
        }),
      };
    },
    async findOpen(head) {
      const q = [
        'state = "OPEN"',
        // Drafts are omitted unless the request asks for them (BCLOUD-23659).
        '(draft = true OR draft = false)',
        `source.branch.name = ${quoted(head.branch)}`,
        `source.repository.full_name = ${quoted(head.repository)}`,
      ].join(' AND ');
      const { values } = await request.get<Page<BitbucketPullRequest>>(`${at}/pullrequests`, { q });
      const [found] = values;
      return found && pullRequest(found);
    },
    async create({ head, base, title, body, draft }) {
      const created = await request.send<BitbucketPullRequest>('POST', `${at}/pullrequests`, {
        title,
        description: body,
        draft,
        source: { branch: { name: head.branch }, repository: { full_name: head.repository } },
        destination: { branch: { name: base } },
      });
      return pullRequest(created);
    },
    async update(existing, change) {
      const one = `${at}/pullrequests/${existing.number}`;
      // The request replaces all fields: omitted ones would be lost.
      const current = await request.get<BitbucketPullRequest>(one);
      const reviewers = [...(current.reviewers ?? []).map(({ uuid }) => uuid), ...(change.reviewers ?? [])];
      const edited = await request.send<BitbucketPullRequest>('PUT', one, {
        title: change.title ?? current.title,
        description: change.body ?? bodyOf(current),
        draft: change.draft ?? current.draft ?? false,
        ...(current.close_source_branch !== undefined && { close_source_branch: current.close_source_branch }),
        reviewers: [...new Set(reviewers)].map(uuid => ({ uuid })),
      });
      return pullRequest(edited);
    },
    labels: () => Promise.resolve([]),
    async reviewers() {
      const workspace = hostedRepository.repository.split('/')[0] ?? '';
      const [members, own] = await Promise.all([
        request.get<Page<{ user: Account }>>(`/workspaces${path(workspace)}/members`, { pagelen: 100 }),
        self(),
      ]);
      return members.values
        .map(({ user }) => ({ id: user.uuid, name: user.display_name }))
        .filter(({ id }) => id !== own.uuid);
    },
    async pipelineState(commit, ref) {
      const statuses = await request.get<Page<Status>>(`${at}/commit${path(commit)}/statuses`, { pagelen: 100 });
      const counted = statuses.values.filter(({ refname }) => !refname || refname === shortRef(ref));
      return combineRuns(
        counted.map(({ key, name, state, url, created_on, updated_on }) => ({
          name: name || key,
          verdict: runVerdict(state),
          url,
          order: updated_on,
          ...(created_on !== undefined && { startedAt: created_on }),
          finishedAt: updated_on,
        })),
      );
    },
    async openPullRequests() {
      const q = 'state = "OPEN" AND (draft = true OR draft = false)';
      const { values } = await request.get<Page<BitbucketPullRequest>>(`${at}/pullrequests`, { q, pagelen: 50 });
      return values
        .map(({ id, title, source }) => ({
          number: id,
          title,
          branch: source?.branch?.name ?? '',
          commit: source?.commit?.hash ?? '',
        }))
        .filter(hasCommit);
    },
    // The API has no artifacts. Pipelines upload reports to the repository's downloads, with the commit in the file name.
    async pipelineFiles(commit, names) {
      const { hash } =
        commit.length < 40 ? await request.get<{ hash: string }>(`${at}/commit${path(commit)}`) : { hash: commit };
      const found: PipelineFile[] = [];
      for (const name of names) {
        const kept = name.replace(/(?:\.json)?$/, `-${hash}$&`);
        const url = `${hostedRepository.api}${at}/downloads${path(kept)}`;
        const content = await download(url, { authorization: authorization(credentials) });
        if (content) found.push(pipelineFile(name, content, { run: kept }));
      }
      return found;
    },
  };
}

interface Status {
  key: string;
  name?: string;
  refname?: string | null;
  state: string;
  url: string;
  created_on?: string;
  updated_on: string;
}

const quoted = (text: string): string => JSON.stringify(text);

const bodyOf = ({ summary, description }: BitbucketPullRequest): string => summary?.raw ?? description ?? '';

function pullRequest(data: BitbucketPullRequest): PullRequest {
  return {
    number: data.id,
    title: data.title,
    body: bodyOf(data),
    draft: data.draft ?? false,
    base: data.destination.branch.name,
    url: data.links.html.href,
  };
}
