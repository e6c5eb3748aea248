/** One side of a forecast in one environment: the values of its resources and data sources. */
import { t } from '../../common/localization';
import { getOrAdd } from '../../common/mapEntry';
import { EvaluationBudget } from '../hcl/budget';
import { identityOf, isPlanKnown, opaqueValue, shortIdentity } from '../hcl/evaluation/content';
import { hasFeature, type LanguageFeature } from '../hcl/languageFeatures';
import type { Value } from '../hcl/model';
import { nullOf, string, unknown } from '../hcl/values/value';
import { declaredAttribute, type Declaration } from '../workspace/declarations';
import { dottedNames } from './addresses';
import type { ModuleStep } from './addresses';
import { ownerOf, type ForecastProblem, type ForecastSide, type PartOwner, type ProblemKind } from './forecastSide';
import { ModuleNode, type ResourceInstance, type ResourceNode } from './moduleNode';
import { resourceAttribute } from './moduleResources';
import { READS_FILES } from './readsFiles';
import { SINGLE, valueOfInstances } from './resourceNode';
import type { ResourceFacts } from './resourceFacts';
import { relatedCalls } from './rootReferences';
import { sharedValues, type SharedValues } from './sharedValues';
import { typesOfModules } from './typesOfModules';
import type { WalkContext } from './walkContext';

/** The number of steps of evaluating one declaration; those that it refers to have their own. */
const MAX_STEPS = 200_000;
/** Steps of one environment of one side, about ten seconds. The remaining values are unknown. */
const MAX_STEPS_OF_WALK = 20_000_000;
/** Additional steps of a long configuration: one without loops takes fewer. */
const STEPS_PER_CHARACTER = 40;
/** The steps to make an instance or a block, and to keep it in memory: about 1 kB. */
const STEPS_PER_PART = 200;
/** Number of instances between two pauses. */
const INSTANCES_PER_PAUSE = 4;
/** Declarations that depend on each other: evaluation is recursive, and the call stack ends not far beyond. */
const MAX_CHAIN = 250;

/** A provider block and the module that contains it. */
export interface ProviderConfiguration {
  readonly node: ModuleNode;
  /** With its alias: `aws.eks_zero`. */
  readonly key: string;
  readonly declaration: Declaration;
}

/** A search for resources in the whole platform. */
export interface FarRead {
  readonly type: string;
  /** Arguments and the identities of their values. */
  readonly wanted: readonly (readonly [string, string])[];
  /** The calls in which it found any. */
  readonly owners: ReadonlySet<PartOwner>;
}

/** One side in one environment. */
export abstract class Walk implements WalkContext {
  /** Distinguishes the sides. */
  protected abstract readonly name: string;
  readonly root: ModuleNode;
  readonly shared: SharedValues;
  private readonly problems = new Map<ProblemKind, Map<PartOwner, Map<string, ForecastProblem>>>();
  /** By call and search. */
  private readonly farReads = new Map<PartOwner, Map<string, FarRead>>();
  /** Paths of modules of which a part was left out: the names of their calls. */
  private readonly incomplete = new Set<string>();
  private readonly values = new Map<ResourceInstance, Value>();
  private readonly wholeValues = new Map<ResourceNode, Value>();
  private readonly related = new Map<string, ReadonlySet<string>>();
  private readonly running = new Set<string>();
  private steps = 0;

  constructor(
    readonly side: ForecastSide,
    readonly environment: string,
    readonly facts: ResourceFacts,
  ) {
    this.shared = sharedValues(side);
    this.root = new ModuleNode(this, side.root, side.model.tree);
  }

  /** The value of a single instance, as expressions see it. */
  protected abstract instanceValue(instance: ResourceInstance): Value;

  report(kind: ProblemKind, problem: ForecastProblem, module: readonly ModuleStep[]): void {
    const ofKind = getOrAdd(this.problems, kind, () => new Map<PartOwner, Map<string, ForecastProblem>>());
    const found = getOrAdd(ofKind, ownerOf(module), () => new Map<string, ForecastProblem>());
    if (!found.has(problem.message)) found.set(problem.message, problem);
  }

  /** Each message of an owner once. */
  problemsOf(kind: ProblemKind, owner: PartOwner): readonly ForecastProblem[] {
    return [...(this.problems.get(kind)?.get(owner)?.values() ?? [])];
  }

  /** Whether the program that plans this side has a feature; the newest version counts if nothing is known of it. */
  has(feature: LanguageFeature): boolean {
    return hasFeature(feature, this.side.model.sourcesOf(this.side.root).programVersion().current()) !== false;
  }

  get hasSkipped(): boolean {
    return this.problems.has('skipped');
  }

  /** Where problems were found. */
  problemOwners(): ReadonlySet<PartOwner> {
    return new Set([...this.problems.values()].flatMap(owners => [...owners.keys()]));
  }

  /** What data sources of a call have searched in the whole platform. */
  farReadsOf(owner: PartOwner): readonly FarRead[] {
    return [...(this.farReads.get(owner)?.values() ?? [])];
  }

