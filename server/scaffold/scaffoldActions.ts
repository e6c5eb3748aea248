/**
 * Code actions that add or remove something at the cursor with default answers, so that they work in any editor: on the first line of a cluster
 * another node pool, service or cluster; on any module its removal; on a module or an environment of a platform with two a third one; on a framework
 * module's source a newer version; on an attribute a rule that requires its value; in a `terraform` block and in
 * an empty file what the whole platform lacks. Edits are computed on resolve.
 */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { OTHER_FILES } from '../../common/pipelines/pipelineFiles';
import type { ScaffoldKind } from '../../common/protocol';
import type { ResolvedAction } from '../edits/nextSteps';
import { fileOf, isRequestedKind, type RequestContext } from '../semantics/requestContext';
import { refactoringTargetAt } from '../refactoring/refactorings';
import { isOnHeader } from '../semantics/positionMapping';
import { clusterNamed } from '../kubestack/platform/platform';
import { hasPlatformPipeline } from '../kubestack/platform/platformPipelines';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf } from '../workspace/uri';
import { literalText } from '../kubestack/modules/literalText';
import { parseModuleSource } from '../kubestack/modules/moduleSource';
import type { Block } from '../syntax/ast';
import type { SourceFile } from '../syntax/sourceFileModel';
import { AnswerReader } from './answerReader';
import { hasClusterAccess } from './cluster/clusterAccess';
import { boundServices } from './service/boundServices';
import { scaffoldContextOf, type ScaffoldContext, type PlatformContext } from './scaffoldContext';
import { frameworkCalls } from './platform/frameworkCalls';
import { GITHUB_DRIFT_WORKFLOW } from './pipeline/githubDriftWorkflow';
import { PIPELINES, showsPlans } from './pipeline/updatePipelines';
import { threeEnvironmentsOffer } from './environment/threeEnvironments';
import { requiredValueOffer } from './rules/requiredValue';
import { removalOffers, type ScaffoldOffer } from './removalActions';
import { scaffold } from './scaffold';

export const ADD_KIND = 'refactor.add.kubestack';
export const REMOVE_KIND = 'refactor.remove.kubestack';
/** Changes files, but adds none. */
export const CHANGE_KIND = 'refactor.rewrite';

/** Identifies the action for resolving it. */
export interface ScaffoldActionData {
  readonly source: 'scaffold';
  readonly uri: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
}

/**
 * The actions at a position. It pauses while it searches for pipelines.
 * @param only requested kinds; all if undefined
 */
export function* scaffoldActions(
  request: RequestContext,
  uri: string,
  range: Range,
  only: readonly string[] | undefined,
): Generator<undefined, CodeAction[]> {
  const isRequested = (kind: string): boolean => isRequestedKind(kind, only);
  const isJson = sourceSyntaxOf(baseNameOf(uri))?.json === true;
  const changed = isJson ? [] : changeActions(request, uri, range, isRequested);
  const file = isRequested(ADD_KIND) || isRequested(REMOVE_KIND) ? fileOf(request, uri) : undefined;
  return file ? [...changed, ...(yield* actionsIn(request, file, range, isRequested))] : changed;
}

/** What changes or concerns the whole platform, from anywhere in a configuration. */
function changeActions(
  request: RequestContext,
  uri: string,
  { start }: Range,
  isRequested: (kind: string) => boolean,
): CodeAction[] {
  if (!isRequested(CHANGE_KIND) && !isRequested(ADD_KIND)) return [];
  const target = refactoringTargetAt(request, uri, start);
  const folder = target.cursor?.call.instance.root.folderUri;
  if (folder === undefined) return [];
  return [
    ...(isRequested(CHANGE_KIND) ? threeEnvironmentsOffer(target).map(each => action(folder, CHANGE_KIND, each)) : []),
    ...(isRequested(ADD_KIND) ? requiredValueOffer(target).map(each => action(folder, ADD_KIND, each)) : []),
  ];
}

