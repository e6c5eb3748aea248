/**
 * The calls of a root module that a change doesn't reach: their text, all that it refers to, and their modules are the same on both sides. Terraform
 * plans nothing for them, so a forecast doesn't evaluate them.
 */
import { memoize } from '../../common/memoize';
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import { callText } from '../kubestack/modules/callText';
import { isExactSource } from '../kubestack/modules/installedModules';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { Attribute, Block, Expression } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import type { Declaration } from '../workspace/declarations';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { baseNameOf } from '../workspace/uri';
import { calledModuleFolder, type CalledModule } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';
import { resourcesOf, type ResourceBlock } from './moduleResources';
import { READS_FILES } from './readsFiles';
import { referencesOf } from './references';
import { blocksOf, callKey, callOfKey, referredKeys } from './rootReferences';

/** Functions whose result depends on more than their arguments. */
const IMPURE = /^(?:core::)?(?:timestamp|plantimestamp|uuid|bcrypt|abspath|pathexpand)$|^provider::/;
const FILE_FUNCTIONS = /^(?:core::)?(?:file\w*|templatefile)$/;

/** A module and whether its outputs read files of this machine. */
interface SameModule {
  readonly outputsReadFiles: boolean;
}

/** What a declaration of the root module is, and what it refers to. */
interface Vertex {
  readonly key: string;
  readonly references: readonly string[];
  readonly isSame: boolean;
  /** Whether what refers to it may differ, although it doesn't. */
  readonly isUncertain?: boolean;
}

/** Modules that call others can be millions. A call is evaluated if it was not compared. */
const MAX_MODULES = 5_000;

/** Names of calls. */
export type UnchangedCalls = ReadonlySet<string>;

/** The calls that the change doesn't reach in any environment; none if a side is missing. */
export const unchangedCalls = (before: ForecastSide | undefined, after: ForecastSide | undefined): UnchangedCalls =>
  before && after ? new RootComparison(before, after).unchanged() : new Set();

class RootComparison {
  private readonly installed = new Map<string, SameModule | undefined>();
  /** Number of modules that were compared so far. */
  private compared = 0;

  constructor(
    private readonly before: ForecastSide,
    private readonly after: ForecastSide,
  ) {}

  unchanged(): UnchangedCalls {
    const vertices = [...this.vertices()];
    const users = new Map<string, string[]>();
    for (const { key, references } of vertices) {
      for (const target of references) {
        const all = users.get(target);
        if (all) all.push(key);
        else users.set(target, [key]);
      }
    }
    const reached = new Set(vertices.filter(({ isSame }) => !isSame).map(({ key }) => key));
    for (const { key, isUncertain } of vertices)
      if (isUncertain) for (const user of users.get(key) ?? []) reached.add(user);
    for (const key of reached) for (const user of users.get(key) ?? []) reached.add(user);
    return new Set(vertices.flatMap(({ key }) => (reached.has(key) ? [] : (callOfKey(key) ?? []))));
  }

  private *vertices(): Iterable<Vertex> {
    const [old, current] = [this.before.root.folder, this.after.root.folder];
    if (!old || !current) return;
    // Modules and resources without a provider of their own have the default one.
    const isDefault = (name: string): boolean => !name.includes('.');
    const defaults = [...current.names('provider')].filter(isDefault).map(name => `provider.${name}`);
    yield* variables(old, current);
    for (const name of current.locals()) {
      const [from, to] = [old.local(name), current.local(name)];
      if (!to) continue;
      const isSame = from !== undefined && textOf(from) === textOf(to) && isPure(to.attribute);
      yield { key: `local.${name}`, references: referredKeys([to.attribute]), isSame };
    }
    for (const name of current.names('provider')) {
      const declaration = current.declaration('provider', name)!;
      const isSame = sameDeclaration(old.declaration('provider', name), declaration);
      yield { key: `provider.${name}`, references: referredKeys(blocksOf(declaration)), isSame };
    }
    const before = resourcesOf(old).blocks;
    for (const [key, block] of resourcesOf(current).blocks) {
      const references = [...referredKeys(block.parts.map(part => part.block)), ...defaults];
      yield { key, references, isSame: sameResource(before.get(key), block) };
    }
    const isProviderRemoved = [...old.names('provider')].some(
      name => isDefault(name) && !current.declaration('provider', name),
    );
    const areComparable = !old.hasDiagnostics && !current.hasDiagnostics && !isProviderRemoved;
    const mentioned = movedCalls([old, current]);
    for (const name of current.names('module')) {
      const [from, to] = [old.declaration('module', name), current.declaration('module', name)!];
      const isSameCall = areComparable && !mentioned.has(name) && sameDeclaration(from, to);
      const module = isSameCall ? this.sameModule(name, from!, to) : undefined;
      yield {
        key: callKey(name),
        references: [...referredKeys(blocksOf(to)), ...defaults],
        isSame: module !== undefined,
        isUncertain: module?.outputsReadFiles ?? false,
      };
    }
  }

