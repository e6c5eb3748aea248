/** The side after a change: what Terraform plans for each instance, given the state of the side before it. */
import { localized, t } from '../../common/localization';
import { getOrAdd } from '../../common/mapEntry';
import { now } from '../../common/now';
import { isPlanKnown, opaqueValue, pendingValue, unknownsIn } from '../hcl/evaluation/content';
import type { Value } from '../hcl/model';
import { map, unknown } from '../hcl/values/value';
import { behaviors } from '../hcl/languageFeatures';
import { ANY } from '../hcl/types/type';
import type { Expression } from '../syntax/ast';
import { knownOutput, leftOut, type AppliedWalk } from './appliedWalk';
import { allTags } from './allTags';
import { compareArguments, type Difference, type Path } from './compareArguments';
import { conditionHolds } from './effects';
import { equalityOf } from './valueEquality';
import { actionOf, isChanging, type Certainty, type InstanceAction } from './plannedAction';
import { blockValue, configured, withCurrentNames, type ConfigBlock } from './configBlock';
import { PlanDependencies } from './dependencies';
import { startsWith, withIgnoredChanges } from './ignoredChanges';
import { Matching } from './matchInstances';
import { isKeptAtEnd, keptText, lifecycleArgument } from './moduleResources';
import { argumentName, argumentText, providerValue, withSource } from './providerValue';
import { READS_FILES } from './readsFiles';
import type { ResourceFacts, ResourceType } from './resourceFacts';
import { ownerOf, type ForecastProblem, type ForecastSide, type PartOwner } from './forecastSide';
import type { ResourceInstance, ResourceNode } from './moduleNode';
import type { UnchangedCalls } from './unchangedCalls';
import { OWN_KEY, triggerSteps } from './triggerSteps';
import { Walk } from './walk';

export interface PlannedInstance {
  readonly action: InstanceAction;
  readonly differences: readonly Difference[];
  readonly prior: ResourceInstance | undefined;
  /** Set for an unknown action that is no replacement. */
  readonly atMost?: 'update';
  /** Why the action is unknown, beside the differences. */
  readonly note?: string;
}

export class PlannedWalk extends Walk {
  protected readonly name = 'after';
  private readonly plans = new Map<ResourceInstance, PlannedInstance>();
  private readonly changes = new Map<ResourceNode, Certainty>();
  /** By the trigger's resource and path. */
  private readonly triggers = new Map<ResourceNode, Map<string, Certainty>>();
  private readonly dependencies = new PlanDependencies(this);
  private matched: Matching | undefined;
  private readonly failures = new Map<PartOwner, ForecastProblem[]>();
  /** Set if a result needs more than what is remembered of a call, so that it is wrong. */
  private hasAskedRemembered = false;

  constructor(
    side: ForecastSide,
    environment: string,
    facts: ResourceFacts,
    private readonly before: AppliedWalk | undefined,
    private readonly unchanged: UnchangedCalls = new Set(),
    /** Calls whose part of the forecast is known from an earlier one. */
    private readonly remembered: ReadonlySet<string> = new Set(),
  ) {
    super(side, environment, facts);
  }

  /** Whether the results are valid although some calls were left out. */
  get isSelfContained(): boolean {
    return !this.hasAskedRemembered;
  }

  /** What an apply refuses although the plan succeeds. */
  failuresOf(owner: PartOwner): readonly ForecastProblem[] {
    return this.failures.get(owner) ?? [];
  }

  /** Computes what all plans need, with pauses. */
  *prepare(): Generator<undefined, void> {
    this.matched ??= yield* Matching.of(this.before, this, this.isVisited);
  }

  get matching(): Matching {
    return (this.matched ??= now(Matching.of(this.before, this, this.isVisited)));
  }

  /** Whether the change reaches a call of the root module. */
  readonly isReached = (call: string): boolean => !this.unchanged.has(call);

  /** Whether a call has to be evaluated. */
  readonly isVisited = (call: string): boolean => this.isReached(call) && !this.remembered.has(call);

  private askRemembered({ node }: ResourceNode): void {
    if (this.remembered.has(ownerOf(node.path))) this.hasAskedRemembered = true;
  }

  /** Whether the change can reach a resource of a call, or of the root module itself. */
  private mayChange(call: string | undefined): boolean {
    const { only } = this.side;
    if (only && only.call !== call) return false;
    return call === undefined || this.isReached(call);
  }

