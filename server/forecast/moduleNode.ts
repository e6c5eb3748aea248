/**
 * The modules of a platform in one environment, with their resources, instances and evaluated arguments. Values are computed on request, in the order in
 * which Terraform's graph would compute them.
 */
import { t } from '../../common/localization';
import type { EvaluationBudget } from '../hcl/budget';
import { elementOf, opaqueValue } from '../hcl/evaluation/content';
import { evaluate } from '../hcl/evaluation/evaluate';
import { Evaluation, Scope } from '../hcl/evaluation/scope';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import { iterate } from '../hcl/iterate';
import type { SourceRange, Value } from '../hcl/model';
import { Num } from '../hcl/values/number';
import { number, object, string, unknown } from '../hcl/values/value';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { InstanceSources } from '../kubestack/modules/instanceSources';
import {
  InstanceReferences,
  type Declarations,
  type EvaluatedExpression,
} from '../kubestack/modules/instanceReferences';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Expression, Item } from '../syntax/ast';
import { declaredAttribute, type Declaration } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { fsPathOf } from '../workspace/uri';
import { keyText, moduleText, type ModuleStep } from './addresses';
import { calledModuleFolder, type CalledModule } from './calledModuleFolder';
import type { ForecastProblem, ForecastSide } from './forecastSide';
import { resourcesOf, type ModuleResources } from './moduleResources';
import {
  type RepeatedInstance,
  RepeatedResource,
  SINGLE,
  elementOfUnknown,
  valueOfInstances,
  type RepeatingArgument,
  type Repetition,
  type ResourceModule,
} from './resourceNode';

/** Instances of one resource or module. */
const MAX_INSTANCES = 5_000;

/** What the modules of one side in one environment share. */
export interface WalkContext {
  readonly side: ForecastSide;
  readonly environment: string;
  report(problem: ForecastProblem): void;
  /** The budget of evaluating one declaration. */
  budget(): EvaluationBudget;
  spent(budget: EvaluationBudget): void;
  /** Runs an evaluation; undefined if it depends on itself, or on a chain that is too long. */
  guard<T>(key: string, compute: () => T): T | undefined;
  /** All instances of a resource or data source, as expressions see them. */
  resourceValue(resource: ResourceNode): Value;
}

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
    const folder = parent.folderOfCall(declaration);
    if (!folder) {
      walk.report(parent.missingModule(declaration));
      return new Map();
    }
    if (parent.instance.depth >= MAX_MODULE_DEPTH || parent.instance.isInside(folder.uri)) return new Map();
    const repetitions = parent.instancesOf(
      `${moduleText(parent.path)} module.${name}`,
      declaredAttribute(declaration, 'count'),
      declaredAttribute(declaration, 'for_each'),
    ) ?? [{ key: undefined, isUnknown: true }];
    const children = new Map<string, ModuleNode>();
    for (const repetition of repetitions) {
      const instance = new ModuleInstance(folder.tree.workspace, folder.uri, parent.instance, name);
      if (repetition.isUnknown)
        walk.report({
          message: t('The number of instances of {0} is known only after an apply.', parent.instance.addressOf(name)),
          range: rangeOf(declaration),
        });
      children.set(
        keyText(repetition.key),
        new ModuleNode(walk, instance, folder.tree, { parent, call: this, repetition }),
      );
    }
    return children;
  }
}

const rangeOf = ({ item, block }: Declaration): SourceRange => ({ item, start: block.start, end: block.end });

/** An instance of a module. */
export class ModuleNode implements Declarations, ResourceModule {
  readonly path: readonly ModuleStep[];
  private readonly reads = new DependencyTracker();
  private readonly locals = new Map<string, EvaluatedExpression>();
  private readonly variables = new Map<string, EvaluatedExpression | undefined>();
  private readonly outputs = new Map<string, EvaluatedExpression | undefined>();
  private readonly nodes = new Map<string, ResourceNode>();
  private readonly calls = new Map<string, CallNode>();
  private readonly declared: ModuleResources | undefined;

