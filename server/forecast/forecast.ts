/** The forecast of a change: both sides, walked in each environment. */
import { t } from '../../common/localization';
import { setOwnProperty } from '../../common/ownProperty';
import type { Forecast, ForecastEnvironment, ForecastLocation } from '../../common/forecast/forecast';
import type { SourceRange } from '../hcl/model';
import { platformOutline } from '../kubestack/platform/platform';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin, pathBetween, relativePath, resolvePath } from '../workspace/uri';
import { incompleteFilesBelow } from '../workspace/incompleteFiles';
import { AppliedWalk } from './appliedWalk';
import { EnvironmentForecast } from './environmentForecast';
import { forecastOfParts, sortedResources, type ForecastPart, type PlatformForecast } from './forecastPart';
import { ROOT_OWNER, type ForecastSide, type PartOwner } from './forecastSide';
import { PlannedWalk } from './plannedWalk';
import { factsWithStored, providerNotes, type ProviderNotes } from './providerVersions';
import type { RecalledParts, RememberedForecasts, Walks } from './rememberedForecasts';
import type { ResourceFacts } from './resourceFacts';
import { unchangedCalls, type UnchangedCalls } from './unchangedCalls';

export interface ForecastOptions {
  readonly facts: ResourceFacts;
  /** Only this environment. */
  readonly environment?: string | undefined;
  /** The folder of a module that isn't in the workspace. */
  readonly folderOf?: ((source: string) => { readonly tree: ModuleTree; readonly uri: string } | undefined) | undefined;
  /** Most steps of evaluating one environment of one side. */
  readonly maxSteps?: number | undefined;
  /** The location of a range in a file of the workspace; undefined for other files. */
  readonly locate: (range: SourceRange) => ForecastLocation | undefined;
  /** Parts of earlier forecasts. */
  readonly remembered?: RememberedForecasts;
}

interface Platform {
  readonly root: ModuleInstance;
  readonly environments: readonly string[];
}

/**
 * @param uri folder whose platforms are compared
 * @returns the changes of all platforms in the folder. Pauses between resources.
 */
export function* forecastContexts(
  before: RequestContext,
  after: RequestContext,
  uri: string,
  options: ForecastOptions,
): Generator<undefined, Forecast> {
  const old = yield* platformsIn(before, uri);
  const current = yield* platformsIn(after, uri);
  const folders = [...new Set([...old.keys(), ...current.keys()])].sort();
  const environments: Record<string, ForecastEnvironment> = {};
  const isRequested = (name: string): boolean => options.environment === undefined || name === options.environment;
  const names = [...folders].flatMap(folder => [
    ...(current.get(folder)?.environments ?? []),
    ...(old.get(folder)?.environments ?? []),
  ]);
  const side = ({ model }: RequestContext, platform: Platform | undefined): ForecastSide | undefined =>
    platform && {
      model,
      root: platform.root,
      folderOf: source => options.folderOf?.(source),
      top: uri,
      ...(options.maxSteps !== undefined && { maxSteps: options.maxSteps }),
    };
  const unread = [before, after].map(({ model }) => incompleteFilesBelow(model.workspace, uri));
  const platforms: ComparedPlatform[] = [];
  for (const folder of folders) {
    const [from, to] = [old.get(folder), current.get(folder)];
    const [first, second] = [side(before, from), side(after, to)];
    platforms.push({
      before: from && first && { ...from, side: first },
      after: to && second && { ...to, side: second },
      unchanged: unchangedCalls(first, second),
      recalled: second && options.remembered?.recall(first, second),
      // Such a side may have more environments.
      isUnread: unread.some(files => files.some(({ file }) => isWithin(file.uri, resolvePath(uri, `./${folder}`)))),
      facts: yield* factsWithStored(first, options.facts),
      providerNotes: yield* providerNotes(first, second, options.facts),
    });
  }
  const missing = new Set<string>();
  const skipped = new Set(unread.flat().map(({ file, message }) => `${pathBetween(uri, file.uri)}: ${message}`));
  for (const name of new Set(names)) {
    if (!isRequested(name)) continue;
    const parts: ForecastEnvironment[] = [];
    for (const [index, folder] of folders.entries()) {
      const {
        missing: addresses,
        skipped: reasons,
        ...part
      } = yield* forecastEnvironment(name, platforms[index]!, options);
      for (const each of reasons) skipped.add(each);
      for (const each of addresses) missing.add(folders.length === 1 ? each : `${folder}: ${each}`);
      parts.push(folders.length === 1 ? part : withPlatform(part, folder));
    }
    setOwnProperty(environments, name, merged(parts));
  }
  return {
    environments,
    ...(missing.size > 0 && { missingModules: [...missing].sort() }),
    ...(skipped.size > 0 && { skipped: [...skipped] }),
  };
}

