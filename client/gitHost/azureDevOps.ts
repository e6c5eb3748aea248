/** Azure DevOps Services (REST API 7.1). Labels are free text there. */
import type { Credentials, GitHost, HostedRepository, Person, PullRequest } from './gitHost';
import { authorization } from './authorization';
import type { Download } from './download';
import { jsonRequest, path, type JsonRequest } from './jsonRequest';
import { filesInArchives, mayContainReports, MAX_RUNS, timeOf, type Archive } from './pipelineFiles';
import { hasCommit } from './openPullRequests';
import { combineRuns, runVerdict } from './pipelineRuns';

const VERSION = { 'api-version': '7.1' } as const;

interface List<T> {
  value: T[];
}

interface AzurePullRequest {
  pullRequestId: number;
  title: string;
  description?: string;
  isDraft?: boolean;
  sourceRefName?: string;
  targetRefName: string;
  lastMergeSourceCommit?: { commitId?: string };
}

interface Repository {
  id: string;
  defaultBranch?: string;
  parentRepository?: { name: string; project: { name: string } };
}

interface Build {
  id: number;
  status: string;
  result?: string;
  startTime?: string;
  finishTime?: string;
  /** Why it runs: `schedule` for a nightly build. */
  reason?: string;
  sourceVersion: string;
  sourceBranch: string;
  /** The trigger of the build. For a pull request, `pr.sourceSha` is its commit, since the build itself is of the merge commit. */
  triggerInfo?: Readonly<Record<string, string>>;
  definition: { name: string };
  _links?: { web?: { href: string } };
}