  /** The module of a call, if both sides have the same one and nothing in it depends on more than its arguments. */
  private sameModule(name: string, from: Declaration, to: Declaration): SameModule | undefined {
    const { before, after } = this;
    const [old, current] = [
      calledModuleFolder(before, before.model.tree, before.root, from, new DependencyTracker()),
      calledModuleFolder(after, after.model.tree, after.root, to, new DependencyTracker()),
    ];
    // An exact version is the same module, also if it isn't on this machine.
    if (!old && !current)
      return haveExactSource([before.root, from], [after.root, to]) ? { outputsReadFiles: false } : undefined;
    if (!old || !current) return undefined;
    // Both sides share what init installs, and the clone of the framework.
    const isSameCopy = old.source !== undefined && old.source === current.source && old.uri === current.uri;
    const compared = (): SameModule | undefined => {
      const inner = (side: ForecastSide, called: CalledModule): ModuleInstance =>
        new ModuleInstance(called.tree.workspace, called.uri, side.root, name);
      const comparison = new ModuleComparison(before, after, {
        haveSameFiles: isSameCopy,
        mayCompare: () => this.compared++ < MAX_MODULES,
      });
      const isSame = comparison.areSame(
        { ...old, instance: inner(before, old) },
        { ...current, instance: inner(after, current) },
      );
      return isSame ? { outputsReadFiles: comparison.outputsReadFiles } : undefined;
    };
    if (!isSameCopy) return compared();
    // One copy stands for all of the same source.
    const key = old.source;
    if (!this.installed.has(key)) this.installed.set(key, compared());
    return this.installed.get(key);
  }
}

function* variables(old: ModuleFolder, current: ModuleFolder): Iterable<Vertex> {
  const areValuesSame = variableTexts(old) === variableTexts(current);
  for (const name of current.names('variable')) {
    const isSame =
      areValuesSame && sameDeclaration(old.declaration('variable', name), current.declaration('variable', name));
    yield { key: `var.${name}`, references: [], isSame };
  }
}

/** The calls that `moved`, `removed` and `import` blocks mention. */
function movedCalls(folders: readonly ModuleFolder[]): ReadonlySet<string> {
  const endpoints = folders.flatMap(folder => {
    const { moved, forgotten, imported } = resourcesOf(folder);
    return [...moved.flatMap(({ from, to }) => [from, to]), ...forgotten, ...imported];
  });
  return new Set(endpoints.flatMap(({ module }) => module.slice(0, 1).map(({ name }) => name)));
}

interface PlacedModule extends CalledModule {
  readonly instance: ModuleInstance;
}

interface ModuleComparisonOptions {
  /** Whether all files of the modules are the same on both sides, not only the configuration. */
  readonly haveSameFiles: boolean;
  /** Counts a pair of modules. @returns false if too many were compared */
  readonly mayCompare: () => boolean;
}

type Call = readonly [instance: ModuleInstance, declaration: Declaration];

/** Whether calls on both sides name the same source and exact version: then it is the same module, although it isn't on this machine. */
function haveExactSource(old: Call, current: Call): boolean {
  const textsOf = ([instance, declaration]: Call): readonly (string | undefined)[] => [
    callText(instance, declaration, 'source'),
    callText(instance, declaration, 'version'),
  ];
  const [[oldSource, oldVersion], [source, version]] = [textsOf(old), textsOf(current)];
  return oldSource === source && oldVersion === version && source !== undefined && isExactSource(source, version);
}

class ModuleComparison {
  /** Set if an output may depend on a data source that reads files. */
  outputsReadFiles = false;

  constructor(
    private readonly before: ForecastSide,
    private readonly after: ForecastSide,
    private readonly options: ModuleComparisonOptions,
  ) {}

  /** Compares two modules with all that they call. */
  areSame(old: PlacedModule, current: PlacedModule): boolean {
    if (!this.options.mayCompare()) return false;
    const [from, to] = [old.tree.readFolder(old.uri), current.tree.readFolder(current.uri)];
    if (!from || !to || from.hasDiagnostics || to.hasDiagnostics) return false;
    if (!sameFiles(from, to, this.options.haveSameFiles)) return false;
    const data = [...resourcesOf(to).blocks].filter(([, { isData }]) => isData);
    const isRendered = (type: string): boolean => type.startsWith('kustomization_');
    if (data.some(([, { type }]) => READS_FILES.test(type) && !isRendered(type))) return false;
    const rendered = data.flatMap(([key, { type }]) => (isRendered(type) ? [key] : []));
    if (rendered.length > 0 && areUsedByOthers(to, rendered)) this.outputsReadFiles = true;
    for (const name of to.names('module')) {
      const [a, b] = [from.declaration('module', name), to.declaration('module', name)];
      if (!a || !b) return false;
      const [oldCalled, called] = [
        calledModuleFolder(this.before, old.tree, old.instance, a, new DependencyTracker()),
        calledModuleFolder(this.after, current.tree, current.instance, b, new DependencyTracker()),
      ];
      if (!oldCalled && !called && haveExactSource([old.instance, a], [current.instance, b])) continue;
      if (!oldCalled || !called) return false;
      if (current.instance.depth >= MAX_MODULE_DEPTH || current.instance.isInside(called.uri)) return false;
      const isSame = this.areSame(
        { ...oldCalled, instance: new ModuleInstance(oldCalled.tree.workspace, oldCalled.uri, old.instance, name) },
        { ...called, instance: new ModuleInstance(called.tree.workspace, called.uri, current.instance, name) },
      );
      if (!isSame) return false;
    }
    return true;
  }
}

