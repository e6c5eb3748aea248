/**
 * The modules of a platform in one environment, with their resources, instances and evaluated arguments. Values are computed on request, in the order in
 * which Terraform's graph would compute them.
 */
import { t } from '../../common/localization';
import type { EvaluationBudget } from '../hcl/budget';
import { evaluate } from '../hcl/evaluation/evaluate';
import { Evaluation, Scope } from '../hcl/evaluation/scope';
import type { SourceRange, Value } from '../hcl/model';
import { nullOf, object, unknown } from '../hcl/values/value';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { InstanceSources } from '../kubestack/modules/instanceSources';
import type { EvaluatedExpression } from '../kubestack/modules/instanceReferences';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Expression, Item } from '../syntax/ast';
import { declaredAttribute, type Declaration } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { incompleteFiles } from '../workspace/incompleteFiles';
import { fsPathOf, pathBetween } from '../workspace/uri';
import { keyText, moduleText, type ModuleStep } from './addresses';
import { calledModuleFolder, type CalledModule } from './calledModuleFolder';
import { enabledArgument, resourcesOf, modulePartCount, type ModuleResources } from './moduleResources';
import { PlannedReferences, type ReferencedModule } from './plannedReferences';
import {
  type RepeatedInstance,
  RepeatedResource,
  SINGLE,
  countedInstances,
  enabledInstances,
  hasSensitiveKeys,
  keyedInstances,
  valueOfInstances,
  type RepeatingArguments,
  type Repetition,
  type ResourceModule,
} from './resourceNode';
import type { WalkContext } from './walkContext';

/** Instances of one resource or module. */
const MAX_INSTANCES = 5_000;

/** What could not be evaluated, at least not in this environment. */
const UNKNOWN: EvaluatedExpression = { value: unknown(), diagnostics: [], usesWorkspace: true, usesInputs: false };

/** A resource or data source. */
export type ResourceNode = RepeatedResource<ModuleNode>;
export type ResourceInstance = RepeatedInstance<ModuleNode>;

/** A call of a module. */
class CallNode {
  private cached: ReadonlyMap<string, ModuleNode> | undefined;

  constructor(
    readonly parent: ModuleNode,
    readonly name: string,
    readonly declaration: Declaration,
  ) {}

  get repetition(): 'single' | 'count' | 'each' {
    if (declaredAttribute(this.declaration, 'count')) return 'count';
    return declaredAttribute(this.declaration, 'for_each') ? 'each' : 'single';
  }

  /** By the text of their key; empty if the module is not on disk. */
  children(): ReadonlyMap<string, ModuleNode> {
    return (this.cached ??= this.read());
  }

  private read(): ReadonlyMap<string, ModuleNode> {
    const { parent, name, declaration } = this;
    const { walk } = parent;
    const address = parent.instance.addressOf(name);
    const path = [...parent.path, { name }];
    const range = rangeOf(declaration);
    const leftOut = (kind: 'skipped' | 'missing', message: string): ReadonlyMap<string, ModuleNode> => {
      walk.report(kind, { message, range }, path);
      walk.leaveOut(path);
      return new Map();
    };
    const folder = parent.folderOfCall(declaration);
    if (!folder) return leftOut('missing', address);
    if (parent.instance.depth >= MAX_MODULE_DEPTH)
      return leftOut(
        'skipped',
        t('{0} is not read: modules are read up to a depth of {1}.', address, MAX_MODULE_DEPTH),
      );
    if (parent.instance.isInside(folder.uri))
      return leftOut('skipped', t('{0} is not read: the module calls itself.', address));
    const repetitions = parent.instancesOf(moduleText(path), {
      count: declaredAttribute(declaration, 'count'),
      forEach: declaredAttribute(declaration, 'for_each'),
      enabled: enabledArgument([declaration, ...(declaration.overrides ?? [])]),
    }) ?? [{ key: undefined, isUnknown: true }];
    if (!walk.affordParts(repetitions.length * modulePartCount(folder.tree.readFolder(folder.uri)))) {
      walk.leaveOut(path);
      return new Map();
    }
    const children = new Map<string, ModuleNode>();
    const message = t('The number of instances of {0} is known only after an apply.', address);
    for (const repetition of repetitions) {
      const instance = new ModuleInstance(folder.tree.workspace, folder.uri, parent.instance, name);
      if (repetition.isUnknown) walk.report('unknown', { message, range }, path);
      const node = new ModuleNode(walk, instance, folder.tree, { parent, call: this, repetition });
      children.set(keyText(repetition.key), node);
    }
    return children;
  }
}

const rangeOf = ({ item, block }: Declaration): SourceRange => ({ item, start: block.start, end: block.end });

/** An instance of a module. */
export class ModuleNode implements ReferencedModule, ResourceModule {
  readonly path: readonly ModuleStep[];
  private readonly address: string;
  private readonly reads = new DependencyTracker();
  private readonly locals = new Map<string, EvaluatedExpression>();
  private readonly variables = new Map<string, EvaluatedExpression | undefined>();
  private readonly outputs = new Map<string, EvaluatedExpression | undefined>();
  private readonly wholeModules = new Map<string, Value>();
  private readonly nodes = new Map<string, ResourceNode>();
  /** The module calls, in the order of the source. */
  private readonly names: readonly string[];
  /** Those that something refers to: most forecasts concern few of thousands. */
  private readonly calls = new Map<string, CallNode>();
  private readonly declared: ModuleResources | undefined;