function* actionsIn(
  request: RequestContext,
  file: SourceFile,
  range: Range,
  isRequested: (kind: string) => boolean,
): Generator<undefined, CodeAction[]> {
  const { uri } = file;
  const at = file.lines.offsetAt(range.start);
  const placed = file.items.find(({ item, offset }) => offset <= at && at <= offset + item.text.length);
  const { node } = placed?.item ?? {};
  const isModule = node?.kind === 'block' && node.type === 'module';
  const isHeader = placed !== undefined && isOnHeader(placed.item, at - placed.offset);
  const isSource = isModule && isAtSource(node, at - placed!.offset);
  const isWhole = file.text.trim() === '' || (isHeader && node?.kind === 'block' && node.type === 'terraform');
  if (!(isModule && (isHeader || isSource)) && !isWhole) return [];
  const scaffoldContext = scaffoldContextOf(request, uri, new AnswerReader({}));
  const { platform } = scaffoldContext;
  if (!platform?.root || scaffoldContext.changes.pathOf(uri)?.includes('/')) return [];
  const label = isModule ? (node.labels[0]?.name ?? '') : '';
  const added = !isRequested(ADD_KIND)
    ? []
    : isModule
      ? [
          ...(isSource ? versionOffers(scaffoldContext, platform) : []),
          ...(isHeader ? clusterOffers(scaffoldContext, platform, label) : []),
        ]
      : yield* platformOffers(scaffoldContext, platform);
  const removed =
    isModule && isHeader && sourceSyntaxOf(baseNameOf(uri))?.json !== true && isRequested(REMOVE_KIND)
      ? removalOffers(scaffoldContext, platform, label)
      : [];
  return [
    ...added.map(each => action(scaffoldContext.folder, ADD_KIND, each)),
    ...removed.map(each => action(scaffoldContext.folder, REMOVE_KIND, each)),
  ];
}

/** @returns the action with its edit, or a sentence that says why it can't be done */
export function* resolveScaffoldAction(
  request: RequestContext,
  action: CodeAction,
): Generator<unknown, ResolvedAction | string> {
  const { uri, kind, answers } = action.data as ScaffoldActionData;
  const result = yield* scaffold(request, { uri, kind, answers });
  if (!('edit' in result)) return result.problems.map(({ message }) => message).join(' ');
  const { edit, ...next } = result;
  const isQuiet = next.notes.length === 0 && next.followUp.length === 0;
  return { action: { ...action, edit }, next: isQuiet ? undefined : { uri, title: action.title, ...next } };
}

function clusterOffers(scaffoldContext: ScaffoldContext, platform: PlatformContext, label: string): ScaffoldOffer[] {
  const { model } = scaffoldContext.request;
  const cluster = platform.root && clusterNamed(platform.root, model, label);
  if (!cluster) return [];
  const pools = cluster.nodePools.map(({ name }) => name);
  const pool = ['extra', ...Array.from({ length: 9 }, (_, index) => `extra${index + 2}`)].find(
    name => !pools.includes(`${cluster.name}_node_pool_${name}`),
  );
  const open = boundServices(platform).filter(
    ({ kind, bindings }) => kind === 'feature' && !bindings.some(binding => binding.cluster === cluster.name),
  );
  const catalog = hasClusterAccess(scaffoldContext, platform, cluster.name)
    ? catalogOffers(scaffoldContext, platform, cluster.name)
    : [];
  return [
    ...(pool === undefined
      ? []
      : [offer(t('Add node pool {0} to {1}', pool, cluster.name), 'nodePool', { cluster: cluster.name, pool })]),
    ...open.map(({ name }) =>
      offer(t('Add platform service {0} to {1}', name, cluster.name), 'service', {
        feature: name,
        clusters: [cluster.name],
      }),
    ),
    ...catalog,
    ...(cluster.region === undefined
      ? []
      : [
          offer(t('Add a cluster like {0}', cluster.name), 'cluster', {
            mirror: cluster.name,
            region: cluster.region,
          }),
        ]),
  ];
}

/** Services that most platforms start with. */
const USUAL_ENTRIES = ['nginx', 'cert-manager', 'prometheus'];

/**
 * Catalog services that the cluster lacks: those of other clusters first. After v0.19.2, platforms apply their own manifests, unless they already
 * use catalog services.
 */
function catalogOffers(
  { request }: ScaffoldContext,
  { described, generation }: PlatformContext,
  cluster: string,
): ScaffoldOffer[] {
  const entriesOf = (services: readonly { readonly source: string }[]): string[] =>
    services.flatMap(({ source }) => {
      const parsed = parseModuleSource(source);
      return parsed.form === 'catalog' ? [parsed.entry] : [];
    });
  const all = described?.clusters ?? [];
  const present = entriesOf(all.find(({ name }) => name === cluster)?.services ?? []);
  const used = entriesOf(all.flatMap(({ services }) => services));
  if (generation === 'object' && used.length === 0) return [];
  const wanted = new Set([...used, ...USUAL_ENTRIES]);
  return [...wanted]
    .filter(entry => !present.includes(entry) && request.model.schemas.catalogEntries.get(entry)?.hasManifests)
    .map(entry =>
      offer(t('Add catalog service {0} to {1}', entry, cluster), 'service', { entry, clusters: [cluster] }),
    );
}