  constructor(
    readonly walk: WalkContext,
    readonly instance: ModuleInstance,
    readonly tree: ModuleTree,
    readonly within?: { readonly parent: ModuleNode; readonly call: CallNode; readonly repetition: Repetition },
  ) {
    this.path = within ? [...within.parent.path, { name: within.call.name, key: within.repetition.key }] : [];
    const folder = this.folder;
    this.declared = folder && resourcesOf(folder);
    for (const [key, block] of this.declared?.blocks ?? [])
      this.nodes.set(key, new RepeatedResource<ModuleNode>(this, block));
    for (const name of folder?.namesInOrder('module') ?? [])
      this.calls.set(name, new CallNode(this, name, folder!.declaration('module', name)!));
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
    return this.calls.get(name)?.children() ?? new Map<string, ModuleNode>();
  }

  /**
   * This module and all modules below it.
   * @param isIncluded whether the modules of one of its calls are wanted
   */
  *modules(isIncluded: (call: string) => boolean = () => true): Iterable<ModuleNode> {
    const only = this.within ? undefined : this.walk.side.only;
    if (!only) yield this;
    for (const [name, call] of this.calls)
      if (isIncluded(name) && (!only || name === only.call))
        for (const child of call.children().values()) yield* child.modules();
  }

  folderOfCall(declaration: Declaration): CalledModule | undefined {
    return calledModuleFolder(this.walk.side, this.tree, this.instance, declaration, this.reads);
  }

  missingModule(declaration: Declaration): ForecastProblem {
    const name = this.instance.addressOf(declaration.block.labels[0]?.name ?? '');
    return {
      message: t("The module of {0} isn't on this machine. Run Terraform Init.", name),
      range: rangeOf(declaration),
    };
  }

  instancesOf(
    address: string,
    count: RepeatingArgument,
    forEach: RepeatingArgument,
  ): readonly Repetition[] | undefined {
    return this.walk.guard(`instances ${address}`, () => this.repetitions(count, forEach));
  }

  /** The instances that `count` or `for_each` makes; one without either. Unknown instances are represented by a single one. */
  private repetitions(count: RepeatingArgument, forEach: RepeatingArgument): readonly Repetition[] {
    const part = count ?? forEach;
    if (!part) return [SINGLE];
    const { value } = this.evaluate(part.item, part.attribute.value, SINGLE);
    if (count) {
      const wanted =
        value.kind === 'number' ? value.value.toInt() : value.kind === 'string' ? Number(value.value) : undefined;
      if (wanted === undefined || !Number.isInteger(wanted) || wanted < 0 || wanted > MAX_INSTANCES)
        return [{ key: undefined, isUnknown: true, each: [value, value] }];
      return Array.from({ length: wanted }, (_, key) => ({ key }));
    }
    const pairs = iterate(value);
    const isKeyed = value.kind === 'map' || value.kind === 'object';
    const keys = pairs?.map(([key, element]) => (isKeyed ? key : element));
    if (!pairs || pairs.length > MAX_INSTANCES || !keys?.every(key => key.kind === 'string'))
      return [{ key: undefined, isUnknown: true, each: [elementOf('key'), elementOfUnknown(value)] }];
    return pairs.map(([, element], index) => {
      const key = keys[index]!;
      return { key: key.kind === 'string' ? key.value : '', each: [key, element] as const };
    });
  }

  /** The value of an expression in this module. */
  evaluate(
    item: Item,
    expression: Expression,
    repetition: Repetition,
    names: readonly (readonly [string, Value])[] = [],
  ): { readonly value: Value; readonly diagnostics: readonly EvaluationDiagnostic[] } {
    const { walk } = this;
    const budget = walk.budget();
    const evaluation = new Evaluation(budget);
    const references = new PlannedReferences(this, repetition, this.reads);
    const value = evaluate(expression, new Scope(evaluation, item, references).withNames(names));
    walk.spent(budget);
    return { value, diagnostics: [...evaluation.staticDiagnostics, ...evaluation.diagnostics] };
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
    if (this.variables.has(name)) return this.variables.get(name);
    const computed = this.walk.guard(
      `${this.instance.address} ${keyText(this.within?.repetition.key)} var.${name}`,
      compute,
    );
    this.variables.set(name, computed);
    return computed;
  }

  callOutput(_instance: ModuleInstance, call: string, output: string): EvaluatedExpression | undefined {
    const children = this.childrenOf(call);
    const child = children.get('');
    return child?.output(output);
  }

