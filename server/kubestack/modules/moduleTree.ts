/** The modules of the workspace: root modules, and the local modules that they call, directly or not. */
import { isComputed } from '../../workspace/staticEvaluation';
import { sourceSyntaxOf } from '../../workspace/fileNames';
import { type ModuleFolder } from '../../workspace/moduleFolder';
import { childOf, baseNameOf, resolvePath } from '../../workspace/uri';
import type { Workspace } from '../../workspace/workspace';
import { callersByFolder, foldersCalledFromOutside, waysTo, type Callers } from './callGraph';
import { callText } from './callText';
import { MAX_MODULE_DEPTH, ModuleInstance } from './moduleInstance';
import type { TrackedInput } from '../memoization/dependencyTracker';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';

/** Maximum number of instances of a folder; a shared module may be called from everywhere. */
const MAX_INSTANCES = 500;
/** Number of instances after which the search for those of a folder ends, since dozens of modules may all call each other. Only complete levels count. */
const MAX_VISITED = 5_000;

const calledFolders = new WeakMap<Declaration, { readonly uri: string | undefined }>();

/**
 * Folder of a local module that a call names.
 * @param instance the module that contains the call
 */
export function calledFolder(instance: ModuleInstance, declaration: Declaration): string | undefined {
  const read = (): string | undefined =>
    ModuleTree.localFolder(instance.folderUri, callText(instance, declaration, 'source'));
  if (isComputed(declaredAttribute(declaration, 'source')?.attribute.value)) return read();
  // A declaration belongs to one folder, so the target of its path never changes.
  let called = calledFolders.get(declaration);
  if (!called) calledFolders.set(declaration, (called = { uri: read() }));
  return called.uri;
}

export class ModuleTree {
  private readonly roots = new Map<string, ModuleInstance>();
  private readonly instances = new WeakMap<ModuleInstance, Map<string, ModuleInstance>>();
  private readonly folderSources = new Map<string, TrackedInput>();
  private readonly outputSources = new Map<string, TrackedInput<boolean>>();
  /** Requested for each block of a document, always with the same result. */
  private found = { revision: -1, moduleGraphRevision: -1, byFolder: new Map<string, readonly ModuleInstance[]>() };
  private graph: (CallGraph & { readonly revision: number }) | undefined;
  /** By folder: labels of its calls by the local folder that they refer to, if the call itself names it. */
  private readonly callNames = new WeakMap<ModuleFolder, CallNames>();

  constructor(readonly workspace: Workspace) {}

  /** A module folder; one that was not indexed (an installed copy) is read now. */
  readFolder(uri: string): ModuleFolder | undefined {
    const folder = this.workspace.folder(uri);
    if (folder) return folder;
    for (const entry of this.workspace.fileSystem.list(uri) ?? []) {
      if (entry.kind !== 'folder' && sourceSyntaxOf(entry.name)?.kind === 'configuration')
        this.workspace.readFromDisk(childOf(uri, entry.name));
    }
    return this.workspace.folder(uri);
  }

  /** Changes whenever the declarations that callers can see change: variables and module calls. */
  declarationsOf(uri: string): TrackedInput {
    let source = this.folderSources.get(uri);
    if (!source) {
      source = identityOf(() => this.workspace.folder(uri));
      this.folderSources.set(uri, source);
    }
    return source;
  }

  /** Whether a folder declares an output, or may declare it in a file that does not parse. */
  outputOf(uri: string, name: string): TrackedInput<boolean> {
    const key = `${uri}\n${name}`;
    let source = this.outputSources.get(key);
    if (!source) {
      const current = (): boolean => {
        const folder = this.readFolder(uri);
        return folder !== undefined && (folder.declaration('output', name) !== undefined || folder.hasDiagnostics);
      };
      source = { current };
      this.outputSources.set(key, source);
    }
    return source;
  }

  /** Root modules: folders that declare modules and that no other module calls. */
  rootInstances(): ModuleInstance[] {
    const { called } = this.callGraph();
    const roots: ModuleInstance[] = [];
    for (const folder of this.workspace.allFolders()) {
      if (isEmpty(folder.names('module')) || this.isInstalled(folder.uri)) continue;
      if (!called.has(folder.uri) && !this.calledPath(folder.uri)) roots.push(this.root(folder.uri));
    }
    return roots.sort((a, b) => (a.folderUri < b.folderUri ? -1 : 1));
  }

