/**
 * Which arguments of which resources the attributes of a call reach: a fact of the module's code that needs no evaluation. An attribute that reaches no
 * argument that forces a replacement replaces nothing. An answer may name too many attributes, but never too few.
 */
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Attribute, Block, Expression } from '../syntax/ast';
import { declaredAttribute, type Declaration } from '../workspace/declarations';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { calledModuleFolder } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';
import {
  enabledArgument,
  lifecycleArgument,
  resourceAttribute,
  resourcesOf,
  modulePartCount,
  type ResourceBlock,
} from './moduleResources';
import { Analysis, ExpressionReach, NO_NAMES, type ScopeNames } from './expressionReach';
import {
  alsoOn,
  EitherOf,
  ConfigurationPart,
  CONSTANT,
  EVERYTHING,
  isReached,
  Plain,
  union,
  type Paths,
  type Reach,
} from './reach';
import { referencesOf } from './references';
import type { ResourceFacts, ResourceType } from './resourceFacts';

/** What decides a resource of a call's module, or of a module below it. */
export interface ReachedResource {
  /** The calls that lead to it, below the root module: `["eks_zero", "cluster"]`. */
  readonly calls: readonly string[];
  /** `aws_vpc.current` */
  readonly key: string;
  /** Of each argument, and of each block in it, by their path without indexes. */
  readonly arguments: readonly ReachedArgument[];
  /** Of all arguments, and of the number of instances. */
  readonly all: Paths;
  /** Of the arguments that can force a replacement. */
  readonly replacing: Paths;
}

interface ReachedArgument {
  readonly path: string;
  readonly reach: Paths;
}

/** Undefined if a module below isn't on this machine. */
export type AttributeReach = readonly ReachedResource[] | undefined;

/**
 * The resources that a change of an attribute reaches: `"eks_zero cluster aws_vpc.current"`
 * @param by all arguments, or only those that can force a replacement
 */
export const resourcesReachedBy = (
  reach: AttributeReach,
  by: 'all' | 'replacing',
  path: readonly string[],
): ReadonlySet<string> =>
  new Set((reach ?? []).flatMap(each => (isReached(each[by], path) ? [[...each.calls, each.key].join(' ')] : [])));

/**
 * @param side of which only the modules are read
 * @param declaration a call in the root module of the side
 */
export function reachOfAttributes(
  side: ForecastSide,
  declaration: Declaration,
  environment: string,
  facts: ResourceFacts,
): AttributeReach {
  const analysis = new Analysis(side, environment, facts);
  const { folder } = side.root;
  const root = folder && new Module(analysis, { folder, tree: side.model.tree, instance: side.root, calls: [] });
  const called = root?.child(declaration.block.labels[0]?.name ?? '');
  if (!called) return undefined;
  const resources = [...called.withChildren()].flatMap(module => module.reachedResources());
  return analysis.isIncomplete ? undefined : resources;
}

interface ModulePlace {
  readonly folder: ModuleFolder;
  readonly tree: ModuleTree;
  readonly instance: ModuleInstance;
  readonly calls: readonly string[];
  readonly caller?: { readonly module: Module; readonly declaration: Declaration };
}

/** What the arguments of a resource or data source depend on. */
interface BlockReach {
  readonly arguments: readonly ReachedArgument[];
  readonly repetition: Paths;
  readonly all: Paths;
  readonly replacing: Paths;
}

class Module extends ExpressionReach {
  readonly folder: ModuleFolder;
  private readonly results = new Map<string, Reach | undefined>();
  private readonly blocks = new Map<string, BlockReach | undefined>();
  private readonly children = new Map<string, Module | undefined>();

  constructor(
    analysis: Analysis,
    private readonly place: ModulePlace,
  ) {
    super(analysis);
    this.folder = place.folder;
  }

  /** The module of a call. */
  child(name: string): Module | undefined {
    if (!this.children.has(name)) this.children.set(name, this.findChild(name));
    return this.children.get(name);
  }

