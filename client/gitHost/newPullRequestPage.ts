/** URLs of the Git hosts' prefilled pages for a new pull request, for users who are not signed in. */
import { uriComponent } from '../../common/uriComponent';
import type { GitHostBranch, HostedRepository } from './gitHost';

export interface PageRequest {
  head: GitHostBranch;
  base: string;
  title: string;
  body: string;
  draft: boolean;
}

/** Maximum length of a URL for all browsers and servers. Longer bodies are omitted; the caller copies them to the clipboard. */
const MAX_URL_LENGTH = 7000;

export interface PrefilledPage {
  url: string;
  /** Whether the body is in the URL. */
  hasBody: boolean;
  /** Whether the title is in the URL. */
  hasTitle: boolean;
}

export function newPullRequestPage(hostedRepository: HostedRepository, request: PageRequest): PrefilledPage {
  const make = PAGES[hostedRepository.kind];
  const fields = { hasTitle: make.fills, hasBody: make.fills };
  const whole = make.url(hostedRepository, request);
  if (whole.length <= MAX_URL_LENGTH) return { url: whole, ...fields };
  return { url: make.url(hostedRepository, { ...request, body: '' }), ...fields, hasBody: false };
}

interface PageMaker {
  /** Whether the page reads title and body from its URL. */
  fills: boolean;
  url(hostedRepository: HostedRepository, request: PageRequest): string;
}

const PAGES: Readonly<Record<HostedRepository['kind'], PageMaker>> = {
  github: {
    fills: true,
    url: ({ web, repository }, { head, base, title, body, draft }) => {
      const from =
        head.repository === repository
          ? step(head.branch)
          : `${head.repository.replace('/', ':')}:${step(head.branch)}`;
      return `${web}/${repository}/compare/${step(base)}...${from}${query({ quick_pull: '1', title, body, ...(draft && { draft: '1' }) })}`;
    },
  },
  gitlab: {
    fills: true,
    // A page of the branch's repository, which offers the parent as the target if it is a fork.
    url: ({ web }, { head, base, title, body, draft }) =>
      `${web}/${head.repository}/-/merge_requests/new${query({
        'merge_request[source_branch]': head.branch,
        'merge_request[target_branch]': base,
        'merge_request[title]': draft ? `Draft: ${title}` : title,
        'merge_request[description]': body,
      })}`,
  },
  gitea: {
    fills: true,
    url: ({ web, repository }, { head, base, title, body, draft }) => {
      const from =
        head.repository === repository ? step(head.branch) : `${head.repository.split('/')[0]}:${step(head.branch)}`;
      return `${web}/${repository}/compare/${step(base)}...${from}${query({ quick_pull: '1', title: draft ? `WIP: ${title}` : title, body })}`;
    },
  },
  bitbucket: {
    fills: true,
    url: ({ web, repository }, { head, base, title, body }) =>
      `${web}/${head.repository}/pull-requests/new${query({ source: head.branch, dest: `${repository}::${base}`, title, description: body })}`,
  },
  bitbucketDataCenter: {
    fills: true,
    url: ({ web, repository }, { head, base, title, body }) => {
      const [project = '', name = ''] = repository.split('/');
      const owner = project.startsWith('~') ? `users/${project.slice(1)}` : `projects/${project}`;
      return `${web}/${owner}/repos/${name}/pull-requests${query({
        create: '',
        sourceBranch: `refs/heads/${head.branch}`,
        targetBranch: `refs/heads/${base}`,
        title,
        description: body,
      })}`;
    },
  },
  azureDevOps: {
    // The page reads only the branches from its URL.
    fills: false,
    url: ({ web, repository }, { head, base }) => {
      const [organization = '', project = '', name = ''] =
        head.repository.split('/').length === 3 ? head.repository.split('/') : repository.split('/');
      return `${web}/${step(organization)}/${step(project)}/_git/${step(name)}/pullrequestcreate${query({ sourceRef: head.branch, targetRef: base })}`;
    },
  },
};

/** Encodes a branch but keeps its slashes. */
const step = (text: string): string => text.split('/').map(uriComponent).join('/');

function query(values: Readonly<Record<string, string>>): string {
  // Git hosts decode `+` as a space, but not all of them in every field.
  const pairs = Object.entries(values).map(([name, value]) => `${uriComponent(name)}=${uriComponent(value)}`);
  return `?${pairs.join('&')}`;
}