  /** Whether the root module or one of these calls has what a data source has searched. */
  hasAnyOf({ type, wanted }: FarRead, isIncluded: (call: string) => boolean): boolean {
    return this.instancesWith(type, wanted, isIncluded).length > 0;
  }

  get hasProblems(): boolean {
    return this.problems.size > 0;
  }

  leaveOut(module: readonly ModuleStep[]): void {
    this.incomplete.add(pathOf(module));
  }

  /** Whether instances of a module may be missing. */
  isIncomplete(module: readonly ModuleStep[]): boolean {
    return (
      this.incomplete.size > 0 &&
      [...module.keys(), module.length].some(end => this.incomplete.has(pathOf(module.slice(0, end))))
    );
  }

  budget(): EvaluationBudget {
    return new EvaluationBudget(Math.min(MAX_STEPS, Math.max(0, this.maxSteps - this.steps)));
  }

  spent(budget: EvaluationBudget): void {
    this.steps += budget.spent;
    // Also a single declaration that takes too long.
    if (budget.isExhausted) this.reportExhausted();
  }

  afford(steps: number): boolean {
    this.steps += steps;
    if (!this.isExhausted) return true;
    this.reportExhausted();
    return false;
  }

  affordParts(count: number): boolean {
    return this.afford(count * STEPS_PER_PART);
  }

  get isExhausted(): boolean {
    return this.steps > this.maxSteps;
  }

  private get maxSteps(): number {
    return this.side.maxSteps ?? MAX_STEPS_OF_WALK + STEPS_PER_CHARACTER * this.side.model.workspace.textLength;
  }

  private reportExhausted(): void {
    this.leaveOut([]);
    const message = t('This platform takes too long to evaluate, so some changes are unknown.');
    this.report('skipped', { message }, []);
  }

  /** Runs an evaluation; undefined if it depends on itself, or on a chain that is too long. */
  guard<T>(key: string, compute: () => T): T | undefined {
    if (this.running.has(key) || this.running.size >= MAX_CHAIN) return undefined;
    this.running.add(key);
    try {
      return compute();
    } finally {
      this.running.delete(key);
    }
  }

  /** All instances of a resource or data source, as expressions see them. */
  resourceValue(resource: ResourceNode): Value {
    const cached = this.wholeValues.get(resource);
    if (cached) return cached;
    const value = this.wholeValue(resource);
    // While an instance is computed, its value is unknown.
    if (resource.instances().every(each => this.values.has(each))) this.wholeValues.set(resource, value);
    return value;
  }

  private wholeValue(resource: ResourceNode): Value {
    const instances = resource.instances();
    const { repetition } = resource;
    if (instances.some(each => each.repetition.isUnknown))
      return isPlanKnown(this.valueOf(instances[0]!))
        ? opaqueValue(`instances ${resource.address} ${identityOf(this.valueOf(instances[0]!))}`)
        : unknown();
    // `enabled = false`
    if (repetition === 'single') return instances[0] ? this.valueOf(instances[0]) : nullOf();
    return valueOfInstances(
      repetition,
      instances.map(each => [each.repetition.key, this.valueOf(each)]),
    );
  }

  valueOf(instance: ResourceInstance): Value {
    const cached = this.values.get(instance);
    if (cached) return cached;
    const value = this.guard(`value ${instance.text}`, () => this.instanceValue(instance));
    if (!value || this.isExhausted) return unknown();
    this.values.set(instance, value);
    return value;
  }

  /**
   * The instances of all resources, or of all data sources.
   * @param isIncluded whether the modules of a call in the root module are wanted
   */
  *instances(isData: boolean, isIncluded?: (call: string) => boolean): Iterable<ResourceInstance> {
    for (const node of this.root.modules(isIncluded))
      for (const resource of node.resources()) if (resource.block.isData === isData) yield* resource.instances();
  }

  /** Visits the same instances, with pauses also between modules without any. Ends when the budget is exhausted. */
  *visitInstances(
    isData: boolean,
    visit: (instance: ResourceInstance) => void,
    isIncluded?: (call: string) => boolean,
  ): Generator<undefined, void> {
    let count = 0;
    for (const node of this.root.modules(isIncluded)) {
      yield;
      for (const resource of node.resources()) {
        if (resource.block.isData !== isData) continue;
        for (const instance of resource.instances()) {
          if (++count % INSTANCES_PER_PAUSE === 0) yield;
          if (this.isExhausted) return;
          visit(instance);
        }
      }
    }
  }

  /** The configuration of a resource's provider, and the module that contains it. */
  providerOf({ node, block }: ResourceNode): ProviderConfiguration | undefined {
    const written = resourceAttribute(block, 'provider')?.attribute.value;
    return providerIn(node, (written && dottedNames(written)) ?? block.type.split('_')[0]!);
  }

  /** Whether this side has a provider block of the other side. */
  hasProvider({ node, key }: ProviderConfiguration): boolean {
    let modules: readonly ModuleNode[] = [this.root];
    for (const { name } of node.path) modules = modules.flatMap(each => [...each.childrenOf(name).values()]);
    return modules.some(({ folder }) => folder?.declaration('provider', key) !== undefined);
  }