const SYSTEMS: Readonly<Record<keyof typeof PIPELINES, string>> = { github: 'GitHub Actions', gitlab: 'GitLab CI' };

function* platformOffers(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
): Generator<undefined, ScaffoldOffer[]> {
  const { request, changes, folder } = scaffoldContext;
  const { texts } = request.model.workspace;
  const hasPipeline =
    OTHER_FILES.some(path => changes.exists(path)) ||
    (yield* hasPlatformPipeline(texts, folder, request.model.workspaceFolders()));
  const systems = hasPipeline ? [] : (Object.keys(PIPELINES) as (keyof typeof PIPELINES)[]);
  const pipelines = [
    ...systems.map(ci => offer(t('Add a pipeline for {0}', SYSTEMS[ci]), 'pipeline', { ci })),
    ...plainSystems(scaffoldContext).map(ci =>
      offer(t('Show plans in pull requests ({0})', SYSTEMS[ci]), 'pipeline', { ci }),
    ),
    ...driftSystems(scaffoldContext).map(ci =>
      offer(t('Add a nightly drift check for {0}', SYSTEMS[ci]), 'driftJob', { ci }),
    ),
  ];
  return [
    ...(yield* accepted(scaffoldContext, pipelines)),
    offer(t('Update the README tables'), 'readme', {}),
    ...versionOffers(scaffoldContext, platform),
  ];
}

/** The offers that the scaffold doesn't refuse, such as those for a pipeline that differs too much from a generated one. */
function* accepted(
  { request, folder }: ScaffoldContext,
  offers: readonly ScaffoldOffer[],
): Generator<undefined, ScaffoldOffer[]> {
  const result: ScaffoldOffer[] = [];
  for (const each of offers) {
    const { kind, answers } = each;
    const outcome = now(scaffold(request, { uri: folder, kind, answers, check: true }));
    if (!('problems' in outcome) || outcome.problems.length === 0) result.push(each);
    yield;
  }
  return result;
}

/** The systems whose pipeline keeps reports, but doesn't show them. */
const plainSystems = ({ changes }: ScaffoldContext): (keyof typeof PIPELINES)[] =>
  (Object.keys(PIPELINES) as (keyof typeof PIPELINES)[]).filter(ci => {
    const text = changes.text(PIPELINES[ci].path);
    return text !== undefined && /plan-report\b/.test(text) && !showsPlans(text);
  });

/** The systems whose generated pipeline has no drift check. */
const driftSystems = ({ changes }: ScaffoldContext): (keyof typeof PIPELINES)[] => [
  ...(changes.exists(PIPELINES.github.path) && !changes.exists(GITHUB_DRIFT_WORKFLOW) ? (['github'] as const) : []),
  ...(/--?refresh-only/.test(changes.text(PIPELINES.gitlab.path) ?? '-refresh-only') ? [] : (['gitlab'] as const)),
];

const versionOffers = (scaffoldContext: ScaffoldContext, platform: PlatformContext): ScaffoldOffer[] =>
  newerRelease(scaffoldContext, platform).map(to =>
    offer(t('Set framework version {0} everywhere', to), 'frameworkVersion', { to }),
  );

/** Whether an offset is on the `source` of a framework module. */
const isAtSource = ({ body }: Block, at: number): boolean =>
  body.some(
    entry =>
      entry.kind === 'attribute' &&
      entry.name === 'source' &&
      entry.start <= at &&
      at <= entry.end &&
      parseModuleSource(literalText(entry.value) ?? '').form === 'framework',
  );

/** The newest release, if the platform has an older one. */
function newerRelease(scaffoldContext: ScaffoldContext, { version = '' }: PlatformContext): string[] {
  const { releases } = scaffoldContext.request.model.schemas;
  const index = releases.indexOf(version);
  return index < 0 || index === releases.length - 1 || frameworkCalls(scaffoldContext).length === 0
    ? []
    : releases.slice(-1);
}

const offer = (title: string, kind: ScaffoldKind, answers: ScaffoldOffer['answers']): ScaffoldOffer => ({
  title,
  kind,
  answers,
});

function action(folder: string, actionKind: string, { title, kind, answers }: ScaffoldOffer): CodeAction {
  const data: ScaffoldActionData = { source: 'scaffold', uri: folder, kind, answers };
  return { title, kind: actionKind, data };
}