  output(name: string): EvaluatedExpression | undefined {
    if (this.outputs.has(name)) return this.outputs.get(name);
    const declaration = this.folder?.declaration('output', name);
    const part = declaration && declaredAttribute(declaration, 'value');
    if (!part) return undefined;
    return this.cached(this.outputs, name, `output.${name}`, () => {
      const { value, diagnostics } = this.evaluate(part.item, part.attribute.value, SINGLE);
      const sensitive = declaredAttribute(declaration, 'sensitive')?.attribute.value;
      const isSensitive = sensitive?.kind === 'bool' && sensitive.value;
      return { value: isSensitive ? { ...value, sensitive: true } : value, diagnostics };
    });
  }

  /** All outputs of a call, for a reference to the whole module or to one of its instances. */
  wholeModule(name: string): Value | undefined {
    const call = this.calls.get(name);
    if (!call) return undefined;
    const children = call.children();
    if (call.repetition === 'single') return children.get('')?.allOutputs();
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
    compute: () => { readonly value: Value; readonly diagnostics: readonly EvaluationDiagnostic[] },
  ): EvaluatedExpression | undefined {
    const found = cache.get(name);
    if (found) return found;
    const computed = this.walk.guard(`${moduleText(this.path)} ${what}`, compute);
    if (!computed) return { value: unknown(), diagnostics: [], usesWorkspace: false, usesInputs: false };
    const result = { ...computed, usesWorkspace: false, usesInputs: false };
    cache.set(name, result);
    return result;
  }
}

class PlannedReferences extends InstanceReferences {
  readonly tracksContent = true;

  constructor(
    private readonly node: ModuleNode,
    private readonly repetition: Repetition,
    reads: DependencyTracker,
  ) {
    super(node, node.instance, node.walk.environment, reads);
  }

  override attribute(root: string, name: string, from: Scope, range: SourceRange): Value | undefined {
    if (root !== 'var') return super.attribute(root, name, from, range);
    const found = this.node.variable(name, () => {
      const evaluation = new Evaluation(from.evaluation.budget);
      const value = super.attribute(root, name, new Scope(evaluation, from.item, this), range);
      if (!value) return undefined;
      // A variable of the root module without a value has the same one on both sides.
      const given =
        value.kind === 'unknown' && !this.node.parent && !value.content
          ? opaqueValue(`var.${name}`, value.type)
          : value;
      const diagnostics = [...evaluation.staticDiagnostics, ...evaluation.diagnostics];
      return { value: given, diagnostics, usesWorkspace: false, usesInputs: false };
    });
    if (found) from.evaluation.addStaticDiagnostics(found.diagnostics);
    return found?.value;
  }

  protected override argument(_parent: ModuleInstance, name: string, from: Scope): Value | undefined {
    const { within } = this.node;
    const part = within && declaredAttribute(within.call.declaration, name);
    if (!part) return undefined;
    const { value, diagnostics } = within.parent.evaluate(part.item, part.attribute.value, within.repetition);
    from.evaluation.addStaticDiagnostics(diagnostics);
    const { only } = within.parent.walk.side;
    const isChanged = only?.argument && !within.parent.within && within.call.name === only.call;
    return isChanged ? only.argument(name, value) : value;
  }

  protected override path(name: string): Value | undefined {
    const { node } = this;
    // A module that isn't installed has no path from the root module.
    const isElsewhere = name === 'module' && node.tree !== node.walk.side.model.tree;
    return isElsewhere ? string(fsPathOf(node.instance.folderUri)) : super.path(name);
  }

  planned(root: string, name: string): Value | undefined {
    const { node, repetition } = this;
    switch (root) {
      case 'module':
        return node.wholeModule(name);
      case 'count':
        return typeof repetition.key === 'number' ? number(Num.fromInt(repetition.key)) : elementOf('index');
      case 'each':
        return repetition.each?.[name === 'key' ? 0 : 1] ?? undefined;
      case 'self':
      case 'ephemeral':
        return undefined;
      default: {
        const resource = node.resource(`${root}.${name}`);
        return resource && node.walk.resourceValue(resource);
      }
    }
  }
}
