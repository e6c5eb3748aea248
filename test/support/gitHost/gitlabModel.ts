import type { GitHostModel } from './gitHostServer';
import type { StoredReports } from './storedReports';

interface Stored {
  iid: number;
  title: string;
  description: string;
  draft: boolean;
  source_branch: string;
  target_branch: string;
  sha?: string;
  source_project_id: number;
  labels: string[];
  reviewers: number[];
}

const projects = [
  { id: 1, path_with_namespace: 'acme/platform', default_branch: 'main' },
  {
    id: 2,
    path_with_namespace: 'ada/platform',
    default_branch: 'main',
    forked_from_project: { id: 1, path_with_namespace: 'acme/platform', default_branch: 'main' },
  },
];

const people = [
  { id: 7, username: 'ada', name: 'Ada' },
  { id: 8, username: 'grace', name: 'Grace' },
];

/** GitLab with the project `acme/platform` and its fork `ada/platform`. */
export class Gitlab {
  readonly mergeRequests: Stored[] = [];
  pipelines: { id: number; ref: string; status: string; source?: string; created_at?: string; updated_at?: string }[] =
    [];

  /** Oldest first. */
  kept: StoredReports[] = [];

  /** @param url returns the URL of the server after its start */
  constructor(private readonly url: () => string = () => 'https://gitlab.example') {}

  readonly model: GitHostModel = {
    'GET /api/v4/user': () => ({ status: 200, body: people[0] }),
    'GET /api/v4/projects/{id}': ({ path }) => {
      const project = projectOf(path['id']);
      return project ? { status: 200, body: project } : { status: 404, body: { message: '404 Project Not Found' } };
    },
    'GET /api/v4/projects/{id}/merge_requests': ({ query }) => {
      const found = this.mergeRequests.filter(({ source_branch }) =>
        [source_branch, null].includes(query.get('source_branch')),
      );
      return { status: 200, body: found.map(each => this.shown(each)) };
    },
    'POST /api/v4/projects/{id}/merge_requests': ({ path, body }) => {
      const source = projectOf(path['id'])?.id ?? 0;
      const { title = '', description = '', source_branch = '', target_branch = '' } = body as Record<string, string>;
      const same = this.mergeRequests.find(
        each => each.source_branch === source_branch && each.source_project_id === source,
      );
      if (same)
        return {
          status: 409,
          body: { message: [`Another open merge request already exists for this source branch: !${same.iid}`] },
        };
      const created: Stored = {
        iid: this.mergeRequests.length + 1,
        ...{ title, description, source_branch, target_branch },
        draft: title.startsWith('Draft: '),
        source_project_id: source,
        labels: [],
        reviewers: [],
      };
      this.mergeRequests.push(created);
      return { status: 201, body: this.shown(created) };
    },
    'GET /api/v4/projects/{id}/merge_requests/{merge_request_iid}': ({ path }) => {
      const found = this.mergeRequests.find(({ iid }) => String(iid) === path['merge_request_iid']);
      return found ? { status: 200, body: this.shown(found) } : { status: 404, body: { message: '404 Not found' } };
    },
    'PUT /api/v4/projects/{id}/merge_requests/{merge_request_iid}': ({ path, body }) => {
      const found = this.mergeRequests.find(({ iid }) => String(iid) === path['merge_request_iid']);
      if (!found) return { status: 404, body: { message: '404 Not found' } };
      const { add_labels, reviewer_ids, ...rest } = body as {
        add_labels?: string[];
        reviewer_ids?: number[];
        title?: string;
      };
      Object.assign(found, rest);
      found.draft = found.title.startsWith('Draft: ');
      if (add_labels) found.labels.push(...add_labels);
      if (reviewer_ids) found.reviewers = reviewer_ids;
      return { status: 200, body: this.shown(found) };
    },
    'GET /api/v4/projects/{id}/labels': () => ({
      status: 200,
      body: ['apps', 'needs plan'].map((name, id) => ({ id, name, color: '#336699', description: null })),
    }),
    'GET /api/v4/projects/{id}/members/all': () => ({
      status: 200,
      body: people.map(person => ({ ...person, access_level: 40 })),
    }),
    'GET /api/v4/projects/{id}/pipelines': ({ query }) => ({
      status: 200,
      body: this.pipelines
        .concat(this.pipelinesOf(query.get('sha')))
        .filter(({ ref }) => [ref, null].includes(query.get('ref')))
        .map(pipeline => ({
          source: 'push',
          updated_at: '2026-11-20T10:00:00.000Z',
          ...pipeline,
          sha: query.get('sha') ?? '',
          web_url: `${this.url()}/acme/platform/-/pipelines/${pipeline.id}`,
        })),
    }),
    'GET /api/v4/projects/{id}/pipelines/{pipeline_id}/jobs': ({ path }) => {
      const id = Number(path['pipeline_id']);
      const job = { id, name: 'plan', status: 'success', web_url: `${this.url()}/acme/platform/-/jobs/${id}` };
      const artifacts_file = { filename: 'artifacts.zip', size: 4321 };
      const finished_at = new Date(Date.UTC(2026, 10, 20, 10, id - 100)).toISOString();
      return {
        status: 200,
        body: [
          { ...job, id: 1 },
          { ...job, artifacts_file, finished_at },
        ],
      };
    },
    'GET /api/v4/projects/{id}/jobs/{job_id}/artifacts/{artifact_path}': ({ path }) => {
      const text = this.kept[Number(path['job_id']) - 100]?.files[path['artifact_path'] ?? ''];
      return text === undefined
        ? { status: 404, body: { message: '404 Not Found' } }
        : { status: 200, bytes: Buffer.from(text) };
    },
  };

  /** Newest first. */
  private pipelinesOf(sha: string | null): typeof this.pipelines {
    const numbered = this.kept.map((reports, index) => ({ ...reports, id: 100 + index }));
    return numbered
      .filter(({ commit }) => commit === sha)
      .map(({ id, ref = 'main' }) => ({ id, ref, status: 'success' }))
      .reverse();
  }

  private shown({ reviewers, ...rest }: Stored) {
    return {
      ...rest,
      id: 1000 + rest.iid,
      project_id: 1,
      target_project_id: 1,
      state: 'opened',
      reviewers: people.filter(({ id }) => reviewers.includes(id)),
      web_url: `${this.url()}/acme/platform/-/merge_requests/${rest.iid}`,
    };
  }
}

function projectOf(id = ''): (typeof projects)[number] | undefined {
  return projects.find(project => project.path_with_namespace === id || String(project.id) === id);
}