/** @param fetching `gitHostFetch` @param download with higher limits */
export function azureDevOpsGitHost(
  hostedRepository: HostedRepository,
  credentials: Credentials,
  fetching: typeof fetch,
  download: Download,
): GitHost {
  const [organization = '', project = '', name = ''] = hostedRepository.repository.split('/');
  const request = jsonRequest(`${hostedRepository.api}${path(organization)}`, credentials, fetching);
  const at = `${path(project)}/_apis/git/repositories${path(name)}`;
  const pages = `${hostedRepository.web}${path(organization, project)}/_git${path(name)}/pullrequest`;
  const shown = (data: AzurePullRequest): PullRequest => ({
    number: data.pullRequestId,
    title: data.title,
    body: data.description ?? '',
    draft: data.isDraft ?? false,
    base: branchOf(data.targetRefName),
    url: `${pages}/${data.pullRequestId}`,
  });
  const repositoryId = async (repository: string): Promise<string> => {
    const [, ofProject = '', ofName = ''] = repository.split('/');
    return (await request.get<Repository>(`${path(ofProject)}/_apis/git/repositories${path(ofName)}`, VERSION)).id;
  };
  const user = async (): Promise<Person> => {
    const { authenticatedUser } = await request.get<{
      authenticatedUser: { id: string; providerDisplayName?: string };
    }>('/_apis/connectionData', { 'api-version': '7.1-preview' });
    return { id: authenticatedUser.id, name: authenticatedUser.providerDisplayName ?? authenticatedUser.id };
  };
  return {
    hostedRepository,
    user,
    async repository() {
      const { defaultBranch = 'refs/heads/main', parentRepository } = await request.get<Repository>(at, {
        ...VERSION,
        includeParent: 'true',
      });
      const main = branchOf(defaultBranch);
      return {
        defaultBranch: main,
        ...(parentRepository && {
          parent: {
            repository: `${organization}/${parentRepository.project.name}/${parentRepository.name}`,
            defaultBranch: main,
          },
        }),
      };
    },
    async findOpen(head) {
      const isFork = head.repository !== hostedRepository.repository;
      const { value } = await request.get<List<AzurePullRequest>>(`${at}/pullrequests`, {
        ...VERSION,
        'searchCriteria.status': 'active',
        'searchCriteria.sourceRefName': `refs/heads/${head.branch}`,
        ...(isFork && { 'searchCriteria.sourceRepositoryId': await repositoryId(head.repository) }),
      });
      const [found] = value;
      return found && shown(found);
    },
    async create({ head, base, title, body, draft }) {
      const isFork = head.repository !== hostedRepository.repository;
      const created = await request.send<AzurePullRequest>(
        'POST',
        `${at}/pullrequests`,
        {
          sourceRefName: `refs/heads/${head.branch}`,
          targetRefName: `refs/heads/${base}`,
          title,
          description: body,
          isDraft: draft,
          ...(isFork && { forkSource: { repository: { id: await repositoryId(head.repository) } } }),
        },
        VERSION,
      );
      return shown(created);
    },
    async update(pullRequest, change) {
      let current = pullRequest;
      const { title, body: description, draft: isDraft } = change;
      if (title !== undefined || description !== undefined || isDraft !== undefined) {
        const edited = await request.send<AzurePullRequest>(
          'PATCH',
          `${at}/pullrequests/${pullRequest.number}`,
          { title, description, isDraft },
          VERSION,
        );
        current = shown(edited);
      }
      for (const label of change.labels ?? [])
        await request.send('POST', `${at}/pullrequests/${pullRequest.number}/labels`, { name: label }, VERSION);
      for (const id of change.reviewers ?? [])
        await request.send(
          'PUT',
          `${at}/pullrequests/${pullRequest.number}/reviewers${path(id)}`,
          { id, vote: 0 },
          VERSION,
        );
      return current;
    },
    labels: () => Promise.resolve([]),
    async reviewers() {
      const teams = await request.get<List<{ id: string }>>(`/_apis/projects${path(project)}/teams`, VERSION);
      const members = await Promise.all(
        teams.value
          .slice(0, 20)
          .map(team =>
            request.get<List<{ identity: { id: string; displayName: string } }>>(
              `/_apis/projects${path(project)}/teams${path(team.id)}/members`,
              VERSION,
            ),
          ),
      );
      const self = await user();
      const people = new Map(
        members.flatMap(({ value }) => value).map(({ identity }) => [identity.id, identity.displayName]),
      );
      people.delete(self.id);
      return [...people].map(([id, displayName]) => ({ id, name: displayName }));
    },
    async pipelineState(commit, ref) {
      const { value } = await request.get<List<Build>>(`${path(project)}/_apis/build/builds`, {
        ...VERSION,
        repositoryId: await repositoryId(hostedRepository.repository),
        repositoryType: 'TfsGit',
        branchName: ref,
        $top: 200,
      });
      const counted = value.filter(
        build => build.sourceVersion === commit && build.sourceBranch === ref && build.reason !== 'schedule',
      );
      return combineRuns(
        counted.map(({ id, status, result, definition, startTime, finishTime, _links }) => ({
          name: definition.name,
          verdict: status === 'completed' ? runVerdict(result) : 'running',
          ...(_links?.web && { url: _links.web.href }),
          order: id,
          ...(startTime !== undefined && { startedAt: startTime }),
          ...(finishTime !== undefined && { finishedAt: finishTime }),
        })),
      );
    },
    async openPullRequests() {
      const { value } = await request.get<List<AzurePullRequest>>(`${at}/pullrequests`, {
        ...VERSION,
        'searchCriteria.status': 'active',
        $top: 50,
      });
      return value
        .map(({ pullRequestId, title, sourceRefName = '', lastMergeSourceCommit }) => ({
          number: pullRequestId,
          title,
          branch: branchOf(sourceRefName),
          commit: lastMergeSourceCommit?.commitId ?? '',
        }))
        .filter(hasCommit);
    },
    async pipelineFiles(commit, names, ref) {
      const { value } = await request.get<List<Build>>(`${path(project)}/_apis/build/builds`, {
        ...VERSION,
        repositoryId: await repositoryId(hostedRepository.repository),
        repositoryType: 'TfsGit',
        ...(ref !== undefined && { branchName: ref }),
        $top: 200,
      });
      const builds = value
        .filter(build => build.sourceVersion === commit || build.triggerInfo?.['pr.sourceSha'] === commit)
        .sort((a, b) => b.id - a.id);
      const headers = { authorization: authorization(credentials), accept: 'application/zip' };
      const load = (artifacts: string, name: string) => {
        const query = new URLSearchParams({ artifactName: name, ...VERSION });
        return download(`${hostedRepository.api}${path(organization)}${artifacts}?${query.toString()}`, headers);
      };
      return filesInArchives(archivesOf(request, path(project), builds, load), names);
    },
  };
}

/** Only artifacts that the server itself stores (`PublishBuildArtifacts`). Other artifacts are on hosts that would also need the token. */
async function* archivesOf(
  request: JsonRequest,
  project: string,
  builds: readonly Build[],
  load: (artifacts: string, name: string) => Promise<Uint8Array | undefined>,
): AsyncGenerator<Archive> {
  for (const build of builds.slice(0, MAX_RUNS)) {
    const artifacts = `${project}/_apis/build/builds${path(build.id)}/artifacts`;
    const { value } = await request.get<List<{ name: string; resource?: { type?: string } }>>(artifacts, VERSION);
    const finishedAt = timeOf(build.finishTime);
    for (const { name, resource } of value)
      if (resource?.type === 'Container' && mayContainReports(name))
        yield {
          run: build.definition.name,
          ...(build._links?.web && { url: build._links.web.href }),
          ...(finishedAt !== undefined && { finishedAt }),
          name,
          load: () => load(artifacts, name),
        };
  }
}

const branchOf = (ref: string): string => ref.replace(/^refs\/heads\//, '');