  /** The same instance before the change, in a call that the change doesn't reach. */
  private unchangedInstance({ resource, repetition }: ResourceInstance): ResourceInstance | undefined {
    const { path } = resource.node;
    if (!this.before || this.mayChange(path[0]?.name)) return undefined;
    const node = this.before.root.descendant(path);
    return node?.resource(resource.key)?.instanceAt(repetition.key);
  }

  plan(instance: ResourceInstance): PlannedInstance {
    const cached = this.plans.get(instance);
    if (cached) return cached;
    const same = this.unchangedInstance(instance);
    if (same) return { action: 'none', differences: [], prior: same };
    this.askRemembered(instance.resource);
    const computed = this.guard(`plan ${instance.text}`, () => this.computePlan(instance));
    if (!computed) return { action: 'unknown', differences: [], prior: undefined, note: t('It depends on itself.') };
    this.plans.set(instance, computed);
    return computed;
  }

  /** Whether an instance of a resource has a planned change. */
  hasChanges(resource: ResourceNode): Certainty {
    const cached = this.changes.get(resource);
    if (cached) return cached;
    if (this.before && !this.mayChange(resource.node.path[0]?.name)) return 'no';
    this.askRemembered(resource);
    let result: Certainty = this.matching.losesInstances(resource) ? 'yes' : 'no';
    const instances = resource.instances();
    for (const instance of instances) {
      if (result === 'yes') break;
      const { action } = this.plan(instance);
      if (action !== 'none') result = action === 'unknown' ? 'unknown' : 'yes';
    }
    // While it is planned, it counts as unknown.
    if (result === 'yes' || instances.every(each => this.plans.has(each))) this.changes.set(resource, result);
    return result;
  }

  protected instanceValue(instance: ResourceInstance): Value {
    const { isData, type } = instance.resource.block;
    const same = isData && READS_FILES.test(type) ? undefined : this.unchangedInstance(instance);
    if (same) return this.before!.valueOf(same);
    return instance.resource.block.isData ? this.dataValue(instance) : this.managedValue(instance);
  }

  private dataValue(data: ResourceInstance): Value {
    const values = blockValue(data.config);
    const contained = unknownsIn([values]);
    const deferred = contained.pending ? 'yes' : contained.uncertain ? 'unknown' : this.isDeferred(data.resource);
    const whole = (value: Value): Value => providerValue(data.config, path => withSource(value, data, path), undefined);
    if (deferred === 'yes') return whole(pendingValue());
    if (deferred === 'unknown') return whole(unknown());
    // A plan reads what exists before the change.
    const read = this.before?.objectRead(data, data.config);
    if (read) return this.before!.valueOf(read);
    const identity = this.dataIdentity(data, values);
    return providerValue(
      data.config,
      path =>
        this.locationAttribute(data, path.join('.')) ??
        withSource(opaqueValue(`${identity}#${argumentText(path)}`), data, path),
      undefined,
    );
  }

  /** The resource that a data source reads during the plan, although it is there only after the change: then the plan fails. */
  missingObject(data: ResourceInstance): ResourceInstance | undefined {
    if (this.facts.dataSource(data.resource.block.type)?.reads === undefined) return undefined;
    if (!isPlanKnown(blockValue(data.config)) || this.isDeferred(data.resource) !== 'no') return undefined;
    if (this.before?.objectRead(data, data.config)) return undefined;
    const found = this.objectRead(data);
    return found && ['create', 'replace', 'update'].includes(this.plan(found).action) ? found : undefined;
  }

  private isDeferred(data: ResourceNode): Certainty {
    const dependencies = this.dependencies.ofDataSource(data);
    if (!dependencies) return 'unknown';
    let result: Certainty = 'no';
    for (const resource of dependencies) {
      if (!this.afford(1)) return 'unknown';
      const changes = this.hasChanges(resource);
      if (changes === 'yes') return 'yes';
      if (changes === 'unknown') result = 'unknown';
    }
    return result;
  }

  private managedValue(instance: ResourceInstance): Value {
    const facts = this.facts.resource(instance.resource.block.type);
    const plan = this.plan(instance);
    const config = this.effectiveConfig(instance, plan.prior);
    return providerValue(
      config,
      path => withSource(this.attribute(instance, path, plan, facts), instance, path),
      facts,
    );
  }

