/** The forecast of a change: both sides, walked in each environment. */
import { localized, t } from '../../common/localization';
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
import { identityOf } from '../hcl/evaluation/content';
import { toPlain } from '../hcl/values/json';
import { containsSensitive, whollyKnown } from '../hcl/values/value';
import type { SourceRange, Value } from '../hcl/model';
import { platformOutline } from '../kubestack/platform/platform';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin, relativePath } from '../workspace/uri';
import { findAttribute } from '../workspace/declarations';
import type { ResourceAddress } from './addresses';
import { AppliedWalk, STAND_IN } from './appliedWalk';
import { Causes } from './causes';
import type { Difference } from './compareArguments';
import { valueAt } from './configBlock';
import { plannedText, type MovedInstance } from './matchInstances';
import { isSameStep } from './moves';
import { conditionsOf, PlannedWalk, type PlannedInstance } from './plannedWalk';
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
  /** The location of a range in a file of the workspace; undefined for other files. */
  readonly locate: (range: SourceRange) => ForecastLocation | undefined;
}

interface Platform {
  readonly root: ModuleInstance;
  readonly environments: readonly string[];
}

/** Number of instances between two pauses. */
const INSTANCES_PER_PAUSE = 4;

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
    platform && { model, root: platform.root, folderOf: source => options.folderOf?.(source) };
  const platforms = folders.map((folder): ComparedPlatform => {
    const [from, to] = [old.get(folder), current.get(folder)];
    const [first, second] = [side(before, from), side(after, to)];
    return {
      before: from && first && { ...from, side: first },
      after: to && second && { ...to, side: second },
      unchanged: unchangedCalls(first, second),
    };
  });
  for (const name of new Set(names)) {
    if (!isRequested(name)) continue;
    const parts: ForecastEnvironment[] = [];
    for (const [index, folder] of folders.entries()) {
      const part = yield* forecastEnvironment(name, platforms[index]!, options);
      parts.push(folders.length === 1 ? part : withPlatform(part, folder));
    }
    setOwnProperty(environments, name, merged(parts));
  }
  return { environments };
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
}

interface PlatformSide extends Platform {
  readonly side: ForecastSide;
}

function* forecastEnvironment(
  environment: string,
  { before: from, after: to, unchanged }: ComparedPlatform,
  options: ForecastOptions,
): Generator<undefined, ForecastEnvironment> {
  const existed = from?.environments.includes(environment) ?? false;
  if (!to?.environments.includes(environment)) {
    if (!existed) return { resources: [] };
    const message = t(
      "{0} is no longer an environment of the platform, so Terraform can't plan it. Destroy its resources before you remove it.",
      environment,
    );
    return { resources: [], cannotPlan: [{ message }] };
  }
  const before = from && existed ? new AppliedWalk(from.side, environment, options.facts) : undefined;
  const after = new PlannedWalk(to.side, environment, options.facts, before, unchanged);
  return yield* new EnvironmentForecast(before, after, options).compute();
}

class EnvironmentForecast {
  private readonly resources: ForecastResource[] = [];
  private readonly hidden: ForecastNote[] = [];
  private readonly cannotPlan: ForecastProblem[] = [];
  private readonly untyped = new Set<string>();
  private readonly causes: Causes;

  constructor(
    private readonly before: AppliedWalk | undefined,
    private readonly after: PlannedWalk,
    private readonly options: ForecastOptions,
  ) {
    this.causes = new Causes(before, after);
  }

  *compute(): Generator<undefined, ForecastEnvironment> {
    const { after, before } = this;
    let count = 0;
    const gone: MovedInstance[] = [];
    for (const instance of after.instances(false, after.isReached)) {
      if (++count % INSTANCES_PER_PAUSE === 0) yield;
      if (isRendered(instance)) continue;
      const plan = after.plan(instance);
      this.addProblems(instance);
      if (plan.action === 'none') continue;
      if (plan.action === 'replace') gone.push({ instance: plan.prior ?? instance, to: instance.address });
      if (plan.action === 'replace' && preventsDestroy(instance)) {
        const message = t(
          '{0} has to be replaced, and its lifecycle says prevent_destroy. The plan fails.',
          instance.text,
        );
        this.cannotPlan.push({ message, range: instance.resource.range });
      }
      this.resources.push(this.changed(instance, plan, plan.action));
    }
    for (const instance of after.instances(true, after.isReached)) {
      if (++count % INSTANCES_PER_PAUSE === 0) yield;
      this.addProblems(instance);
      this.addMissingObject(instance);
    }
    for (const destroyed of after.matching.destroyed()) {
      if (isRendered(destroyed.instance)) continue;
      gone.push(destroyed);
      this.resources.push(this.destroyed(destroyed));
    }
    this.addHiddenEffects(gone);
    this.addDestroyFailures(gone);
    const problems = [...after.problems, ...(before?.problems ?? [])].map(({ message }) => message);
    const untyped = [...this.untyped]
      .sort()
      .map(type => t('There are no facts about {0}: whether a change replaces it is unknown.', type));
    const unknown = [...new Set([...problems, ...untyped])];
    const cannotPlan = this.notes(this.cannotPlan);
    const fails = this.notes(after.failures);
    return {
      resources: sorted(this.resources),
      ...(unknown.length > 0 && { unknown }),
      ...(cannotPlan.length > 0 && { cannotPlan }),
      ...(fails.length > 0 && { fails }),
      ...(this.hidden.length > 0 && { hidden: this.hidden }),
    };
  }

