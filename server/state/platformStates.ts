/** Computes the states of environments from files, tags and the main branch. Nothing is asked: neither a cloud nor a Git host. */
import { GITLAB_FILES, OTHER_FILES, WORKFLOW_FOLDERS } from '../../common/pipelines/pipelineFiles';
import { environmentOrder } from '../../common/promotion/environmentOrder';
import {
  readPipelineFiles,
  referencedFiles,
  type PipelineTriggers,
  type RepositoryFile,
} from '../../common/promotion/pipelineFiles';
import type { RepositoryRefs } from '../../common/promotion/repositoryRefs';
import { newestFirst } from '../../common/promotion/tagId';
import { ruleOf, tagRules, type TagRule } from '../../common/promotion/tagRule';
import { orderTime, type DeployTag } from '../../common/promotion/deployTag';
import type { EnvironmentState, PlatformState } from '../../common/state/state';
import { appliesTo, isInForce, missingModule } from '../kubestack/drift/acceptedDrift';
import { driftFiles } from '../kubestack/drift/driftFile';
import { platformOutlines, type PlatformOutline } from '../kubestack/platform/platform';
import type { RequestContext } from '../semantics/requestContext';
import type { TextFiles } from '../workspace/textFiles';
import { isWithin, relativePath, resolvePath } from '../workspace/uri';

/** Maximum depth of references from pipeline to pipeline, and maximum number of files. */
const MAX_ROUNDS = 4;
const MAX_FILES = 200;

/** The names that deployments depend on. */
export interface DeploymentSettings {
  /** `kubestack.deployTag.pattern` */
  readonly tagPattern: string;
}

/** How a platform is deployed: by its pipelines, and by deploy tags whose names follow the rules. */
export interface Deployment {
  readonly outline: PlatformOutline;
  readonly pipelines: PipelineTriggers;
  /** In promotion order. */
  readonly environments: readonly string[];
  readonly rules: readonly TagRule[];
}

interface DeploymentRefs {
  readonly mainBranch: string;
  /** See {@link RepositoryRefs.folder}. */
  readonly folder: string;
  /** Names, oldest first. */
  readonly tagNames: readonly string[];
}

/** @param uri of a folder: its platforms, and those below it */
export function* deployments(
  { model, settings }: RequestContext,
  uri: string,
  { mainBranch, folder, tagNames }: DeploymentRefs,
  { tagPattern }: DeploymentSettings,
): Generator<undefined, Deployment[]> {
  const top = resolvePath(uri, folder === '' ? '.' : folder.replaceAll(/[^/]+/g, '..'));
  const outlines = (yield* platformOutlines(model, settings.environments)).filter(({ root }) =>
    isWithin(root.folderUri, uri),
  );
  const files = pipelineFiles(model.workspace.texts, top);
  const found: Deployment[] = [];
  for (const outline of outlines) {
    yield;
    const { root, environments: names } = outline;
    const path = relativePath(top, root.folderUri);
    const folders = [path === undefined || path === '.' ? '' : path];
    const pipelines = readPipelineFiles({ files, folders, environments: names, mainBranch });
    const environments = environmentOrder([names], pipelines.mainEnvironment, settings.environments.length > 0);
    const rules = tagRules({ environments, setting: tagPattern, triggers: pipelines.triggers, tags: tagNames });
    found.push({ outline, pipelines, environments, rules });
  }
  return found;
}

/** @param uri of a folder: its platforms, and those below it */
export function* platformStates(
  request: RequestContext,
  uri: string,
  refs: RepositoryRefs,
  settings: DeploymentSettings,
): Generator<undefined, PlatformState[]> {
  const { model, lifecycle } = request;
  const byAge = [...refs.tags].sort((a, b) => orderTime(a) - orderTime(b));
  const tagNames = byAge.map(({ name }) => name);
  const found = yield* deployments(request, uri, { ...refs, tagNames }, settings);
  return found.map(({ outline, environments, rules }) => {
    const tags = byAge.flatMap((tag): DeployTag[] => {
      const own = ruleOf(rules, tag.name);
      return own ? [{ ...tag, environment: own.rule.environment, id: own.id, isOnRemote: true }] : [];
    });
    const drift = acceptedIn(model.workspace.texts, outline, lifecycle?.today);
    return {
      platform: outline.root.folderUri,
      mainBranch: refs.mainBranch,
      environments: environments.map((environment, index) => ({
        environment,
        ...(refs.main === undefined ? {} : { committed: refs.main }),
        ...desiredIn(environment, index === 0, refs, tags),
        acceptedDrift: drift(environment),
      })),
    };
  });
}

function desiredIn(
  environment: string,
  isFirst: boolean,
  { main, strayTags }: RepositoryRefs,
  tags: readonly DeployTag[],
): Pick<EnvironmentState, 'desired'> {
  if (isFirst) return main === undefined ? {} : { desired: { commit: main } };
  const [last] = newestFirst(tags.filter(tag => tag.environment === environment));
  if (!last) return {};
  const at = new Date(last.taggedAt);
  return {
    desired: {
      commit: last.commit,
      tag: last.name,
      ...(last.taggedAt > 0 && !Number.isNaN(at.getTime()) ? { at: at.toISOString() } : {}),
      ...(last.tagger === '' ? {} : { by: last.tagger }),
      ...(strayTags.has(last.name) ? { isOnMain: false } : {}),
    },
  };
}

function acceptedIn(
  texts: TextFiles,
  { root }: PlatformOutline,
  today: string | undefined,
): (environment: string) => EnvironmentState['acceptedDrift'] {
  const entries = driftFiles(texts, root.folderUri)
    .flatMap(file => file.entries)
    .filter(entry => missingModule(entry, root.folder) === undefined);
  return environment => {
    const own = entries.filter(entry => appliesTo(entry, environment));
    const inForce = own.filter(entry => isInForce(entry, today)).length;
    return { inForce, expired: own.length - inForce };
  };
}

/** The pipelines of a repository, and the files that they refer to. */
function pipelineFiles(texts: TextFiles, top: string): RepositoryFile[] {
  const listed = WORKFLOW_FOLDERS.flatMap(folder =>
    texts
      .list(resolvePath(top, folder))
      .flatMap(({ name, kind }) => (kind !== 'folder' && /\.ya?ml$/.test(name) ? [`${folder}/${name}`] : [])),
  );
  const files: RepositoryFile[] = [];
  const tried = new Set<string>();
  let wanted: readonly string[] = [...listed.sort(), ...GITLAB_FILES, ...OTHER_FILES];
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round++) {
    for (const path of wanted.filter(each => !tried.has(each)).slice(0, MAX_FILES - tried.size)) {
      tried.add(path);
      const text = texts.file(resolvePath(top, path))?.text;
      if (text !== undefined) files.push({ path, text });
    }
    wanted = files.length === 0 ? [] : referencedFiles(files).filter(path => !tried.has(path));
  }
  return files;
}
