/** The things a module can look at, as sources that results record. One object per thing, for all calls of a module in one tree. */
import { parseTree } from 'jsonc-parser';
import { NotKnowable, type FunctionFiles } from '../hcl/functions/function';
import type { Attribute, Item } from '../syntax/ast';
import type { BlockKind, Declaration, LocalDeclaration, ModuleFolder } from '../workspace/moduleFolder';
import { childOf, fsPathOf, isWithin, resolvePath } from '../workspace/uri';
import type { ModuleInstance } from './moduleInstance';
import type { Reads, Source } from './reads';
import { readVariable, type VariableDeclaration } from './variableDeclaration';

export const MAX_LISTED_FILES = 20_000;
/** Sources that are shared at once. */
export const MAX_SOURCES = 50_000;

export class InstanceSources {
  private readonly sources = new Map<string, Source>();
  private readonly manifestUri: string;

  constructor(
    /** Any of the instances of one folder below one root module. */
    private readonly instance: ModuleInstance,
    /** Folders of the workspace: functions read no file outside of them. */
    private readonly workspaceFolders: () => readonly string[],
  ) {
    this.manifestUri = `${instance.rootUri}/.terraform/modules/modules.json`;
  }

  private source<T>(key: string, current: () => T): Source<T> {
    let source = this.sources.get(key);
    if (source) return source as Source<T>;
    // Names come and go while they are typed. Results keep the sources that they have read.
    if (this.sources.size >= MAX_SOURCES) this.sources.clear();
    this.sources.set(key, (source = { current }));
    return source as Source<T>;
  }

  declaration(kind: BlockKind, name: string): Source<Declaration | undefined> {
    return this.source(`${kind} ${name}`, () => this.instance.folder?.declaration(kind, name));
  }

  local(name: string): Source<LocalDeclaration | undefined> {
    return this.source(`local ${name}`, () => this.instance.folder?.local(name));
  }

  variable(name: string): Source<VariableDeclaration | undefined> {
    return this.source(
      `variable declaration ${name}`,
      () => this.instance.folder && readVariable(this.instance.folder, name),
    );
  }

  /** The attribute of the variable file that wins. */
  variableFileValue(name: string): Source<{ item: Item; attribute: Attribute } | undefined> {
    let last: { item: Item; attribute: Attribute } | undefined;
    let seen: { folder: ModuleFolder | undefined; revision: number | undefined } | undefined;
    return this.source(`value ${name}`, () => {
      const { folder } = this.instance;
      if (seen && seen.folder === folder && seen.revision === folder?.valuesRevision) return last;
      seen = { folder, revision: folder?.valuesRevision };
      const found = this.findVariableFileValue(name);
      // The same object as long as the item is the same.
      return (last = found?.item === last?.item ? last : found);
    });
  }

  private findVariableFileValue(name: string): { item: Item; attribute: Attribute } | undefined {
    for (const file of [...(this.instance.folder?.automaticVariableFiles() ?? [])].reverse()) {
      const placed = file.items.find(({ item }) => item.node.kind === 'attribute' && item.node.name === name);
      if (placed?.item.node.kind === 'attribute') return { item: placed.item, attribute: placed.item.node };
    }
    return undefined;
  }

  /** Name of the selected workspace: what `.terraform/environment` of the root module holds, else `default`. */
  selectedWorkspace(): Source<string> {
    const { workspace, rootUri } = this.instance;
    const uri = `${rootUri}/.terraform/environment`;
    let known: { stamp: string | undefined; name: string } | undefined;
    return this.source('selected workspace', () => {
      const stamp = workspace.stamps.of(uri);
      if (known && known.stamp === stamp) return known.name;
      const bytes = stamp === undefined ? undefined : workspace.fileSystem.read(uri);
      known = { stamp, name: (bytes && new TextDecoder().decode(bytes).trim()) || 'default' };
      return known.name;
    });
  }

  /** Folder of the installed copy of a call in an instance. */
  installedFolder(instance: ModuleInstance, callName: string): Source<string | undefined> {
    const key = instance.installationKeyOf(callName);
    return this.source(`installed ${key}`, () => installedModules(this.instance, this.manifestUri).get(key));
  }

  functionFiles(reads: Reads): FunctionFiles {
    const { instance } = this;
    const { fileSystem } = instance.workspace;
    const uriOf = (path: string): string => {
      const uri = resolvePath(instance.rootUri, path);
      const inside = [...this.workspaceFolders(), instance.rootUri];
      if (
        ![uri, fileSystem.realUri(uri)].every(each =>
          inside.some(folder => isWithin(each, folder) || isWithin(each, fileSystem.realUri(folder))),
        )
      ) {
        throw new NotKnowable(`${path} is outside of the workspace.`);
      }
      reads.read(this.source(`file ${uri}`, () => instance.workspace.stamps.of(uri)));
      return uri;
    };
    return {
      read: path => fileSystem.read(uriOf(path)),
      exists: path => fileSystem.kind(uriOf(path)) === 'file',
      list: folder => {
        const uri = uriOf(folder);
        return reads.read(this.listing(uri)).split('\n').filter(Boolean);
      },
      absolute: path => fsPathOf(resolvePath(instance.rootUri, path)),
    };
  }

  private listing(uri: string): Source<string> {
    const { fileSystem } = this.instance.workspace;
    return this.source(`files of ${uri}`, () => {
      const files: string[] = [];
      const walk = (folder: string, prefix: string, depth: number): void => {
        for (const entry of fileSystem.list(folder) ?? []) {
          if (files.length >= MAX_LISTED_FILES || depth > 50) throw new NotKnowable('The folder has too many files.');
          const kind = entry.kind === 'link' ? fileSystem.kind(childOf(folder, entry.name)) : entry.kind;
          if (kind === 'file') files.push(prefix + entry.name);
          else if (entry.kind === 'folder') walk(childOf(folder, entry.name), `${prefix}${entry.name}/`, depth + 1);
        }
      };
      walk(uri, '', 0);
      return files.sort().join('\n');
    });
  }
}

interface Manifest {
  readonly stamp: string | undefined;
  readonly modules: ReadonlyMap<string, string>;
}
const manifests = new WeakMap<object, Map<string, Manifest>>();

/** `.terraform/modules/modules.json` of the root module: key → folder. */
function installedModules(instance: ModuleInstance, uri: string): ReadonlyMap<string, string> {
  const { fileSystem, stamps } = instance.workspace;
  const stamp = stamps.of(uri);
  let known = manifests.get(fileSystem);
  if (!known) manifests.set(fileSystem, (known = new Map<string, Manifest>()));
  const cached = known.get(uri);
  if (cached && cached.stamp === stamp) return cached.modules;
  const bytes = stamp === undefined ? undefined : fileSystem.read(uri);
  const modules = bytes ? readManifest(new TextDecoder().decode(bytes), instance.rootUri) : new Map<string, string>();
  known.set(uri, { stamp, modules });
  return modules;
}

function readManifest(text: string, rootUri: string): Map<string, string> {
  const modules = new Map<string, string>();
  const list = parseTree(text)?.children?.find(property => property.children?.[0]?.value === 'Modules')?.children?.[1];
  for (const entry of list?.children ?? []) {
    const field = (name: string): unknown =>
      entry.children?.find(property => property.children?.[0]?.value === name)?.children?.[1]?.value;
    const key = field('Key');
    const dir = field('Dir');
    if (typeof key === 'string' && typeof dir === 'string' && key !== '') modules.set(key, resolvePath(rootUri, dir));
  }
  return modules;
}