  private changed(instance: ResourceInstance, plan: PlannedInstance, action: ForecastAction): ForecastResource {
    const { type } = instance.resource.block;
    if (action === 'unknown' && !this.options.facts.resource(type)) this.untyped.add(type);
    return {
      ...addresses(instance.text, plan.prior),
      type,
      action,
      reasons: plan.differences.map(each => this.reason(instance, each)),
      ...(plan.note !== undefined && { note: plan.note }),
      module: moduleOf(instance.address),
    };
  }

  private destroyed(moved: MovedInstance): ForecastResource {
    const { instance, to } = moved;
    return {
      ...addresses(plannedText(moved), instance),
      type: to.type,
      action: instance.repetition.isUnknown ? 'unknown' : 'destroy',
      reasons: [],
      module: moduleOf(to),
    };
  }

  private reason(instance: ResourceInstance, difference: Difference): ForecastReason {
    const { path, before, after, effect } = difference;
    const range = this.causes.of(instance, difference);
    const location = range && this.options.locate(range);
    const isSensitive = [before, after].some(value => value && containsSensitive(value));
    return {
      argument: path,
      ...(isSensitive ? { sensitive: true } : { ...plainSide('before', before), ...plainSide('after', after) }),
      effect,
      ...(location && { location }),
    };
  }

  /** Errors in arguments and conditions that are known to be false make the plan fail. */
  private addProblems(instance: ResourceInstance): void {
    // The arguments are evaluated by now, except for instances that are created.
    void instance.config;
    for (const { message, range, code } of instance.diagnostics)
      if (code !== 'KS004') this.cannotPlan.push({ message: `${instance.text}: ${message}`, range });
    for (const block of conditionsOf(instance.resource, 'precondition')) {
      const condition = findAttribute(block, 'condition')?.value;
      const { item } = instance.resource.block.parts[0]!;
      if (!condition) continue;
      const { node } = instance.resource;
      const { value } = node.evaluate(item, condition, instance.repetition);
      if (value.kind !== 'bool' || value.value) continue;
      const text = findAttribute(block, 'error_message')?.value;
      const message = text && node.evaluate(item, text, instance.repetition).value;
      const why = message?.kind === 'string' && !message.sensitive ? message.value : t('A precondition is not met.');
      this.cannotPlan.push({ message: `${instance.text}: ${why}`, range: value.origin ?? instance.resource.range });
    }
  }

  /** A plan can't read an object that the same change creates. */
  private addMissingObject(data: ResourceInstance): void {
    const created = this.after.createdObject(data);
    if (!created) return;
    const message = t(
      "{0} reads {1}, which this change creates, so the plan doesn't find it.",
      data.text,
      created.text,
    );
    this.cannotPlan.push({ message, range: data.resource.range });
  }

  private addHiddenEffects(gone: readonly MovedInstance[]): void {
    for (const each of gone) {
      for (const { types, note } of this.options.facts.resource(each.to.type)?.destroys ?? []) {
        if (this.hasStaying(each.to, types))
          this.hidden.push({ message: `${plannedText(each)}: ${localized({ message: note, values: [] })}` });
      }
    }
  }

  /** What the provider refuses to delete. */
  private addDestroyFailures(gone: readonly MovedInstance[]): void {
    for (const each of gone) {
      const { instance, to } = each;
      const facts = this.options.facts.resource(instance.resource.block.type);
      for (const { path, when, types, message } of facts?.fails ?? []) {
        if (when !== 'destroyed') continue;
        const steps = path.split('.');
        const given = valueAt(instance.config, steps);
        const isSet =
          given && given.kind !== 'null' ? given.kind === 'bool' && given.value : facts?.defaults.get(path) === true;
        const isRefused = types.length === 0 ? isSet : this.hasStaying(to, types);
        if (isRefused)
          this.after.failures.push({
            message: `${plannedText(each)}: ${localized({ message, values: [] })}`,
            range: instance.resource.range,
          });
      }
    }
  }

  /** Whether resources of these types in the same module stay, although this one is destroyed. */
  private hasStaying({ module }: ResourceAddress, types: readonly string[]): boolean {
    const gone = new Set(
      this.resources.filter(({ action }) => action === 'replace' || action === 'destroy').map(({ address }) => address),
    );
    const [call] = module;
    const isInside = ({ address }: ResourceInstance): boolean =>
      module.every((step, index) => address.module[index] && isSameStep(step, address.module[index]));
    return [...this.after.instances(false, call && (name => name === call.name))].some(
      other => types.includes(other.resource.block.type) && isInside(other) && !gone.has(other.text),
    );
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

function plainSide(name: 'before' | 'after', value: Value | undefined): Partial<ForecastReason> {
  if (!value || value.kind === 'null') return {};
  if (!whollyKnown(value) || identityOf(value).includes(STAND_IN))
    return name === 'before' ? { beforeUnknown: true } : { afterUnknown: true };
  return { [name]: toPlain(value) };
}

/** Whether a resource is a Kubernetes object of a service, which `compare --manifests` compares. */
const isRendered = ({ resource }: ResourceInstance): boolean => resource.block.type.startsWith('kustomization_');

/** `module.eks_gc0` of `module.eks_gc0.module.node_pool.aws_eks_node_group.nodes`. */
const moduleOf = ({ module: [first] }: ResourceAddress): string => (first ? `module.${first.name}` : '');

function preventsDestroy({ resource }: ResourceInstance): boolean {
  return resource.block.parts.some(({ block }) =>
    block.body.some(entry => {
      const value =
        entry.kind === 'block' && entry.type === 'lifecycle'
          ? findAttribute(entry, 'prevent_destroy')?.value
          : undefined;
      return value?.kind === 'bool' && value.value;
    }),
  );
}

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
