/** Which modules there are: root modules, and the local modules that they and their modules call. */
import { isComputed } from '../workspace/earlyText';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { attributeOf, type Declaration, type ModuleFolder } from '../workspace/moduleFolder';
import { childOf, nameOf, resolvePath } from '../workspace/uri';
import type { Workspace } from '../workspace/workspace';
import { callText } from './callText';
import { MAX_MODULE_DEPTH, ModuleInstance } from './moduleInstance';
import type { Source } from './reads';

/** Instances of one folder that are followed; a shared module may be called from everywhere. */
export const MAX_INSTANCES = 500;

export class ModuleTree {
  private readonly roots = new Map<string, ModuleInstance>();
  private readonly instances = new WeakMap<ModuleInstance, Map<string, ModuleInstance>>();
  private readonly folderSources = new Map<string, Source>();
  private readonly outputSources = new Map<string, Source<boolean>>();
  private readonly calledFolders = new WeakMap<Declaration, { uri: string | undefined }>();
  /** Asked for each block of a document, and the same for all of them. */
  private found = { revision: -1, structureRevision: -1, byFolder: new Map<string, readonly ModuleInstance[]>() };
  private callers: { revision: number; byFolder: ReadonlyMap<string, ReadonlySet<string>> } | undefined;

  constructor(private readonly workspace: Workspace) {}

  /** A module folder; one that was not indexed (an installed copy) is read now. */
  folder(uri: string): ModuleFolder | undefined {
    const known = this.workspace.folder(uri);
    if (known) return known;
    for (const entry of this.workspace.fileSystem.list(uri) ?? []) {
      if (entry.kind !== 'folder' && sourceSyntaxOf(entry.name)?.kind === 'configuration')
        this.workspace.readFromDisk(childOf(uri, entry.name));
    }
    return this.workspace.folder(uri);
  }

  /** Changes whenever what the folder declares for its callers does: its variables and module calls. */
  declarationsOf(uri: string): Source {
    let source = this.folderSources.get(uri);
    if (!source) {
      source = identityOf(() => this.workspace.folder(uri));
      this.folderSources.set(uri, source);
    }
    return source;
  }

  /** Whether a folder declares an output. */
  outputOf(uri: string, name: string): Source<boolean> {
    const key = `${uri}\n${name}`;
    let source = this.outputSources.get(key);
    if (!source) {
      source = { current: () => this.folder(uri)?.declaration('output', name) !== undefined };
      this.outputSources.set(key, source);
    }
    return source;
  }

  /** Root modules: folders that declare modules and that no other module calls. */
  rootInstances(): ModuleInstance[] {
    const callers = this.callersByFolder();
    const roots: ModuleInstance[] = [];
    for (const folder of this.workspace.allFolders()) {
      if (isEmpty(folder.names('module')) || this.isInstalled(folder.uri)) continue;
      if (!this.isCalledFromOutside(folder.uri, callers) && !this.calledPath(folder.uri))
        roots.push(this.root(folder.uri));
    }
    return roots.sort((a, b) => (a.folderUri < b.folderUri ? -1 : 1));
  }

  /** Every way in which a folder is part of a configuration: as a root module, or once per call. */
  instancesOf(folderUri: string): readonly ModuleInstance[] {
    const { revision, structureRevision } = this.workspace;
    if (this.found.revision !== revision || this.found.structureRevision !== structureRevision) {
      this.found = { revision, structureRevision, byFolder: new Map() };
    }
    let found = this.found.byFolder.get(folderUri);
    if (!found) {
      found = this.collect(this.calledPath(folderUri) ?? folderUri, new Map());
      this.found.byFolder.set(folderUri, found);
    }
    return found;
  }

