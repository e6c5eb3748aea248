import type { GitHostModel } from './gitHostServer';
import { archiveOf, type StoredReports } from './storedReports';

interface Stored {
  number: number;
  title: string;
  body: string;
  base: string;
  repository: string;
  branch: string;
  sha?: string;
  labels: string[];
  reviewers: string[];
}

const people = [
  { id: 7, login: 'ada', full_name: 'Ada' },
  { id: 8, login: 'grace', full_name: 'Grace' },
];

/** Gitea with the repository `acme/platform` and its fork `ada/platform`. */
export class Gitea {
  readonly pulls: Stored[] = [];
  statuses: { id: number; context: string; status: string; target_url?: string; updated_at?: string }[] = [];

  /** Oldest first. */
  kept: StoredReports[] = [];
  /** Stores an archive, and returns its address. */
  keepElsewhere: (archive: Uint8Array) => string = () => 'https://files.example/1';

  readonly model: GitHostModel = {
    'GET /user': () => ({ status: 200, body: people[0] }),
    'GET /repos/{owner}/{repo}': ({ path }) => {
      const own = { id: 1, full_name: `${path['owner']}/${path['repo']}`, default_branch: 'main' };
      const parent = { id: 2, full_name: `acme/${path['repo']}`, default_branch: 'main' };
      return { status: 200, body: path['owner'] === 'acme' ? own : { ...own, fork: true, parent } };
    },
    'GET /repos/{owner}/{repo}/pulls': ({ query }) => ({
      status: 200,
      body: query.get('page') === '1' ? this.pulls.map(shown) : [],
    }),
    'POST /repos/{owner}/{repo}/pulls': ({ path, body }) => {
      const { head = '', base = '', title = '', body: text = '' } = body as Record<string, string>;
      const [owner = '', branch = ''] = head.includes(':') ? head.split(':') : [path['owner'] ?? '', head];
      const repository = `${owner}/${path['repo']}`;
      if (this.pulls.some(pull => pull.repository === repository && pull.branch === branch))
        return { status: 409, body: { message: 'pull request already exists for these targets' } };
      const pull = {
        number: this.pulls.length + 1,
        title,
        body: text,
        base,
        repository,
        branch,
        labels: [],
        reviewers: [],
      };
      this.pulls.push(pull);
      return { status: 201, body: shown(pull) };
    },
    'PATCH /repos/{owner}/{repo}/pulls/{index}': ({ path, body }) => {
      const pull = this.pull(path['index']);
      Object.assign(pull, body);
      return { status: 201, body: shown(pull) };
    },
    'POST /repos/{owner}/{repo}/issues/{index}/labels': ({ path, body }) => {
      this.pull(path['index']).labels.push(...(body['labels'] as string[]));
      return { status: 200, body: [] };
    },
    'POST /repos/{owner}/{repo}/pulls/{index}/requested_reviewers': ({ path, body }) => {
      this.pull(path['index']).reviewers.push(...(body['reviewers'] as string[]));
      return { status: 201, body: [] };
    },
    'GET /repos/{owner}/{repo}/labels': () => ({ status: 200, body: [{ id: 1, name: 'apps', color: '336699' }] }),
    'GET /repos/{owner}/{repo}/reviewers': () => ({ status: 200, body: people }),
    'GET /repos/{owner}/{repo}/commits/{ref}/status': ({ path }) => ({
      status: 200,
      body: { sha: path['ref'], statuses: this.statuses, total_count: this.statuses.length },
    }),
    'GET /repos/{owner}/{repo}/actions/runs': ({ query }) => {
      const runs = this.kept
        .map(({ commit, ref = 'main' }, index) => ({
          ...{ id: index, display_title: 'Platform', head_sha: commit, head_branch: ref, status: 'completed' },
          html_url: `https://gitea.example/acme/platform/actions/runs/${index}`,
          completed_at: new Date(Date.UTC(2026, 10, 20, 10, index)).toISOString(),
        }))
        .filter(({ head_sha }) => head_sha === query.get('head_sha'))
        .reverse();
      return { status: 200, body: { workflow_runs: runs, total_count: runs.length } };
    },
    'GET /repos/{owner}/{repo}/actions/runs/{run}/artifacts': ({ path }) => {
      const id = Number(path['run']);
      const { artifact: name = 'plan-reports' } = this.kept[id] ?? {};
      const artifacts = [
        { id: 1000, name: 'coverage', expired: false },
        { id, name, expired: false, size_in_bytes: 4321 },
      ];
      return { status: 200, body: { artifacts, total_count: artifacts.length } };
    },
    'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip': ({ path }) => {
      const reports = this.kept[Number(path['artifact_id'])];
      if (!reports) return { status: 404, body: { message: 'not found' } };
      return { status: 302, headers: { location: this.keepElsewhere(archiveOf(reports)) } };
    },
  };

  private pull(number: string | undefined): Stored {
    const found = this.pulls.find(pull => String(pull.number) === number);
    if (!found) throw new Error(`There is no pull request ${number}.`);
    return found;
  }
}

function shown({ number, title, body, base, repository, branch, sha }: Stored) {
  return {
    ...{ number, title, body },
    draft: title.startsWith('WIP: '),
    html_url: `https://gitea.example/acme/platform/pulls/${number}`,
    head: { ...(sha !== undefined && { sha }), ref: branch, label: branch, repo: { full_name: repository } },
    base: { ref: base, label: base },
  };
}