  constructor(
    readonly walk: WalkContext,
    readonly instance: ModuleInstance,
    readonly tree: ModuleTree,
    readonly within?: { readonly parent: ModuleNode; readonly call: CallNode; readonly repetition: Repetition },
  ) {
    this.path = within ? [...within.parent.path, { name: within.call.name, key: within.repetition.key }] : [];
    this.address = moduleText(this.path);
    const folder = this.folder;
    this.declared = folder && resourcesOf(folder);
    if (folder) this.reportUnread(folder);
    for (const [key, block] of this.declared?.blocks ?? [])
      this.nodes.set(key, new RepeatedResource<ModuleNode>(this, block));
    this.names = folder?.namesInOrder('module') ?? [];
  }

  get folder(): ModuleFolder | undefined {
    return this.tree.readFolder(this.instance.folderUri);
  }

  get parent(): ModuleNode | undefined {
    return this.within?.parent;
  }

  get moduleResources(): ModuleResources | undefined {
    return this.declared;
  }

  resources(): Iterable<ResourceNode> {
    return this.nodes.values();
  }

  resource(key: string): ResourceNode | undefined {
    return this.nodes.get(key);
  }

  /** The module at a path below this one. */
  descendant([step, ...rest]: readonly ModuleStep[]): ModuleNode | undefined {
    if (!step) return this;
    return this.childrenOf(step.name).get(keyText(step.key))?.descendant(rest);
  }

  /** The instances of a call, by the text of their key. */
  childrenOf(name: string): ReadonlyMap<string, ModuleNode> {
    return this.call(name)?.children() ?? new Map<string, ModuleNode>();
  }

  private call(name: string): CallNode | undefined {
    const found = this.calls.get(name);
    const declaration = found ? undefined : this.folder?.declaration('module', name);
    if (!declaration) return found;
    const call = new CallNode(this, name, declaration);
    this.calls.set(name, call);
    return call;
  }

  /**
   * This module and all modules below it.
   * @param isIncluded whether the modules of one of its calls are wanted
   */
  *modules(isIncluded: (call: string) => boolean = () => true): Iterable<ModuleNode> {
    const only = this.within ? undefined : this.walk.side.only;
    if (!only) yield this;
    for (const name of this.names)
      if (isIncluded(name) && (!only || name === only.call))
        for (const child of this.childrenOf(name).values()) yield* child.modules();
  }

  folderOfCall(declaration: Declaration): CalledModule | undefined {
    return calledModuleFolder(this.walk.side, this.tree, this.instance, declaration, this.reads);
  }

  /** What a file declares that could not be read completely is unknown. */
  private reportUnread(folder: ModuleFolder): void {
    const { walk, path } = this;
    const unread = incompleteFiles(folder, path.length === 0);
    if (unread.length === 0) return;
    walk.leaveOut(path);
    for (const { file, message } of unread) {
      const { root, top = root.folderUri } = walk.side;
      const name = this.isElsewhere ? fsPathOf(file.uri) : pathBetween(top, file.uri);
      walk.report('skipped', { message: `${name}: ${message}` }, path);
    }
  }

  instancesOf(address: string, repeating: RepeatingArguments): readonly Repetition[] | undefined {
    return this.walk.guard(`instances ${address}`, () => this.repetitions(address, repeating));
  }

  affordParts(count: number): boolean {
    return this.walk.affordParts(count);
  }

  get isExhausted(): boolean {
    return this.walk.isExhausted;
  }

  get environment(): string {
    return this.walk.environment;
  }

  get isElsewhere(): boolean {
    return this.tree !== this.walk.side.model.tree;
  }

  resourceValue(key: string): Value | undefined {
    const resource = this.nodes.get(key);
    return resource && this.walk.resourceValue(resource);
  }

  givenValue(name: string): EvaluatedExpression | undefined {
    const { within, walk } = this;
    const part = within && declaredAttribute(within.call.declaration, name);
    if (!part) return undefined;
    const evaluated = within.parent.evaluate(part.item, part.attribute.value, within.repetition);
    const { only } = walk.side;
    const isChanged = only?.argument && !within.parent.within && within.call.name === only.call;
    return isChanged ? { ...evaluated, value: only.argument(name, evaluated.value) } : evaluated;
  }

  /** The instances that `count`, `for_each` or `enabled` makes; one without them. Unknown instances are represented by a single one. */
  private repetitions(address: string, { count, forEach, enabled }: RepeatingArguments): readonly Repetition[] {
    const part = count ?? forEach ?? enabled;
    if (!part) return [SINGLE];
    const { value } = this.evaluate(part.item, part.attribute.value, SINGLE);
    const mayMake = (instances: number): boolean => instances <= MAX_INSTANCES && this.affordParts(instances);
    if (count) return countedInstances(value, mayMake);
    if (!forEach) return enabledInstances(value);
    // The keys are part of addresses, which Terraform shows.
    if (hasSensitiveKeys(value)) {
      const message = t("{0}: The keys of for_each are sensitive, so Terraform can't plan it.", address);
      const { start, end } = part.attribute;
      this.walk.report('invalid', { message, range: { item: part.item, start, end } }, this.path);
    }
    return keyedInstances(value, mayMake);
  }