  /** An attribute that the configuration leaves out. */
  private attribute(
    instance: ResourceInstance,
    path: Path,
    { action, atMost, prior, differences }: PlannedInstance,
    facts: ResourceType | undefined,
  ): Value {
    const name = argumentName(path);
    if (facts?.knownOutputs.has(name)) return knownOutput(instance, path, facts);
    const plain = leftOut(path, facts);
    if (plain) return plain;
    if (action === 'create' || action === 'replace') return pendingValue();
    if (!prior || (action === 'unknown' && !atMost)) return unknown();
    if (isChanging(name, differences, facts)) return action === 'update' ? pendingValue() : unknown();
    if (action !== 'none' && !facts) return unknown();
    const kept = configured(prior.config, path);
    // Only an argument that the provider also computes keeps its value.
    if (kept && facts && !facts.computed.has(name)) return unknown();
    return kept ?? this.before!.attribute(prior, path, facts);
  }

  /** The arguments, with those of the state where changes are ignored. */
  private effectiveConfig(instance: ResourceInstance, prior: ResourceInstance | undefined): ConfigBlock {
    if (!prior) return instance.config;
    return withIgnoredChanges(instance.resource.block, prior.config, instance.config);
  }

  private computePlan(instance: ResourceInstance): PlannedInstance {
    const prior = this.matching.priors.get(instance.text);
    const { type } = instance.resource.block;
    if (!prior) {
      const isImported = this.matching.imported.has(instance.text);
      if (isImported)
        return { action: 'unknown', differences: [], prior, note: t('An import block brings it under management.') };
      if (instance.repetition.isUnknown)
        return {
          action: 'unknown',
          differences: [],
          prior,
          note: t('The number of instances is known only after an apply.'),
        };
      const isUnknownBefore =
        this.matching.unknownBefore.has(instance.resource.address) ||
        (this.before?.isIncomplete(instance.address.module) ?? false);
      return isUnknownBefore
        ? { action: 'unknown', differences: [], prior, note: t('The instances before the change are unknown.') }
        : { action: 'create', differences: [], prior };
    }
    const facts = this.facts.resource(type);
    const after = this.effectiveConfig(instance, prior);
    const renamed = (config: ConfigBlock): ConfigBlock => (facts ? withCurrentNames(config, facts.renamed) : config);
    const differences = compareArguments({
      before: renamed(prior.config),
      after: renamed(after),
      facts,
      afford: steps => this.afford(steps),
    });
    if (prior.repetition.isUnknown) this.compareUnknownInstances(prior, instance, differences);
    if (facts?.isTaggable) this.compareDefaultTags(prior, instance, differences);
    this.compareProviders(prior, instance, facts, differences);
    const triggered = this.triggered(instance);
    if (this.isExhausted || this.before?.isExhausted)
      return { action: 'unknown', differences: [], prior, note: t('It takes too long to evaluate.') };
    const action = actionOf(differences, triggered);
    const mayReplace = triggered !== 'no' || differences.some(each => each.mayReplace);
    const plan: PlannedInstance = {
      action,
      differences,
      prior,
      ...(action === 'unknown' && !mayReplace && { atMost: 'update' }),
      ...(triggered !== 'no' && { note: 'replace_triggered_by' }),
      ...(action === 'replace' && isKeptAtEnd(instance.resource.block) && { note: keptText() }),
    };
    if (action !== 'none') this.noteFailures(plan, facts, instance);
    return plan;
  }

  private compareUnknownInstances(prior: ResourceInstance, instance: ResourceInstance, found: Difference[]): void {
    const [before, after] = [prior, instance].map(({ repetition }) => repetition.each?.[1] ?? unknown());
    if (equalityOf(before!, after!, undefined) === 'equal') return;
    found.push({
      path: ['for_each'],
      before,
      after,
      effect: 'unknown',
      mayReplace: true,
      range: instance.resource.range,
    });
  }

  /** `default_tags` of the provider reach every resource with tags. */
  private compareDefaultTags(prior: ResourceInstance, instance: ResourceInstance, found: Difference[]): void {
    if (found.some(({ path }) => path[0] === 'tags')) return;
    const all = (walk: Walk, { config, resource }: ResourceInstance): Value | undefined =>
      allTags(walk.defaultTags(resource), config.attributes.get('tags')?.value);
    const [before, after] = [all(this.before!, prior), all(this, instance)];
    if (!before && !after) return;
    const equality = equalityOf(before ?? map(ANY, new Map()), after ?? map(ANY, new Map()), undefined);
    if (equality === 'equal') return;
    const effect = equality === 'different' ? 'update' : 'unknown';
    found.push({
      path: ['tags_all'],
      before,
      after,
      effect,
      mayReplace: false,
      range: after?.origin ?? before?.origin,
    });
  }