  private findChild(name: string): Module | undefined {
    const { analysis } = this;
    const { tree, instance, calls } = this.place;
    const declaration = this.folder.declaration('module', name);
    if (!declaration) return undefined;
    const found = calledModuleFolder(analysis.side, tree, instance, declaration, new DependencyTracker());
    const folder = found && found.tree.readFolder(found.uri);
    if (!folder) {
      analysis.isIncomplete = true;
      return undefined;
    }
    if (instance.depth >= MAX_MODULE_DEPTH || instance.isInside(found.uri)) return undefined;
    if (!analysis.mayRead(modulePartCount(folder))) return undefined;
    return new Module(analysis, {
      folder,
      tree: found.tree,
      instance: new ModuleInstance(found.tree.workspace, found.uri, instance, name),
      calls: [...calls, name],
      caller: { module: this, declaration },
    });
  }

  *withChildren(): Iterable<Module> {
    yield this;
    for (const name of this.folder.namesInOrder('module')) {
      const child = this.child(name);
      if (child) yield* child.withChildren();
    }
  }

  reachedResources(): ReachedResource[] {
    const { calls } = this.place;
    return [...resourcesOf(this.folder).blocks].flatMap(([key, block]) => {
      if (block.isData) return [];
      const { all, replacing, arguments: parts } = this.blockReach(key, block);
      return [{ calls, key, arguments: parts, all, replacing }];
    });
  }

  /** A result that is computed once; it depends on everything if it depends on itself. */
  private once(key: string, compute: () => Reach): Reach {
    if (this.results.has(key)) return this.results.get(key) ?? EVERYTHING;
    this.results.set(key, undefined);
    const result = this.analysis.follow(compute);
    this.results.set(key, result);
    return result;
  }

  protected local(name: string): Reach {
    return this.once(`local.${name}`, () => {
      const local = this.localExpression(name);
      return local ? this.reach(local, NO_NAMES) : CONSTANT;
    });
  }

  protected localExpression(name: string): Expression | undefined {
    return this.folder.local(name)?.attribute.value;
  }

  protected variable(name: string): Reach {
    const { caller, calls } = this.place;
    if (!caller) return CONSTANT;
    if (calls.length === 1) return name === 'configuration' ? this.configuration() : CONSTANT;
    return this.once(`var.${name}`, () => {
      const argument = declaredAttribute(caller.declaration, name)?.attribute.value;
      return argument ? caller.module.reach(argument, caller.module.namesOf(caller.declaration)) : CONSTANT;
    });
  }

  /** The argument `configuration` of the call in the root module: only one environment changes. */
  private configuration(): Reach {
    const { environment } = this.analysis;
    const changed = new ConfigurationPart([]);
    return {
      all: () => changed.all(),
      shape: () => CONSTANT.all(),
      at: name => (name === environment ? changed : CONSTANT),
    };
  }

  output(name: string): Reach {
    return this.once(`output.${name}`, () => {
      const declaration = this.folder.declaration('output', name);
      const value = declaration && declaredAttribute(declaration, 'value');
      const { caller } = this.place;
      const reach = value ? this.reach(value.attribute.value, NO_NAMES) : CONSTANT;
      return caller ? alsoOn(reach, caller.module.repetitionOf(caller.declaration)) : reach;
    });
  }

  allOutputs(): Reach {
    return new EitherOf([...this.folder.names('output')].map(name => this.output(name)));
  }

  /** What the number of a call's instances depends on. */
  private repetitionOf(declaration: Declaration): Paths {
    return this.reachOfAll([
      ...['count', 'for_each'].map(name => declaredAttribute(declaration, name)),
      enabledArgument([declaration, ...(declaration.overrides ?? [])]),
    ]);
  }

  private reachOfAll(parts: readonly ({ readonly attribute: Attribute } | undefined)[]): Paths {
    return union(parts.map(part => (part ? this.reach(part.attribute.value, NO_NAMES) : CONSTANT).all()));
  }