/** Whether anything but Kubernetes objects may depend on data sources: outputs, arguments of modules and other resources. */
function areUsedByOthers(folder: ModuleFolder, data: readonly string[]): boolean {
  const usersOf = usersByKey(folder);
  const users = new Set(data);
  for (const key of users) for (const user of usersOf.get(key) ?? []) users.add(user);
  const { blocks } = resourcesOf(folder);
  if ([...users].some(key => !(blocks.get(key)?.type.startsWith('kustomization_') ?? true))) return true;
  const uses = (node: Block | Attribute): boolean => referredKeys([node]).some(key => users.has(key));
  return (['output', 'module', 'provider'] as const).some(kind =>
    [...folder.names(kind)].some(name => blocksOf(folder.declaration(kind, name)!).some(uses)),
  );
}

/** The locals and resources that refer to each key. */
function usersByKey(folder: ModuleFolder): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  const add = (user: string, nodes: readonly (Block | Attribute)[]): void => {
    for (const key of referredKeys(nodes)) {
      const all = users.get(key);
      if (all) all.push(user);
      else users.set(key, [user]);
    }
  };
  for (const name of folder.locals()) {
    const local = folder.local(name);
    if (local) add(`local.${name}`, [local.attribute]);
  }
  for (const [key, { parts }] of resourcesOf(folder).blocks)
    add(
      key,
      parts.map(({ block }) => block),
    );
  return users;
}

const declarationText = ({ item, overrides = [] }: Declaration): string =>
  [item, ...overrides.map(each => each.item)].map(({ text }) => text).join('\n');

const sameDeclaration = (a: Declaration | undefined, b: Declaration | undefined): boolean =>
  a !== undefined && b !== undefined && declarationText(a) === declarationText(b) && blocksOf(b).every(isPure);

const sameResource = (a: ResourceBlock | undefined, b: ResourceBlock): boolean =>
  a?.parts.length === b.parts.length &&
  b.parts.every(({ item, block }, index) => item.text === a.parts[index]!.item.text && isPure(block)) &&
  !(b.isData && READS_FILES.test(b.type));

const textOf = ({ item, attribute }: { item: { text: string }; attribute: Attribute }): string =>
  item.text.slice(attribute.start, attribute.end);

function sameFiles(a: ModuleFolder, b: ModuleFolder, haveSameFiles: boolean): boolean {
  const isPureItem = haveSameFiles ? isPureWithFiles : isPure;
  const [from, to] = [configurationOf(a), configurationOf(b)];
  return (
    from.length === to.length &&
    to.every(
      (file, index) =>
        baseNameOf(file.uri) === baseNameOf(from[index]!.uri) &&
        file.items.length === from[index]!.items.length &&
        file.items.every(({ item }, at) => item.text === from[index]!.items[at]!.item.text && isPureItem(item.node)),
    )
  );
}

const configurationOf = (folder: ModuleFolder) =>
  [...folder.sourceFiles()].filter(({ uri }) => sourceSyntaxOf(baseNameOf(uri))?.kind === 'configuration');

const variableTexts = (folder: ModuleFolder): string =>
  folder
    .automaticVariableFiles()
    .flatMap(({ uri, items }) => [baseNameOf(uri), ...items.map(({ item }) => item.text)])
    .join('\n');

/** Whether the result of everything in it depends only on what it refers to. */
const isPure = memoize((node: Block | Attribute): boolean => holdsForAll(node, isOwnResult));

/** The same, for a module whose files are the same on both sides. */
const isPureWithFiles = memoize((node: Block | Attribute): boolean =>
  holdsForAll(node, each => isOwnResult(each) || isFileOfModule(each)),
);

function holdsForAll(node: Block | Attribute, holds: (expression: Expression) => boolean): boolean {
  const holdsIn = (expression: Expression): boolean => holds(expression) && [...childrenOf(expression)].every(holdsIn);
  return node.kind === 'attribute' ? holdsIn(node.value) : node.body.every(entry => holdsForAll(entry, holds));
}

const isOwnResult = (expression: Expression): boolean =>
  expression.kind !== 'call' || !(IMPURE.test(expression.name) || FILE_FUNCTIONS.test(expression.name));

/** `file("${path.module}/name")` */
function isFileOfModule(expression: Expression): boolean {
  if (expression.kind !== 'call' || !FILE_FUNCTIONS.test(expression.name)) return false;
  const [path] = expression.args;
  return path !== undefined && referencesOf(path).length === 0 && [...pathsIn(path)].every(name => name === 'module');
}

/** `module` of `path.module`. */
function* pathsIn(expression: Expression): Iterable<string> {
  if (expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'path')
    yield expression.name;
  for (const child of childrenOf(expression)) yield* pathsIn(child);
}