  /** A resource doesn't exist in another region or project, unless it names its own. */
  private compareProviders(
    prior: ResourceInstance,
    instance: ResourceInstance,
    facts: ResourceType | undefined,
    found: Difference[],
  ): void {
    for (const name of ['region', 'project', 'subscription_id']) {
      const isOwn = [prior, instance].every(each => configured(each.config, [name]) !== undefined);
      // Then another argument identifies the project.
      const isElsewhere = name === 'project' && facts !== undefined && !facts.types.has(name);
      if (isOwn || isElsewhere) continue;
      const before = this.before!.providerArgument(prior.resource, name);
      const after = this.providerArgument(instance.resource, name);
      if (!before && !after) continue;
      if (before && after && equalityOf(before, after, undefined) === 'equal') continue;
      const range = after?.origin ?? before?.origin;
      found.push({ path: ['provider', name], before, after, effect: 'unknown', mayReplace: true, range });
    }
  }

  /** `replace_triggered_by` */
  private triggered(instance: ResourceInstance): Certainty {
    const list = lifecycleArgument(instance.resource.block, 'replace_triggered_by');
    if (list?.kind !== 'tuple') return 'no';
    let result: Certainty = 'no';
    for (const element of list.elements) {
      if (!this.afford(1)) return 'unknown';
      const certainty = this.isTriggeredBy(instance, element);
      if (certainty === 'yes') return 'yes';
      if (certainty === 'unknown') result = 'unknown';
    }
    return result;
  }

  private isTriggeredBy({ resource, repetition }: ResourceInstance, element: Expression): Certainty {
    const steps = triggerSteps(element);
    const [type, name, ...rest] = steps ?? [];
    const target =
      typeof type === 'string' && typeof name === 'string' ? resource.node.resource(`${type}.${name}`) : undefined;
    if (!target) return 'unknown';
    const [first, ...others] = rest;
    const isKeyed = typeof first === 'object';
    const path = (isKeyed ? others : rest).map(step => (typeof step === 'object' ? step.key : step));
    if (!isKeyed) return this.isTriggeredByAny(target, path);
    const instance = target.instanceAt(first.key === OWN_KEY ? repetition.key : first.key);
    return instance ? this.triggerOf([instance], path) : 'no';
  }

  private isTriggeredByAny(target: ResourceNode, path: Path): Certainty {
    let found = this.triggers.get(target);
    if (!found) this.triggers.set(target, (found = new Map<string, Certainty>()));
    const key = argumentText(path);
    const cached = found.get(key);
    if (cached) return cached;
    const instances = target.instances();
    const result = this.triggerOf(instances, path);
    // While it is planned, it counts as unknown.
    if (result === 'yes' || instances.every(each => this.plans.has(each))) found.set(key, result);
    return result;
  }

  private triggerOf(instances: readonly ResourceInstance[], path: Path): Certainty {
    let result: Certainty = 'no';
    for (const instance of instances) {
      const { action, differences } = this.plan(instance);
      if (!this.afford(1 + differences.length)) return 'unknown';
      if (action === 'replace' && !this.has(behaviors.replacedTriggers)) continue;
      const concerned =
        path.length === 0 || differences.some(each => startsWith(each.path, path) || startsWith(path, each.path));
      if (action === 'unknown') result = 'unknown';
      else if (action === 'replace' && path.length > 0 && !concerned) result = 'unknown';
      else if ((action === 'replace' || action === 'update') && concerned) return 'yes';
    }
    return result;
  }

  private noteFailures(plan: PlannedInstance, facts: ResourceType | undefined, instance: ResourceInstance): void {
    const { action, differences, prior } = plan;
    for (const fact of facts?.fails ?? []) {
      const { path, when, message } = fact;
      const difference = differences.find(each => argumentName(each.path) === path);
      const resource = prior && { before: prior.config, after: instance.config };
      const holds = when === 'destroyed' ? false : difference && resource && conditionHolds(fact, difference, resource);
      if (holds && action !== 'create')
        getOrAdd(this.failures, ownerOf(instance.address.module), () => []).push({
          message: `${instance.text}: ${localized({ message, values: [] })}`,
          range: difference?.range,
        });
    }
  }
}
