import type { GitHostAnswer, GitHostModel } from './gitHostServer';
import { archiveOf, type StoredReports } from './storedReports';

interface Stored {
  pullRequestId: number;
  title: string;
  description: string;
  isDraft: boolean;
  lastMergeSourceCommit?: { commitId: string };
  sourceRefName: string;
  targetRefName: string;
  repositoryId: string;
  labels: string[];
  reviewers: string[];
}

interface StoredBuild {
  id: number;
  /** Name of its pipeline; by default, `Deploy`. */
  name?: string;
  status: string;
  result?: string;
  sourceVersion: string;
  sourceBranch: string;
  startTime?: string;
  finishTime?: string;
  reason?: string;
  triggerInfo?: Record<string, string>;
}

const people = [
  { id: 'a', displayName: 'Ada' },
  { id: 'g', displayName: 'Grace' },
];

const at = '/{organization}/{project}/_apis/git/repositories/{repositoryId}';

/** Azure DevOps with the repository `acme/Infra/platform` and its fork `acme/Ada/platform`. */
export class AzureDevOps {
  readonly pulls: Stored[] = [];
  builds: StoredBuild[] = [];
  /** Oldest first. */
  kept: StoredReports[] = [];

  readonly model: GitHostModel = {
    'GET /{organization}/_apis/connectionData': () => ({
      status: 200,
      body: { authenticatedUser: { id: 'a', providerDisplayName: 'Ada' } },
    }),
    [`GET ${at}`]: ({ path, query }) => {
      const { project = '', repositoryId: name = '' } = path;
      const own = { id: idOf(project, name), name, defaultBranch: 'refs/heads/main', project: { name: project } };
      const parentRepository = { id: idOf('Infra', name), name, project: { name: 'Infra' } };
      const includesParent = project !== 'Infra' && query.get('includeParent') === 'true';
      return { status: 200, body: includesParent ? { ...own, isFork: true, parentRepository } : own };
    },
    [`GET ${at}/pullrequests`]: ({ path, query }) => {
      const from = query.get('searchCriteria.sourceRepositoryId') ?? idOf(path['project'], path['repositoryId']);
      const branch = query.get('searchCriteria.sourceRefName');
      const found = this.pulls.filter(
        ({ sourceRefName, repositoryId }) => [sourceRefName, null].includes(branch) && repositoryId === from,
      );
      return listed(found.map(shown));
    },
    [`POST ${at}/pullrequests`]: ({ path, body }) => {
      const { title = '', description = '', sourceRefName = '', targetRefName = '' } = body as Record<string, string>;
      const { forkSource, isDraft = false } = body as {
        forkSource?: { repository: { id: string } };
        isDraft?: boolean;
      };
      const repositoryId = forkSource?.repository.id ?? idOf(path['project'], path['repositoryId']);
      if (this.pulls.some(pull => pull.sourceRefName === sourceRefName && pull.repositoryId === repositoryId))
        return { status: 409, body: { message: 'TF401179: An active pull request already exists.' } };
      const pull: Stored = {
        pullRequestId: this.pulls.length + 1,
        ...{ title, description, isDraft, sourceRefName, targetRefName, repositoryId },
        labels: [],
        reviewers: [],
      };
      this.pulls.push(pull);
      return { status: 201, body: shown(pull) };
    },
    [`PATCH ${at}/pullrequests/{pullRequestId}`]: ({ path, body }) => ({
      status: 200,
      body: shown(Object.assign(this.pull(path['pullRequestId']), body)),
    }),
    [`POST ${at}/pullRequests/{pullRequestId}/labels`]: ({ path, body }) => {
      const name = String(body['name']);
      this.pull(path['pullRequestId']).labels.push(name);
      return { status: 200, body: { id: name, name, active: true } };
    },
    [`PUT ${at}/pullRequests/{pullRequestId}/reviewers/{reviewerId}`]: ({ path }) => {
      this.pull(path['pullRequestId']).reviewers.push(path['reviewerId'] ?? '');
      return { status: 200, body: { id: path['reviewerId'], vote: 0 } };
    },
    'GET /{organization}/_apis/projects/{projectId}/teams': () => listed([{ id: 't', name: 'Platform' }]),
    'GET /{organization}/_apis/projects/{projectId}/teams/{teamId}/members': () =>
      listed(people.map(identity => ({ identity, isTeamAdmin: false }))),
    'GET /{organization}/{project}/_apis/build/builds': ({ query }) =>
      listed(
        [...this.builds, ...this.buildsOfReports()]
          .filter(({ sourceBranch }) => [sourceBranch, null].includes(query.get('branchName')))
          .map(({ name = 'Deploy', ...build }) => ({ ...build, definition: { id: 1, name } })),
      ),
    'GET /{organization}/{project}/_apis/build/builds/{buildId}/artifacts': ({ path, query, accept }) => {
      const reports = this.kept[Number(path['buildId']) - 100];
      if (!reports) return { status: 404, body: { message: 'There is no such build.' } };
      const { artifact = 'plan-reports' } = reports;
      if (query.get('artifactName') === artifact && accept === 'application/zip')
        return { status: 200, bytes: archiveOf(reports, `${artifact}/`) };
      const of = (id: number, name: string, type: string) => ({ id, name, resource: { type } });
      return listed([
        of(1, 'drop', 'Container'),
        of(2, 'plan-reports-elsewhere', 'PipelineArtifact'),
        of(3, artifact, 'Container'),
      ]);
    },
  };

  /** The commit of a pull request's build is the merge commit. */
  private buildsOfReports(): StoredBuild[] {
    return this.kept.map(({ commit, ref = 'refs/pull/1/merge' }, index) => ({
      ...{ id: 100 + index, status: 'completed', result: 'succeeded', sourceBranch: ref },
      ...(ref.startsWith('refs/pull/')
        ? { sourceVersion: 'f'.repeat(40), triggerInfo: { 'pr.sourceSha': commit } }
        : { sourceVersion: commit }),
      finishTime: new Date(Date.UTC(2026, 10, 20, 10, index)).toISOString(),
    }));
  }

  private pull(id: string | undefined): Stored {
    const found = this.pulls.find(pull => String(pull.pullRequestId) === id);
    if (!found) throw new Error(`There is no pull request ${id}.`);
    return found;
  }
}

const idOf = (project = '', name = ''): string => `${project}-${name}`;

const listed = (value: unknown[]): GitHostAnswer => ({ status: 200, body: { count: value.length, value } });

function shown({ labels, reviewers, repositoryId, ...rest }: Stored) {
  return {
    ...rest,
    status: 'active',
    repository: { id: repositoryId },
    labels: labels.map(name => ({ id: name, name, active: true })),
    reviewers: reviewers.map(id => ({ id, vote: 0 })),
  };
}
