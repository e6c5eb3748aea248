import type { GitHostAnswer, GitHostModel } from './gitHostServer';
import type { StoredReports } from './storedReports';

interface Stored {
  id: number;
  title: string;
  description: string;
  draft: boolean;
  source: { branch: { name: string }; commit?: { hash: string }; repository: { full_name: string } };
  destination: { branch: { name: string } };
  reviewers: { uuid: string }[];
}

const people = [
  { type: 'user', uuid: '{a}', display_name: 'Ada' },
  { type: 'user', uuid: '{g}', display_name: 'Grace' },
  { type: 'user', uuid: '{l}', display_name: 'Linus' },
];

const at = '/repositories/{workspace}/{repo_slug}';

/** Bitbucket Cloud with the repository `acme/platform` and its fork `ada/platform`. */
export class Bitbucket {
  readonly pulls: Stored[] = [];
  statuses: {
    key: string;
    name: string;
    refname: string;
    state: string;
    created_on?: string;
    updated_on: string;
    url: string;
  }[] = [];

  /** Oldest first. */
  kept: StoredReports[] = [];
  /** Stores a file on another host, and returns its address. */
  keepElsewhere: (file: Uint8Array) => string = () => 'https://files.example/1';

  readonly model: GitHostModel = {
    'GET /user': () => ({ status: 200, body: people[0] }),
    [`GET ${at}`]: ({ path }) => {
      const name = `${path['workspace']}/${path['repo_slug']}`;
      const own = { type: 'repository', full_name: name, mainbranch: { type: 'branch', name: 'main' } };
      const parent = { ...own, full_name: `acme/${path['repo_slug']}` };
      return { status: 200, body: path['workspace'] === 'acme' ? own : { ...own, parent } };
    },
    [`GET ${at}/pullrequests`]: ({ query }) => {
      const wanted = query.get('q') ?? '';
      const drafts = /\(draft = true OR draft = false\)/.test(wanted);
      const branch = stringAfter('source.branch.name', wanted);
      const repository = stringAfter('source.repository.full_name', wanted);
      const found = this.pulls.filter(
        ({ source, draft }) =>
          (branch === undefined || (source.branch.name === branch && source.repository.full_name === repository)) &&
          (drafts || !draft),
      );
      // Lists don't contain reviewers.
      return { status: 200, body: { values: found.map(({ reviewers: _, ...pull }) => shown(pull)) } };
    },
    [`POST ${at}/pullrequests`]: ({ body }) => {
      const { title, description = '', draft = false, source, destination } = body as unknown as Stored;
      const pull = { id: this.pulls.length + 1, title, description, draft, source, destination, reviewers: [] };
      this.pulls.push(pull);
      return { status: 201, body: shown(pull) };
    },
    [`GET ${at}/pullrequests/{pull_request_id}`]: ({ path }) => this.one(path['pull_request_id'], pull => pull),
    // PUT removes properties that are missing in the request.
    [`PUT ${at}/pullrequests/{pull_request_id}`]: ({ path, body }) =>
      this.one(path['pull_request_id'], pull => {
        const { title, description = '', draft = false, reviewers = [] } = body as unknown as Stored;
        return Object.assign(pull, { title, description, draft, reviewers });
      }),
    'GET /workspaces/{workspace}/members': () => ({
      status: 200,
      body: { values: people.map(user => ({ type: 'workspace_membership', user })) },
    }),
    [`GET ${at}/commit/{commit}`]: ({ path }) => {
      const found = this.kept.find(({ commit }) => commit.startsWith(path['commit'] ?? '-'));
      return { status: 200, body: { type: 'commit', hash: found?.commit ?? path['commit']?.padEnd(40, '0') } };
    },
    // A later upload replaces a file with the same name.
    [`GET ${at}/downloads/{filename}`]: ({ path }) => {
      const texts = this.kept.flatMap(({ commit, files }) =>
        Object.entries(files).flatMap(([name, text]) =>
          name.replace('.json', `-${commit}.json`) === path['filename'] ? [text] : [],
        ),
      );
      const text = texts.at(-1);
      if (text === undefined) return { status: 404, body: { type: 'error', error: { message: 'No such download' } } };
      return { status: 302, headers: { location: this.keepElsewhere(Buffer.from(text)) } };
    },
    [`GET ${at}/commit/{commit}/statuses`]: () => ({
      status: 200,
      body: { values: this.statuses.map(status => ({ type: 'build', ...status })) },
    }),
  };

  private one(id: string | undefined, change: (pull: Stored) => Stored): GitHostAnswer {
    const found = this.pulls.find(pull => String(pull.id) === id);
    if (!found) return { status: 404, body: { type: 'error', error: { message: 'There is no such pull request' } } };
    return { status: 200, body: shown(change(found)) };
  }
}

/** The string of a field in Bitbucket's query language: `source.branch.name = "main" AND …`. */
function stringAfter(field: string, query: string): string | undefined {
  const text = new RegExp(`${field.replaceAll('.', '\\.')} = ("(?:[^"\\\\]|\\\\.)*")`).exec(query)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as string);
}

function shown({
  description,
  source,
  destination,
  reviewers,
  ...rest
}: Omit<Stored, 'reviewers'> & Partial<Pick<Stored, 'reviewers'>>) {
  const repository = { type: 'repository', full_name: 'acme/platform' };
  return {
    type: 'pullrequest',
    ...rest,
    state: 'OPEN',
    summary: { raw: description, markup: 'markdown', html: '' },
    source: { ...source, repository: { type: 'repository', ...source.repository } },
    destination: { ...destination, repository },
    ...(reviewers && { reviewers: people.filter(({ uuid }) => reviewers.some(each => each.uuid === uuid)) }),
    links: { html: { href: `https://bitbucket.example/acme/platform/pull-requests/${rest.id}` } },
  };
}