  /** The value of an expression in this module. */
  evaluate(
    item: Item,
    expression: Expression,
    repetition: Repetition,
    names: readonly (readonly [string, Value])[] = [],
  ): EvaluatedExpression {
    const { walk } = this;
    if (walk.isExhausted) return UNKNOWN;
    const budget = walk.budget();
    const evaluation = new Evaluation(budget);
    const references = new PlannedReferences(this, repetition, this.reads);
    const value = evaluate(expression, new Scope(evaluation, item, references).withNames(names));
    walk.spent(budget);
    return {
      value,
      diagnostics: [...evaluation.staticDiagnostics, ...evaluation.diagnostics],
      // Another environment may have steps left.
      usesWorkspace: references.usesWorkspace || budget.isExhausted || walk.isExhausted,
      usesInputs: false,
    };
  }

  sourcesOf(instance: ModuleInstance): InstanceSources {
    return this.walk.side.model.sourcesOf(instance);
  }

  withBudget<T>(action: (budget: EvaluationBudget) => T): T {
    return action(this.walk.budget());
  }

  local(_instance: ModuleInstance, name: string): EvaluatedExpression | undefined {
    const declared = this.folder?.local(name);
    if (!declared) return undefined;
    return this.cached(this.locals, name, `local.${name}`, () =>
      this.evaluate(declared.item, declared.attribute.value, SINGLE),
    );
  }

  variable(name: string, compute: () => EvaluatedExpression | undefined): EvaluatedExpression | undefined {
    if (!this.variables.has(name)) this.variables.set(name, this.computed(`var.${name}`, compute));
    return this.variables.get(name);
  }

  callOutput(_instance: ModuleInstance, call: string, output: string): EvaluatedExpression | undefined {
    const child = this.childrenOf(call).get('');
    // Whether it is a single instance may depend on the environment.
    return child ? child.output(output) : this.call(call) ? UNKNOWN : undefined;
  }

  output(name: string): EvaluatedExpression | undefined {
    if (this.outputs.has(name)) return this.outputs.get(name);
    const declaration = this.folder?.declaration('output', name);
    const part = declaration && declaredAttribute(declaration, 'value');
    if (!part) return undefined;
    return this.cached(this.outputs, name, `output.${name}`, () => {
      const evaluated = this.evaluate(part.item, part.attribute.value, SINGLE);
      const sensitive = declaredAttribute(declaration, 'sensitive')?.attribute.value;
      const isSensitive = sensitive?.kind === 'bool' && sensitive.value;
      return isSensitive ? { ...evaluated, value: { ...evaluated.value, sensitive: true } } : evaluated;
    });
  }

  /** All outputs of a call, for a reference to the whole module or to one of its instances. */
  wholeModule(name: string): Value | undefined {
    const call = this.call(name);
    if (!call) return undefined;
    const cached = this.wholeModules.get(name);
    if (cached) return cached;
    const value = this.wholeValue(call);
    // While an output is computed, its value is unknown.
    const isComplete = [...call.children().values()].every(child => child.hasAllOutputs);
    if (value && isComplete) this.wholeModules.set(name, value);
    return value;
  }

  private get hasAllOutputs(): boolean {
    return [...(this.folder?.names('output') ?? [])].every(name => this.outputs.has(name));
  }

  private wholeValue(call: CallNode): Value | undefined {
    const children = call.children();
    if (call.repetition === 'single') {
      const child = children.get('');
      if (child?.within?.repetition.isUnknown) return unknown();
      // `enabled = false`, unless the module is not on disk.
      return child ? child.allOutputs() : enabledArgument([call.declaration]) ? nullOf() : undefined;
    }
    if (children.size === 0 || [...children.values()].some(({ within }) => within?.repetition.isUnknown))
      return unknown();
    return valueOfInstances(
      call.repetition,
      [...children.values()].map(child => [child.within!.repetition.key, child.allOutputs()]),
    );
  }

  private allOutputs(): Value {
    const names = [...(this.folder?.names('output') ?? [])];
    return object(new Map(names.map(name => [name, this.output(name)?.value ?? unknown()])));
  }

  private cached(
    cache: Map<string, EvaluatedExpression | undefined>,
    name: string,
    what: string,
    compute: () => EvaluatedExpression,
  ): EvaluatedExpression {
    const found = cache.get(name);
    if (found) return found;
    const computed = this.computed(what, compute);
    if (computed) cache.set(name, computed);
    return computed ?? UNKNOWN;
  }

  private computed(what: string, compute: () => EvaluatedExpression | undefined): EvaluatedExpression | undefined {
    const { walk } = this;
    const key = `${this.address} ${what}`;
    return walk.shared.computed(key, () => walk.guard(key, compute));
  }
}