  /** All instances of a folder: as a root module, or one per call. */
  instancesOf(folderUri: string): readonly ModuleInstance[] {
    const { revision, moduleGraphRevision } = this.workspace;
    if (this.found.revision !== revision || this.found.moduleGraphRevision !== moduleGraphRevision) {
      this.found = { revision, moduleGraphRevision, byFolder: new Map() };
    }
    let found = this.found.byFolder.get(folderUri);
    if (!found) {
      found = this.collect(this.calledPath(folderUri) ?? folderUri);
      this.found.byFolder.set(folderUri, found);
    }
    return found;
  }

  /** The path under which a folder is called, if that is a link to it. */
  private calledPath(folderUri: string): string | undefined {
    const { callers } = this.callGraph();
    return callers.has(folderUri)
      ? undefined
      : this.workspace.symlinks.otherPaths(folderUri).find(path => callers.has(path));
  }

  /** The instance that a call in `parent` makes of a folder. */
  child(parent: ModuleInstance, callName: string, folderUri: string): ModuleInstance | undefined {
    if (parent.depth >= MAX_MODULE_DEPTH || parent.isInside(folderUri)) return undefined;
    let children = this.instances.get(parent);
    if (!children) this.instances.set(parent, (children = new Map<string, ModuleInstance>()));
    let child = children.get(callName);
    if (child?.folderUri !== folderUri)
      children.set(callName, (child = new ModuleInstance(this.workspace, folderUri, parent, callName)));
    return child;
  }

  /** Local modules that a module calls. */
  *children(parent: ModuleInstance): Iterable<ModuleInstance> {
    const { folder } = parent;
    for (const name of folder?.namesInOrder('module') ?? []) {
      const child = this.localModule(parent, name);
      if (child) yield child;
    }
  }

  /** The local module that a call in `parent` refers to. */
  localModule(parent: ModuleInstance, callName: string): ModuleInstance | undefined {
    const uri = this.calledLocalFolder(parent, callName);
    return uri === undefined ? undefined : this.child(parent, callName, uri);
  }

  /** Folders on a shortest path of local calls, both ends included; undefined if there is none. */
  wayBetween(from: string, to: string): string[] | undefined {
    const { callers, ways } = this.callGraph();
    let next = ways.get(to);
    if (!next) ways.set(to, (next = waysTo(to, callers)));
    const way = [from];
    for (let folder: string | undefined = from; folder !== to; way.push(folder)) {
      folder = next.get(folder);
      if (folder === undefined) return undefined;
    }
    return way;
  }

  static localFolder(from: string, source: string | undefined): string | undefined {
    return source !== undefined && /^\.\.?(?:\/|$)/.test(source) ? resolvePath(from, source) : undefined;
  }

  private calledLocalFolder(parent: ModuleInstance, callName: string): string | undefined {
    const declaration = parent.folder?.declaration('module', callName);
    return declaration && calledFolder(parent, declaration);
  }

  private root(folderUri: string): ModuleInstance {
    let root = this.roots.get(folderUri);
    if (!root) this.roots.set(folderUri, (root = new ModuleInstance(this.workspace, folderUri)));
    return root;
  }

  /** From the root modules down, level by level, through the folders that lead to this one. */
  private collect(folderUri: string): readonly ModuleInstance[] {
    const { callers, called } = this.callGraph();
    const above = foldersAbove(folderUri, callers);
    const found: ModuleInstance[] = [];
    const counts = new Map<string, number>();
    const leading = new Set([...above].flatMap(each => [...(callers.get(each) ?? [])]));
    // In an order that does not depend on which folder was read first: many features use the first instance.
    let level = [...above]
      .filter(each => !called.has(each))
      .sort()
      .map(each => this.root(each));
    let total = 0;
    for (;;) {
      found.push(...level.filter(instance => instance.folderUri === folderUri));
      const next: ModuleInstance[] = [];
      for (const parent of level) {
        if (!leading.has(parent.folderUri)) continue;
        for (const child of this.childrenIn(parent, above, counts)) {
          if (++total >= MAX_VISITED) return found;
          next.push(child);
        }
      }
      if (next.length === 0) return found;
      level = next;
    }
  }