  /** The path under which a folder is called, where that is a link to it. */
  private calledPath(folderUri: string): string | undefined {
    const callers = this.callersByFolder();
    return callers.has(folderUri)
      ? undefined
      : this.workspace.links.otherPaths(folderUri).find(path => callers.has(path));
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
      const uri = this.calledLocalFolder(parent, name);
      const child = uri === undefined ? undefined : this.child(parent, name, uri);
      if (child) yield child;
    }
  }

  /** Folders on a shortest way of local calls, both ends included; undefined where there is none. */
  wayBetween(from: string, to: string): string[] | undefined {
    const ways = new Map<string, string[]>([[from, [from]]]);
    for (const [folder, way] of ways) {
      if (folder === to) return way;
      for (const path of this.workspace.folder(folder)?.calledPaths() ?? []) {
        const next = resolvePath(folder, path);
        if (!ways.has(next)) ways.set(next, [...way, next]);
      }
    }
    return undefined;
  }

  static localFolder(from: string, source: string | undefined): string | undefined {
    return source !== undefined && /^\.\.?(?:\/|$)/.test(source) ? resolvePath(from, source) : undefined;
  }

  private calledLocalFolder(parent: ModuleInstance, callName: string): string | undefined {
    const declaration = parent.folder?.declaration('module', callName);
    if (!declaration) return undefined;
    const read = (): string | undefined =>
      ModuleTree.localFolder(parent.folderUri, callText(parent, declaration, 'source'));
    if (isComputed(attributeOf(declaration, 'source')?.attribute.value)) return read();
    // A declaration stands in one folder, so what its path leads to never changes.
    let called = this.calledFolders.get(declaration);
    if (!called) this.calledFolders.set(declaration, (called = { uri: read() }));
    return called.uri;
  }

  private root(folderUri: string): ModuleInstance {
    let root = this.roots.get(folderUri);
    if (!root) this.roots.set(folderUri, (root = new ModuleInstance(this.workspace, folderUri)));
    return root;
  }

  /** @param known what was found for the folders above, so that each is followed once */
  private collect(folderUri: string, known: Map<string, readonly ModuleInstance[]>): readonly ModuleInstance[] {
    const before = known.get(folderUri);
    if (before) return before;
    // Folders that call each other: the way back adds nothing.
    known.set(folderUri, []);
    const callers = this.callersByFolder();
    const found: ModuleInstance[] = [];
    if (!this.isCalledFromOutside(folderUri, callers)) found.push(this.root(folderUri));
    else {
      // In an order that does not depend on which of them was read first: the first instance stands for all in many an answer.
      for (const caller of [...(callers.get(folderUri) ?? [])].sort()) {
        if (caller === folderUri) continue;
        for (const parent of this.collect(caller, known)) this.collectCalls(parent, folderUri, found);
      }
    }
    known.set(folderUri, found);
    return found;
  }

  private collectCalls(parent: ModuleInstance, folderUri: string, found: ModuleInstance[]): void {
    for (const name of parent.folder?.namesInOrder('module') ?? []) {
      if (found.length >= MAX_INSTANCES) return;
      if (this.calledLocalFolder(parent, name) !== folderUri) continue;
      const child = this.child(parent, name, folderUri);
      if (child) found.push(child);
    }
  }

  /** Folders that only call each other have no root: the first of them by name counts as one. */
  private isCalledFromOutside(folderUri: string, callers: ReadonlyMap<string, ReadonlySet<string>>): boolean {
    const direct = callers.get(folderUri);
    if (!direct) return false;
    const above = new Set<string>(direct);
    for (const each of above) for (const next of callers.get(each) ?? []) above.add(next);
    if (!above.has(folderUri)) return true;
    const hasRoot = [...above].some(each => !callers.has(each));
    return hasRoot || [...above].some(each => each < folderUri && this.isAbove(each, folderUri, callers));
  }

  private isAbove(folder: string, below: string, callers: ReadonlyMap<string, ReadonlySet<string>>): boolean {
    const above = new Set<string>(callers.get(below));
    for (const each of above) for (const next of callers.get(each) ?? []) above.add(next);
    return above.has(folder);
  }

  private isInstalled(uri: string): boolean {
    return uri.includes('/.terraform/') || nameOf(uri) === '.terraform';
  }

  /** The walk does not go through links to where it comes anyway. */
  private isThere(uri: string): boolean {
    return (
      (this.workspace.folder(uri) ?? (this.workspace.links.leadsThrough(uri) ? this.folder(uri) : undefined)) !==
      undefined
    );
  }

  private callersByFolder(): ReadonlyMap<string, ReadonlySet<string>> {
    const revision = this.workspace.structureRevision;
    if (this.callers?.revision === revision) return this.callers.byFolder;
    const byFolder = new Map<string, Set<string>>();
    for (const folder of this.workspace.allFolders()) {
      for (const path of folder.calledPaths()) {
        const called = resolvePath(folder.uri, path);
        if (called === folder.uri || !this.isThere(called)) continue;
        const callers = byFolder.get(called);
        if (callers) callers.add(folder.uri);
        else byFolder.set(called, new Set([folder.uri]));
      }
    }
    this.callers = { revision, byFolder };
    return byFolder;
  }
}

function isEmpty(iterable: Iterable<unknown>): boolean {
  for (const _ of iterable) return false;
  return true;
}

/** A source that gives another object whenever the folder is another one, or declares something else for its callers. */
function identityOf(current: () => ModuleFolder | undefined): Source {
  let known: { readonly folder: ModuleFolder | undefined; readonly revision: number | undefined } | undefined;
  return {
    current: () => {
      const folder = current();
      const revision = folder?.interfaceRevision;
      if (!known || known.folder !== folder || known.revision !== revision) known = { folder, revision };
      return known;
    },
  };
}