  /** An argument of a resource's provider. */
  providerArgument(resource: ResourceNode, name: string): Value | undefined {
    const provider = this.providerOf(resource);
    const part = provider && declaredAttribute(provider.declaration, name);
    return part && provider.node.evaluate(part.item, part.attribute.value, SINGLE).value;
  }

  /** The `default_tags` of a resource's provider. */
  defaultTags(resource: ResourceNode): Value | undefined {
    const provider = this.providerOf(resource);
    if (!provider) return undefined;
    const { item, block } = provider.declaration;
    for (const entry of block.body) {
      if (entry.kind !== 'block' || entry.type !== 'default_tags') continue;
      const tags = entry.body.find(each => each.kind === 'attribute' && each.name === 'tags');
      if (tags?.kind === 'attribute') return provider.node.evaluate(item, tags.value, SINGLE).value;
    }
    return undefined;
  }

  /** The resource of this side that a data source reads; undefined if that is not in the configuration. */
  objectRead(data: ResourceInstance, config = data.config): ResourceInstance | undefined {
    const facts = this.facts.dataSource(data.resource.block.type);
    const names = [...config.attributes.keys()];
    if (!facts?.reads || names.length === 0 || config.blocks.size > 0) return undefined;
    if (!names.every(name => facts.by.has(name))) return undefined;
    const values = names.map(name => config.attributes.get(name)!.value);
    if (!values.every(isPlanKnown)) return undefined;
    const wanted = names.map((name, index) => [facts.by.get(name)!, identityOf(values[index]!)] as const);
    const [own] = data.resource.node.path;
    const related = own && this.relatedTo(own.name);
    // Usually, it is in the same cluster, or in one that the call refers to.
    const near = related ? this.instancesWith(facts.reads, wanted, call => related.has(call)) : [];
    if (near.length > 0) return near.length === 1 ? near[0] : undefined;
    const found = this.instancesWith(facts.reads, wanted);
    const owners = new Set(found.map(({ address }) => ownerOf(address.module)));
    getOrAdd(this.farReads, ownerOf(data.resource.node.path), () => new Map<string, FarRead>()).set(
      JSON.stringify([facts.reads, wanted]),
      { type: facts.reads, wanted, owners },
    );
    return found.length === 1 ? found[0] : undefined;
  }

  /** The calls of the root module that a call refers to, with itself. */
  private relatedTo(call: string): ReadonlySet<string> {
    let found = this.related.get(call);
    const { folder } = this.root;
    if (!found) this.related.set(call, (found = folder ? relatedCalls(folder, call) : new Set()));
    return found;
  }

  /** The resources of a type with these arguments. */
  private instancesWith(
    type: string,
    wanted: FarRead['wanted'],
    isIncluded?: (call: string) => boolean,
  ): ResourceInstance[] {
    const found: ResourceInstance[] = [];
    const types = typesOfModules(this.side);
    const isWanted = (call: string): boolean => isIncluded?.(call) !== false && types.mayHave(call, type);
    for (const node of this.root.modules(isWanted))
      for (const resource of node.resources()) {
        if (resource.block.isData || resource.block.type !== type) continue;
        for (const instance of resource.instances())
          if (
            wanted.every(([name, value]) => {
              const argument = instance.argument(name);
              return argument !== undefined && identityOf(argument) === value;
            })
          )
            found.push(instance);
      }
    return found;
  }

  /** The identity of what a data source reads: its type, arguments and location. */
  protected dataIdentity(instance: ResourceInstance, values: Value): string {
    const { resource } = instance;
    const location = ['region', 'project', 'zone', 'subscription_id'].map(name => {
      const value = this.providerArgument(resource, name);
      return value ? identityOf(value) : '';
    });
    // The files that such a data source reads may differ, although its arguments don't.
    const side = READS_FILES.test(resource.block.type) ? this.name : '';
    return shortIdentity(`data ${resource.block.type} ${identityOf(values)} ${location.join(' ')} ${side}`);
  }

  /** Attributes of data sources that are arguments of their provider. */
  protected locationAttribute(instance: ResourceInstance, name: string): Value | undefined {
    const argument = this.facts.dataSource(instance.resource.block.type)?.fromProvider.get(name);
    const value =
      argument === undefined || instance.config.attributes.size > 0
        ? undefined
        : this.providerArgument(instance.resource, argument);
    return value?.kind === 'string' ? string(value.value) : undefined;
  }
}

function providerIn(node: ModuleNode, key: string): ProviderConfiguration | undefined {
  const declaration = node.folder?.declaration('provider', key);
  if (declaration) return { node, key, declaration };
  const { within } = node;
  if (!within) return undefined;
  const passed = declaredAttribute(within.call.declaration, 'providers')?.attribute.value;
  if (passed?.kind === 'object') {
    for (const item of passed.items) {
      if (dottedNames(item.key) !== key) continue;
      const target = dottedNames(item.value);
      return target === undefined ? undefined : providerIn(within.parent, target);
    }
  }
  return key.includes('.') ? undefined : providerIn(within.parent, key);
}

const pathOf = (module: readonly ModuleStep[]): string => module.map(({ name }) => name).join('.');
