/** The forecast of a change: both sides, walked in each environment. */
import { t } from '../../common/localization';
import { setOwnProperty } from '../../common/ownProperty';
import {
  FORECAST_ACTIONS,
  type Forecast,
  type ForecastAction,
  type ForecastEnvironment,
  type ForecastLocation,
  type ForecastNote,
  type ForecastReason,
  type ForecastResource,
} from '../../common/forecast/forecast';
import { identityOf, sourceOf } from '../hcl/evaluation/content';
import { knownText } from '../hcl/evaluation/knownEnds';
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { SourceRange, Value } from '../hcl/model';
import { platformOutline } from '../kubestack/platform/platform';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin, pathBetween, relativePath, resolvePath } from '../workspace/uri';
import { incompleteFilesBelow } from '../workspace/incompleteFiles';
import type { ResourceAddress } from './addresses';
import { AppliedWalk, STAND_IN } from './appliedWalk';
import { Causes } from './causes';
import type { Difference } from './compareArguments';
import { ForecastProblems } from './forecastProblems';
import { plannedText, type MovedInstance } from './matchInstances';
import { PlannedWalk, type PlannedInstance } from './plannedWalk';
import type { ResourceFacts } from './resourceFacts';
import type { ForecastSide, ForecastProblem } from './forecastSide';
import type { ResourceInstance } from './moduleNode';
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
  const platforms = folders.map((folder): ComparedPlatform => {
    const [from, to] = [old.get(folder), current.get(folder)];
    const [first, second] = [side(before, from), side(after, to)];
    return {
      before: from && first && { ...from, side: first },
      after: to && second && { ...to, side: second },
      unchanged: unchangedCalls(first, second),
      // Such a side may have more environments.
      isUnread: unread.some(files => files.some(({ file }) => isWithin(file.uri, resolvePath(uri, `./${folder}`)))),
    };
  });
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
  /** Whether a side has files that could not be read. */
  readonly isUnread: boolean;
}

/** An environment of one platform. */
interface PlatformForecast extends ForecastEnvironment {
  /** Addresses of calls whose module isn't on this machine. */
  readonly missing: readonly string[];
  /** What was not read or evaluated, and why. */
  readonly skipped: readonly string[];
}

interface PlatformSide extends Platform {
  readonly side: ForecastSide;
}

const NOTHING: PlatformForecast = { resources: [], missing: [], skipped: [] };

function* forecastEnvironment(
  environment: string,
  { before: from, after: to, unchanged, isUnread }: ComparedPlatform,
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
  const before = from && existed ? new AppliedWalk(from.side, environment, options.facts) : undefined;
  const after = new PlannedWalk(to.side, environment, options.facts, before, unchanged);
  return yield* new EnvironmentForecast(before, after, options).compute();
}

class EnvironmentForecast {
  private readonly resources: ForecastResource[] = [];
  private readonly untyped = new Set<string>();
  private readonly causes: Causes;
  private readonly found: ForecastProblems;

  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: PlannedWalk,
    private readonly options: ForecastOptions,
  ) {
    this.causes = new Causes(before, after);
    this.found = new ForecastProblems(before, after, options.facts);
  }

  *compute(): Generator<undefined, PlatformForecast> {
    const { after, before } = this;
    const gone: MovedInstance[] = [];
    yield* after.prepare();
    yield* after.visitInstances(false, instance => this.addChange(instance, gone), after.isReached);
    yield* after.visitInstances(
      true,
      instance => {
        this.found.addErrors(instance);
        this.found.addMissingObject(instance);
      },
      after.isReached,
    );
    yield;
    const destroyed = after.matching.destroyed().filter(({ instance }) => !isRendered(instance));
    this.resources.push(...destroyed.map(each => this.destroyed(each)));
    // What is left out may still be there.
    const lost = destroyed.filter(({ to }) => !after.isIncomplete(to.module));
    gone.push(...lost);
    this.found.addMissingProviders(lost);
    this.found.addEffectsOf(gone);
    // What Terraform refuses before the change was not applied.
    const problems = messagesOf([
      after.problemsOf('unknown'),
      before?.problemsOf('unknown'),
      before?.problemsOf('invalid'),
    ]);
    const untyped = [...this.untyped]
      .sort()
      .map(type => t('There are no facts about {0}: whether a change replaces it is unknown.', type));
    const unknown = [...problems, ...untyped];
    const cannotPlan = this.notes([...this.found.cannotPlan(), ...after.problemsOf('invalid')]);
    const fails = this.notes(after.failures);
    const hidden = this.notes(this.found.hidden);
    return {
      resources: sorted(this.resources),
      ...(unknown.length > 0 && { unknown }),
      ...(cannotPlan.length > 0 && { cannotPlan }),
      ...(fails.length > 0 && { fails }),
      ...(hidden.length > 0 && { hidden }),
      missing: messagesOf([after.problemsOf('missing'), before?.problemsOf('missing')]),
      skipped: messagesOf([after.problemsOf('skipped'), before?.problemsOf('skipped')]),
    };
  }

  /** @param gone receives what is replaced */
  private addChange(instance: ResourceInstance, gone: MovedInstance[]): void {
    if (isRendered(instance)) return;
    const plan = this.after.plan(instance);
    this.found.addErrors(instance);
    if (plan.action === 'none') return;
    if (plan.action === 'replace') {
      gone.push({ instance: plan.prior ?? instance, to: instance.address });
      this.found.addReplaced(instance);
    }
    this.resources.push(this.changed(instance, plan, plan.action));
  }

  private changed(instance: ResourceInstance, plan: PlannedInstance, action: ForecastAction): ForecastResource {
    const { type } = instance.resource.block;
    if (action === 'unknown' && !this.options.facts.resource(type)) this.untyped.add(type);
    return {
      ...addresses(instance.text, plan.prior),
      type,
      action,
      ...(plan.atMost && { atMost: plan.atMost }),
      reasons: plan.differences.map(each => this.reason(instance, each)),
      ...(plan.note !== undefined && { note: plan.note }),
      module: moduleOf(instance.address),
    };
  }

  private destroyed(moved: MovedInstance): ForecastResource {
    const { instance, to } = moved;
    const isUnknown = instance.repetition.isUnknown === true || this.after.isIncomplete(to.module);
    return {
      ...addresses(plannedText(moved), instance),
      type: to.type,
      action: isUnknown ? 'unknown' : 'destroy',
      reasons: [],
      module: moduleOf(to),
    };
  }

  private reason(instance: ResourceInstance, difference: Difference): ForecastReason {
    const { path, before, after, effect, mayReplace } = difference;
    const range = this.causes.of(instance, difference);
    const location = range && this.options.locate(range);
    const isSensitive = [before, after].some(value => value && containsSensitive(value));
    return {
      argument: path,
      ...(isSensitive ? { sensitive: true } : { ...plainSide('before', before), ...plainSide('after', after) }),
      effect,
      ...(effect === 'unknown' && mayReplace && { mayReplace }),
      ...(location && { location }),
    };
  }

  private notes(problems: readonly ForecastProblem[]): ForecastNote[] {
    const notes = new Map<string, ForecastNote>();
    for (const { message, range } of problems) {
      const location = range && this.options.locate(range);
      if (!notes.has(message)) notes.set(message, { message, ...(location && { location }) });
    }
    return [...notes.values()];
  }
}