function* platformsIn(request: RequestContext, uri: string): Generator<undefined, Map<string, Platform>> {
  const { model, settings } = request;
  const platforms = new Map<string, Platform>();
  for (const root of model.tree.rootInstances().filter(each => isWithin(each.folderUri, uri))) {
    const outline = yield* platformOutline(root, model, settings.environments);
    if (outline) platforms.set(relativePath(uri, root.folderUri) ?? '.', { root, environments: outline.environments });
  }
  return platforms;
}

interface ComparedPlatform {
  readonly before: PlatformSide | undefined;
  readonly after: PlatformSide | undefined;
  /** In all environments. */
  readonly unchanged: UnchangedCalls;
  readonly recalled: RecalledParts | undefined;
  /** Whether a side has files that could not be read. */
  readonly isUnread: boolean;
  readonly facts: ResourceFacts;
  /** In environments of both sides. */
  readonly providerNotes: ProviderNotes;
}

interface PlatformSide extends Platform {
  readonly side: ForecastSide;
}

const NOTHING: PlatformForecast = { resources: [], missing: [], skipped: [] };

function* forecastEnvironment(
  environment: string,
  { before: from, after: to, unchanged, recalled, isUnread, facts, providerNotes: noted }: ComparedPlatform,
  options: ForecastOptions,
): Generator<undefined, PlatformForecast> {
  const existed = from?.environments.includes(environment) ?? false;
  const exists = to?.environments.includes(environment) ?? false;
  if (!exists && !existed) return NOTHING;
  if (isUnread && !(exists && existed)) return NOTHING;
  if (!to || !exists) {
    const message = t(
      "{0} is no longer an environment of the platform, so Terraform can't plan it. Destroy its resources before you remove it.",
      environment,
    );
    return { ...NOTHING, cannotPlan: [{ message }] };
  }
  const walked = function* (
    remembered: ReadonlySet<string>,
  ): Generator<undefined, { walks: Walks; parts: ReadonlyMap<PartOwner, ForecastPart> }> {
    const before = from && existed ? new AppliedWalk(from.side, environment, facts) : undefined;
    const after = new PlannedWalk(to.side, environment, facts, before, unchanged, remembered);
    const parts = yield* new EnvironmentForecast(before, after, facts).compute();
    return { walks: { before, after }, parts };
  };
  const known = recalled?.partsOf(environment, existed, unchanged) ?? new Map<PartOwner, ForecastPart>();
  let { walks, parts } = yield* walked(new Set(known.keys()));
  if (known.size > 0 && !recalled?.isValid(environment, existed, walks, known)) {
    ({ walks, parts } = yield* walked(new Set()));
    known.clear();
  }
  recalled?.remember(environment, existed, walks, parts);
  const all = new Map([...known, ...parts]);
  return forecastOfParts(
    ownersInOrder([to.side, from?.side]).flatMap(owner => all.get(owner) ?? []),
    options.locate,
    existed ? noted : undefined,
  );
}

/** The root module and its calls, in the order in which they are visited. */
const ownersInOrder = (sides: readonly (ForecastSide | undefined)[]): PartOwner[] => [
  ...new Set([ROOT_OWNER, ...sides.flatMap(side => [...(side?.root.folder?.namesInOrder('module') ?? [])])]),
];

const withPlatform = (environment: ForecastEnvironment, platform: string): ForecastEnvironment => ({
  ...environment,
  resources: environment.resources.map(each => ({ ...each, platform })),
});

function merged(parts: readonly ForecastEnvironment[]): ForecastEnvironment {
  if (parts.length === 1) return parts[0]!;
  const all = <K extends 'unknown' | 'cannotPlan' | 'fails' | 'hidden' | 'providers'>(
    name: K,
  ): Partial<ForecastEnvironment> => {
    const found = parts.flatMap(part => (part[name] ?? []) as readonly unknown[]);
    return found.length > 0 ? { [name]: found } : {};
  };
  return {
    resources: sortedResources(parts.flatMap(({ resources }) => resources)),
    ...all('unknown'),
    ...all('cannotPlan'),
    ...all('fails'),
    ...all('hidden'),
    ...all('providers'),
  };
}
