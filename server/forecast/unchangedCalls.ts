/**
 * The calls of a root module that a change doesn't reach: their text, all that it refers to, and their modules are the same on both sides. Terraform
 * plans nothing for them, so a forecast doesn't evaluate them.
 */
import { DependencyTracker } from '../kubestack/memoization/dependencyTracker';
import { callText } from '../kubestack/modules/callText';
import { isExactSource } from '../kubestack/modules/installedModules';
import { MAX_MODULE_DEPTH, ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { Attribute, Block } from '../syntax/ast';
import type { Declaration } from '../workspace/declarations';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { ModuleFolder } from '../workspace/moduleFolder';
import { baseNameOf } from '../workspace/uri';
import { calledModuleFolder, type CalledModule } from './calledModuleFolder';
import type { ForecastSide } from './forecastSide';
import { resourcesOf, type ResourceBlock } from './moduleResources';
import { isPure, isPureWithFiles } from './purity';
import { READS_FILES } from './readsFiles';
import { blocksOf, callKey, callOfKey, referredKeys } from './rootReferences';

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
const MAX_MODULES = 30_000;

/** Names of calls. */
export type UnchangedCalls = ReadonlySet<string>;

/** The calls that the change doesn't reach in any environment; none if a side is missing. */
export const unchangedCalls = (before: ForecastSide | undefined, after: ForecastSide | undefined): UnchangedCalls =>
  before && after ? new RootComparison(before, after).unchanged() : new Set();

class RootComparison {
  private readonly modules: ModuleComparison;

  constructor(
    private readonly before: ForecastSide,
    private readonly after: ForecastSide,
  ) {
    this.modules = new ModuleComparison(before, after);
  }

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
    return this.modules.called(
      name,
      [this.before.model.tree, this.before.root, from],
      [this.after.model.tree, this.after.root, to],
      false,
    );
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
export function movedCalls(folders: readonly ModuleFolder[]): ReadonlySet<string> {
  const endpoints = folders.flatMap(folder => {
    const { moved, forgotten, imported } = resourcesOf(folder);
    return [...moved.flatMap(({ from, to }) => [from, to]), ...forgotten, ...imported];
  });
  return new Set(endpoints.flatMap(({ module }) => module.slice(0, 1).map(({ name }) => name)));
}

type Call = readonly [tree: ModuleTree, instance: ModuleInstance, declaration: Declaration];

/** Whether calls on both sides name the same source and exact version: then it is the same module, although it isn't on this machine. */
function haveExactSource(old: Call, current: Call): boolean {
  const textsOf = ([, instance, declaration]: Call): readonly (string | undefined)[] => [
    callText(instance, declaration, 'source'),
    callText(instance, declaration, 'version'),
  ];
  const [[oldSource, oldVersion], [source, version]] = [textsOf(old), textsOf(current)];
  return oldSource === source && oldVersion === version && source !== undefined && isExactSource(source, version);
}

class ModuleComparison {
  /** By the source of copies. */
  private readonly copies = new Map<string, SameModule | undefined>();
  /** By folders: the modules without those that they call. */
  private readonly own = new Map<string, SameModule | undefined>();
  /** Number of modules that were compared so far. */
  private compared = 0;

  constructor(
    private readonly before: ForecastSide,
    private readonly after: ForecastSide,
  ) {}

  /**
   * Compares the modules of a call, with all that they call.
   * @param isCopied whether all files of the calling module are the same on both sides, not only its configuration
   * @returns undefined if they may differ
   */
  called(name: string, from: Call, to: Call, isCopied: boolean): SameModule | undefined {
    const [old, current] = [moduleOfCall(this.before, from), moduleOfCall(this.after, to)];
    // An exact version is the same module, also if it isn't on this machine.
    if (!old && !current) return haveExactSource(from, to) ? { outputsReadFiles: false } : undefined;
    if (!old || !current) return undefined;
    const [, instance] = to;
    const isCycle = instance.depth > 0 && (instance.depth >= MAX_MODULE_DEPTH || instance.isInside(current.uri));
    if (isCycle) return undefined;
    const inner = ([, caller]: Call, { tree, uri }: CalledModule): ModuleInstance =>
      new ModuleInstance(tree.workspace, uri, caller, name);
    const compare = (haveSameFiles: boolean): SameModule | undefined =>
      this.modules([old, inner(from, old)], [current, inner(to, current)], haveSameFiles);
    // Both sides share what init installs, and the clone of the framework. One copy stands for all of the same source.
    const isSameCopy = old.source !== undefined && old.source === current.source && old.uri === current.uri;
    if (!isSameCopy) return compare(isCopied);
    if (!this.copies.has(old.source)) this.copies.set(old.source, compare(true));
    return this.copies.get(old.source);
  }

  private modules(
    [old, oldInstance]: readonly [CalledModule, ModuleInstance],
    [current, instance]: readonly [CalledModule, ModuleInstance],
    haveSameFiles: boolean,
  ): SameModule | undefined {
    if (this.compared++ >= MAX_MODULES) return undefined;
    const [from, to] = [old.tree.readFolder(old.uri), current.tree.readFolder(current.uri)];
    if (!from || !to) return undefined;
    const key = `${old.uri}\n${current.uri}\n${haveSameFiles}`;
    if (!this.own.has(key)) this.own.set(key, sameOwnCode(from, to, haveSameFiles));
    const own = this.own.get(key);
    let outputsReadFiles = own?.outputsReadFiles ?? false;
    for (const name of own ? to.names('module') : []) {
      const [a, b] = [from.declaration('module', name), to.declaration('module', name)];
      const same = a && b && this.called(name, [old.tree, oldInstance, a], [current.tree, instance, b], haveSameFiles);
      if (!same) return undefined;
      outputsReadFiles ||= same.outputsReadFiles;
    }
    return own && { outputsReadFiles };
  }
}

const moduleOfCall = (side: ForecastSide, [tree, instance, declaration]: Call): CalledModule | undefined =>
  calledModuleFolder(side, tree, instance, declaration, new DependencyTracker());

/** Compares two modules without those that they call. */
function sameOwnCode(from: ModuleFolder, to: ModuleFolder, haveSameFiles: boolean): SameModule | undefined {
  if (from.hasDiagnostics || to.hasDiagnostics || !sameFiles(from, to, haveSameFiles)) return undefined;
  const data = [...resourcesOf(to).blocks].filter(([, { isData }]) => isData);
  const isRendered = (type: string): boolean => type.startsWith('kustomization_');
  if (data.some(([, { type }]) => READS_FILES.test(type) && !isRendered(type))) return undefined;
  const rendered = data.flatMap(([key, { type }]) => (isRendered(type) ? [key] : []));
  return { outputsReadFiles: rendered.length > 0 && areUsedByOthers(to, rendered) };
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
  folder.sourceFiles().filter(({ uri }) => sourceSyntaxOf(baseNameOf(uri))?.kind === 'configuration');

const variableTexts = (folder: ModuleFolder): string =>
  folder
    .automaticVariableFiles()
    .flatMap(({ uri, items }) => [baseNameOf(uri), ...items.map(({ item }) => item.text)])
    .join('\n');