const addresses = (
  address: string,
  prior: ResourceInstance | undefined,
): Pick<ForecastResource, 'address' | 'previousAddress'> => ({
  address,
  ...(prior && prior.text !== address && { previousAddress: prior.text }),
});

/** Each message once. */
const messagesOf = (problems: readonly (readonly ForecastProblem[] | undefined)[]): string[] => [
  ...new Set(problems.flatMap((each = []) => each.map(({ message }) => message))),
];

function plainSide(name: 'before' | 'after', value: Value | undefined): Partial<ForecastReason> {
  if (!value || value.kind === 'null') return {};
  if (whollyKnown(value) && !identityOf(value).includes(STAND_IN)) return { [name]: toPlain(value) };
  const [part, source] = [partlyKnownText(value), sourceOf([value])];
  return {
    [`${name}Unknown`]: true,
    ...(part !== undefined && { [`${name}Part`]: part }),
    ...(source !== undefined && { [`${name}Source`]: source }),
  };
}

/** `web0-apps-…` */
function partlyKnownText(value: Value): string | undefined {
  const known = value.kind === 'unknown' ? knownText(value) : undefined;
  return known && `${known.start}…${known.end}`;
}

/** Whether a resource is a Kubernetes object of a service, which `compare --manifests` compares. */
const isRendered = ({ resource }: ResourceInstance): boolean => resource.block.type.startsWith('kustomization_');

/** `module.eks_gc0` of `module.eks_gc0.module.node_pool.aws_eks_node_group.nodes`. */
const moduleOf = ({ module: [first] }: ResourceAddress): string => (first ? `module.${first.name}` : '');

const sorted = (resources: readonly ForecastResource[]): ForecastResource[] =>
  [...resources].sort(
    (a, b) =>
      FORECAST_ACTIONS.indexOf(a.action) - FORECAST_ACTIONS.indexOf(b.action) ||
      (a.address < b.address ? -1 : a.address > b.address ? 1 : 0),
  );

const withPlatform = (environment: ForecastEnvironment, platform: string): ForecastEnvironment => ({
  ...environment,
  resources: environment.resources.map(each => ({ ...each, platform })),
});

function merged(parts: readonly ForecastEnvironment[]): ForecastEnvironment {
  if (parts.length === 1) return parts[0]!;
  const all = <K extends 'unknown' | 'cannotPlan' | 'fails' | 'hidden'>(name: K): Partial<ForecastEnvironment> => {
    const found = parts.flatMap(part => (part[name] ?? []) as readonly unknown[]);
    return found.length > 0 ? { [name]: found } : {};
  };
  return {
    resources: sorted(parts.flatMap(({ resources }) => resources)),
    ...all('unknown'),
    ...all('cannotPlan'),
    ...all('fails'),
    ...all('hidden'),
  };
}