  /** Instances of some folders that an instance calls, up to the maximum per folder. */
  private *childrenIn(
    parent: ModuleInstance,
    folders: ReadonlySet<string>,
    counts: Map<string, number>,
  ): Iterable<ModuleInstance> {
    const names = this.callNamesOf(parent);
    for (const [uri, calls] of names) {
      if (!folders.has(uri)) continue;
      for (const name of calls) {
        const count = counts.get(uri) ?? 0;
        if (count >= MAX_INSTANCES) break;
        const child = this.child(parent, name, uri);
        if (!child) continue;
        counts.set(uri, count + 1);
        yield child;
      }
    }
  }

  /** Labels of an instance's calls by the local folder that they refer to. */
  private callNamesOf(instance: ModuleInstance): ReadonlyMap<string, readonly string[]> {
    const { folder } = instance;
    if (!folder) return new Map();
    const revision = folder.interfaceRevision;
    let cached = this.callNames.get(folder);
    if (cached?.revision !== revision) {
      cached = { revision, byFolder: new Map(), computed: [] };
      for (const name of folder.namesInOrder('module')) {
        if (isComputed(declaredAttribute(folder.declaration('module', name)!, 'source')?.attribute.value))
          cached.computed.push(name);
        else this.addCallName(cached.byFolder, instance, name);
      }
      this.callNames.set(folder, cached);
    }
    if (cached.computed.length === 0) return cached.byFolder;
    const byFolder = new Map([...cached.byFolder].map(([uri, names]) => [uri, [...names]]));
    for (const name of cached.computed) this.addCallName(byFolder, instance, name);
    return byFolder;
  }

  private addCallName(byFolder: Map<string, string[]>, instance: ModuleInstance, name: string): void {
    const uri = this.calledLocalFolder(instance, name);
    if (uri === undefined) return;
    const names = byFolder.get(uri);
    if (names) names.push(name);
    else byFolder.set(uri, [name]);
  }

  private isInstalled(uri: string): boolean {
    return uri.includes('/.terraform/') || baseNameOf(uri) === '.terraform';
  }

  /** Links to folders that are indexed anyway are not followed. */
  private isThere(uri: string): boolean {
    return (
      (this.workspace.folder(uri) ?? (this.workspace.symlinks.leadsThrough(uri) ? this.readFolder(uri) : undefined)) !==
      undefined
    );
  }

  private callGraph(): CallGraph {
    const revision = this.workspace.moduleGraphRevision;
    if (this.graph?.revision !== revision) {
      const callers = callersByFolder(this.workspace, uri => this.isThere(uri));
      this.graph = { revision, callers, called: foldersCalledFromOutside(callers), ways: new Map() };
    }
    return this.graph;
  }
}

interface CallGraph {
  readonly callers: Callers;
  readonly called: ReadonlySet<string>;
  /** By the folder that they refer to. */
  readonly ways: Map<string, ReadonlyMap<string, string>>;
}

interface CallNames {
  readonly revision: number;
  readonly byFolder: Map<string, string[]>;
  /** Calls whose source depends on the module's callers. */
  readonly computed: string[];
}

/** A folder and its callers, up to the maximum depth. */
function foldersAbove(folderUri: string, callers: Callers): ReadonlySet<string> {
  const above = new Set([folderUri]);
  let level: readonly string[] = [folderUri];
  for (let depth = 0; depth < MAX_MODULE_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level)
      for (const caller of callers.get(folder) ?? []) {
        if (above.has(caller)) continue;
        above.add(caller);
        next.push(caller);
      }
    level = next;
  }
  return above;
}

function isEmpty(iterable: Iterable<unknown>): boolean {
  for (const _ of iterable) return false;
  return true;
}

/** An input that changes whenever the folder is replaced or changes its declarations for callers. */
function identityOf(current: () => ModuleFolder | undefined): TrackedInput {
  let cached: { readonly folder: ModuleFolder | undefined; readonly revision: number | undefined } | undefined;
  return {
    current: () => {
      const folder = current();
      const revision = folder?.interfaceRevision;
      if (!cached || cached.folder !== folder || cached.revision !== revision) cached = { folder, revision };
      return cached;
    },
  };
}