  private namesOf(declaration: Declaration): ScopeNames {
    return { ...NO_NAMES, repetition: this.repetitionOf(declaration) };
  }

  private blockReach(key: string, block: ResourceBlock): BlockReach {
    if (this.blocks.has(key)) return this.blocks.get(key) ?? { ...ANYTHING };
    this.blocks.set(key, undefined);
    const computed = this.computeBlock(block);
    this.blocks.set(key, computed);
    return computed;
  }

  private computeBlock(block: ResourceBlock): BlockReach {
    const facts = block.isData ? undefined : this.analysis.facts.resource(block.type);
    const repetition = this.reachOfAll([
      ...['count', 'for_each'].map(name => resourceAttribute(block, name)),
      enabledArgument(block.parts),
    ]);
    const found: ReachedArgument[] = [];
    for (const part of block.parts) this.collect(part.block, [], { ...NO_NAMES, repetition }, found);
    const all = union([repetition, ...found.map(({ reach }) => reach), ...(block.isData ? [this.awaited(block)] : [])]);
    const triggers = lifecycleArgument(block, 'replace_triggered_by');
    const replacing = union([
      ...found.filter(({ path }) => mayReplace(path, facts)).map(({ reach }) => reach),
      ...(triggers ? [this.reach(triggers, { ...NO_NAMES, repetition }).all()] : []),
    ]);
    return { arguments: found, repetition, all, replacing };
  }

  /** What defers a data source, or selects what it reads, beside its arguments. */
  private awaited({ parts, type }: ResourceBlock): Paths {
    const ofModule = this.isOrdered();
    const explicit = parts.some(({ block }) => block.body.some(entry => isAttribute(entry, 'depends_on')));
    if (ofModule || explicit) return EVERYTHING.all();
    const provider = type.split('_', 1)[0]!;
    const referred = parts.flatMap(({ block }) => block.body.flatMap(expressionsIn).flatMap(referencesOf));
    return union([
      ...this.providerReach(provider),
      ...referred.flatMap(reference => {
        const target = reference.kind === 'resource' && resourcesOf(this.folder).blocks.get(reference.key);
        return target ? [this.blockReach(reference.key, target).all] : [];
      }),
    ]);
  }

  /** Whether the call of this module, or one around it, has `depends_on`. */
  private isOrdered(): boolean {
    const { caller } = this.place;
    if (!caller) return false;
    return declaredAttribute(caller.declaration, 'depends_on') !== undefined || caller.module.isOrdered();
  }

  /** The configurations of a provider in this module and those around it, without the root module. */
  private providerReach(provider: string): Paths[] {
    const { caller } = this.place;
    if (!caller) return [];
    const own = [...this.folder.names('provider')]
      .filter(name => name.split('.', 1)[0] === provider)
      .flatMap(name => this.folder.declaration('provider', name)!.block.body.flatMap(expressionsIn))
      .map(expression => this.reach(expression, NO_NAMES).all());
    return [...own, ...caller.module.providerReach(provider)];
  }

  /** The arguments of a block and of the blocks in it, by their path without indexes. */
  private collect(
    block: Block,
    path: readonly string[],
    names: ScopeNames,
    found: ReachedArgument[],
    outer: Paths = CONSTANT.all(),
  ): void {
    for (const entry of block.body) {
      if (entry.kind === 'attribute') {
        if (path.length === 0 && META_ARGUMENTS.has(entry.name)) continue;
        const reach = union([outer, this.reach(entry.value, names).all()]);
        found.push({ path: [...path, entry.name].join('.'), reach });
      } else if (entry.type === 'dynamic') this.collectDynamic(entry, path, names, found);
      else if (path.length > 0 || !META_BLOCKS.has(entry.type)) {
        found.push({ path: [...path, entry.type].join('.'), reach: outer });
        this.collect(entry, [...path, entry.type], names, found, outer);
      }
    }
  }

