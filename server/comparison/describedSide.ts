/** One side of a comparison as plain data: modules, and the effective attributes of each in every environment. */
import type { ComparisonProblem, ModuleKind } from '../../common/protocol';
import { labelInRoot, nameInPlatform } from '../semantics/moduleCalls';
import { plainValue, type PlainValue } from '../semantics/plainValue';
import type { RequestContext } from '../semantics/requestContext';
import { toJson } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import { describeType } from '../hcl/types/describeType';
import type { FrameworkUse } from '../kubestack/schemas/releaseChange';
import { frameworkUses } from '../semantics/frameworkUses';
import type { ResolvedAttribute } from '../kubestack/inheritance/effectiveAttributes';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { allCalls, platformOutline, type PlatformOutline } from '../kubestack/platform/platform';
import { incompleteFilesBelow } from '../workspace/incompleteFiles';
import { isWithin, pathBetween, relativePath } from '../workspace/uri';
import type { Value } from '../hcl/model';

export interface DescribedAttribute {
  readonly path: readonly string[];
  readonly shown: PlainValue;
  readonly isInherited: boolean;
  /** A string that is equal for equal values, including hidden ones. Never leaves the server. */
  readonly identity: string;
}

export interface DescribedModule {
  readonly platform: string | undefined;
  readonly name: string;
  readonly kind: ModuleKind;
  readonly cluster: string | undefined;
  readonly source: string;
  readonly version: string | undefined;
  /** Whether the platform has code that a change of the framework concerns. */
  readonly isUsed: (use: FrameworkUse) => boolean;
  /** Attributes by their path, for each environment. */
  readonly environments: ReadonlyMap<string, ReadonlyMap<string, DescribedAttribute>>;
  /** Why there are no environments. */
  readonly problems: readonly string[];
}

export interface DescribedSide {
  /** In promotion order. */
  readonly environments: readonly string[];
  /** By platform and name, in the order of the source. */
  readonly modules: ReadonlyMap<string, DescribedModule>;
  /** Files that could not be read: they may declare more modules. */
  readonly unread: readonly UnreadPath[];
}

/** A file, by its path in the compared folder. */
export interface UnreadPath {
  readonly path: string;
  readonly message: string;
}

/** @param uri folder whose platforms are described. Pauses after each module. */
export function* describeSide(request: RequestContext, uri: string): Generator<undefined, DescribedSide> {
  const environments = new Set<string>();
  const modules = new Map<string, DescribedModule>();
  const { model, settings } = request;
  for (const root of model.tree.rootInstances().filter(each => isWithin(each.folderUri, uri))) {
    const platform = yield* platformOutline(root, model, settings.environments);
    if (!platform) continue;
    for (const name of platform.environments) environments.add(name);
    const clusters = clustersByModule(platform);
    const isUsed = frameworkUses(root, model);
    const folder = relativePath(uri, root.folderUri);
    for (const call of yield* allCalls(root, model)) {
      const described = describeModule(request, call, folder === '.' ? undefined : folder, clusters, isUsed);
      modules.set(JSON.stringify([folder, described.name]), described);
      yield;
    }
  }
  const unread = incompleteFilesBelow(model.workspace, uri).map(({ file, message }) => ({
    path: pathBetween(uri, file.uri),
    message,
  }));
  return { environments: [...environments], modules, unread };
}

function describeModule(
  request: RequestContext,
  call: ModuleCall,
  platform: string | undefined,
  clusters: ReadonlyMap<string, string>,
  isUsed: (use: FrameworkUse, cluster: string) => boolean,
): DescribedModule {
  const { environments, diagnostics } = request.model.effectiveConfiguration(call);
  const name = nameInPlatform(call);
  return {
    platform,
    name,
    kind: call.module.kind,
    cluster: clusters.get(labelInRoot(name)),
    source: call.module.source,
    version: call.module.version,
    isUsed: use => isUsed(use, call.name),
    environments: new Map(
      [...environments].map(([name, { attributes }]) => [
        name,
        new Map(attributes.map(each => [JSON.stringify(each.path), describeAttribute(each)])),
      ]),
    ),
    problems: [...new Set(diagnostics.map(({ message }) => message))],
  };
}

function describeAttribute({ path, value, origin }: ResolvedAttribute): DescribedAttribute {
  const shown = plainValue(value);
  return { path, shown, isInherited: origin === 'inherited', identity: identityOf(value, shown) };
}

function identityOf(value: Value, shown: PlainValue): string {
  const marks = containsSensitive(value) ? 'sensitive' : '';
  if (!whollyKnown(value)) return `unknown ${marks} ${shown.expression ?? ''}`;
  return `${marks} ${describeType(value)} ${jsonOf(value)}`;
}

function jsonOf(value: Value): string {
  try {
    return toJson(value);
  } catch {
    // JSON has no Infinity.
    return value.kind === 'number' ? value.value.toText() : value.kind;
  }
}

function clustersByModule({ clusters }: PlatformOutline): Map<string, string> {
  const names = new Map<string, string>();
  for (const cluster of clusters.values())
    for (const { name } of [cluster, ...cluster.nodePools, ...cluster.services]) names.set(name, cluster.name);
  return names;
}

/** The diagnostics that explain why a module could not be evaluated. */
export const problemsOfSide = (module: DescribedModule, side: ComparisonProblem['side']): ComparisonProblem[] =>
  module.problems.map(message => ({
    ...(module.platform === undefined ? {} : { platform: module.platform }),
    ...(module.cluster === undefined ? {} : { cluster: module.cluster }),
    side,
    module: module.name,
    message,
  }));

/** The files of a side that could not be read, with their paths instead of a module. */
export const unreadProblems = ({ unread }: DescribedSide, side: ComparisonProblem['side']): ComparisonProblem[] =>
  unread.map(({ path, message }) => ({ side, module: path, message }));