  private collectDynamic(block: Block, path: readonly string[], names: ScopeNames, found: ReachedArgument[]): void {
    const type = block.labels[0]?.name ?? '';
    const iterated = block.body.find(entry => isAttribute(entry, 'for_each'));
    const named = block.body.find(entry => isAttribute(entry, 'iterator'));
    const elements = iterated?.kind === 'attribute' ? this.reach(iterated.value, names).all() : EVERYTHING.all();
    const iterator = named?.kind === 'attribute' && named.value.kind === 'name' ? named.value.name : type;
    const inner: ScopeNames = { ...names, values: new Map(names.values).set(iterator, { reach: new Plain(elements) }) };
    found.push({ path: [...path, type].join('.'), reach: elements });
    for (const entry of block.body)
      if (entry.kind === 'block' && entry.type === 'content')
        this.collect(entry, [...path, type], inner, found, elements);
  }

  protected textOfVariable(name: string, depth: number): string | undefined {
    const { caller } = this.place;
    // The value of a variable of the root module can come from outside.
    if (!caller) return undefined;
    const argument = declaredAttribute(caller.declaration, name);
    if (argument) return caller.module.textOf(argument.attribute.value, NO_NAMES, depth);
    const declaration = this.folder.declaration('variable', name);
    const value = declaration && declaredAttribute(declaration, 'default')?.attribute.value;
    return value && this.textOf(value, NO_NAMES, depth);
  }

  /** The value of a resource or data source, as expressions see it. */
  protected resource(key: string): Reach {
    const block = resourcesOf(this.folder).blocks.get(key);
    if (!block) return EVERYTHING;
    const instance: Reach = {
      all: () => this.blockReach(key, block).all,
      shape: () => this.blockReach(key, block).repetition,
      at: name => this.resourceAttribute(key, block, name),
    };
    return isRepeated(block) ? { ...instance, element: instance } : instance;
  }

  private resourceAttribute(key: string, block: ResourceBlock, name: string): Reach {
    const { arguments: found, repetition, all, replacing } = this.blockReach(key, block);
    const facts = block.isData ? undefined : this.analysis.facts.resource(block.type);
    if (!facts || facts.knownOutputs.has(name)) return new Plain(all);
    const causes = facts.changingOutputs.get(name) ?? [];
    const parts = found.filter(
      ({ path }) => isWithin(path, name) || causes.includes('*') || causes.some(cause => isWithin(path, cause)),
    );
    return new Plain(union([repetition, replacing, ...parts.map(({ reach }) => reach)]));
  }
}

const ANYTHING: BlockReach = {
  arguments: [],
  repetition: EVERYTHING.all(),
  all: EVERYTHING.all(),
  replacing: EVERYTHING.all(),
};

/** Arguments that aren't the provider's. */
const META_ARGUMENTS: ReadonlySet<string> = new Set(['count', 'for_each', 'provider', 'depends_on']);
const META_BLOCKS: ReadonlySet<string> = new Set(['lifecycle', 'provisioner', 'connection']);

const isAttribute = (entry: Block | Attribute, name: string): boolean =>
  entry.kind === 'attribute' && entry.name === name;

const isRepeated = (block: ResourceBlock): boolean =>
  resourceAttribute(block, 'count') !== undefined || resourceAttribute(block, 'for_each') !== undefined;

const isWithin = (path: string, name: string): boolean => path === name || path.startsWith(`${name}.`);

/** Whether a change of an argument can force a replacement. Facts about a block hold for its arguments, and the other way round. */
function mayReplace(path: string, facts: ResourceType | undefined): boolean {
  if (!facts) return true;
  const [first = '', ...rest] = path.split('.');
  const current = facts.renamed.get(path) ?? [facts.renamed.get(first) ?? first, ...rest].join('.');
  const isRelated = (other: string): boolean => isWithin(current, other) || isWithin(other, current);
  return [...facts.replace].some(isRelated) || facts.replaceWhen.some(fact => isRelated(fact.path));
}

function expressionsIn(entry: Block | Attribute): Expression[] {
  return entry.kind === 'attribute' ? [entry.value] : entry.body.flatMap(expressionsIn);
}
