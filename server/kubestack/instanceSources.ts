/** The things a module can look at, as sources that results record. One object per thing, for all calls of a module in one tree. */
import { NotKnowable, type FunctionFiles } from '../hcl/functions/function';
import type { Program } from '../hcl/program';
import type { Attribute, Item } from '../syntax/ast';
import type { BlockKind, Declaration, LocalDeclaration, ModuleFolder } from '../workspace/moduleFolder';
import { fsPathOf, isWithin, resolvePath } from '../workspace/uri';
import { callText } from './callText';
import { TOO_MANY_FILES, fileListing } from './fileListing';
import { installedModules, isInstalledFor } from './installedModules';
import type { ModuleInstance } from './moduleInstance';
import { platformProgramSource } from './platformProgram';
import type { Reads, Source } from './reads';
import { readVariable, type VariableDeclaration } from './variableDeclaration';

/** Sources that are shared at once. */
export const MAX_SOURCES = 200_000;

/** A declaration by its name. A class, as a large platform has one for each of its modules. */
class DeclarationSource implements Source<Declaration | undefined> {
  constructor(
    private readonly instance: ModuleInstance,
    private readonly kind: BlockKind,
    private readonly name: string,
  ) {}

  current(): Declaration | undefined {
    return this.instance.folder?.declaration(this.kind, this.name);
  }
}

export class InstanceSources {
  /** By what they are about, then by name. */
  private readonly sources = new Map<string, Map<string, Source>>();
  private count = 0;
  private readonly manifestUri: string;

  constructor(
    /** Any of the instances of one folder below one root module. */
    private readonly instance: ModuleInstance,
    /** Folders of the workspace: functions read no file outside of them. */
    private readonly workspaceFolders: () => readonly string[],
  ) {
    this.manifestUri = `${instance.rootUri}/.terraform/modules/modules.json`;
  }

  private source<T>(about: string, name: string, current: () => T): Source<T> {
    return this.kept(about, name, () => ({ current }));
  }

  private kept<T>(about: string, name: string, make: () => Source<T>): Source<T> {
    let named = this.sources.get(about);
    const known = named?.get(name);
    if (known) return known as Source<T>;
    // Names come and go while they are typed. Results keep the sources that they have read.
    if (++this.count > MAX_SOURCES) {
      this.sources.clear();
      this.count = 1;
      named = undefined;
    }
    if (!named) this.sources.set(about, (named = new Map<string, Source>()));
    const source = make();
    named.set(name, source);
    return source;
  }

  declaration(kind: BlockKind, name: string): Source<Declaration | undefined> {
    return this.kept(kind, name, () => new DeclarationSource(this.instance, kind, name));
  }

  local(name: string): Source<LocalDeclaration | undefined> {
    return this.source('local', name, () => this.instance.folder?.local(name));
  }

  /** The program that the platform is made for. */
  program(): Source<Program | undefined> {
    return this.kept('program', '', () => platformProgramSource(this.instance.workspace, this.instance.rootUri));
  }

  /** Whether something in the module's folder does not parse. */
  hasFaults(): Source<boolean> {
    return this.source('faults', '', () => this.instance.folder?.hasFaults ?? false);
  }

  variable(name: string): Source<VariableDeclaration | undefined> {
    return this.source(
      'variable declaration',
      name,
      () => this.instance.folder && readVariable(this.instance.folder, name),
    );
  }

  /** The attribute of the variable file that wins. */
  variableFileValue(name: string): Source<{ item: Item; attribute: Attribute } | undefined> {
    let last: { item: Item; attribute: Attribute } | undefined;
    let seen: { folder: ModuleFolder | undefined; revision: number | undefined } | undefined;
    return this.source('value', name, () => {
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
    return this.source('selected workspace', '', () => {
      const stamp = workspace.stamps.of(uri);
      if (known && known.stamp === stamp) return known.name;
      const bytes = stamp === undefined ? undefined : workspace.fileSystem.read(uri);
      known = { stamp, name: (bytes && new TextDecoder().decode(bytes).trim()) || 'default' };
      return known.name;
    });
  }

  /** `source` or `version` of a call in an instance; undefined where it is not known. */
  callText(instance: ModuleInstance, callName: string, name: 'source' | 'version'): Source<string | undefined> {
    return this.source(`${name} of`, instance.installationKeyOf(callName), () =>
      callText(instance, instance.folder?.declaration('module', callName), name),
    );
  }

  /** Whether there are installed copies of modules at all. */
  hasInstalled(): Source<boolean> {
    return this.source('has installed', '', () => installedModules(this.instance, this.manifestUri).size > 0);
  }

  /** Folder of the installed copy of a call in an instance; undefined when there is none of the source and version it names. */
  installedFolder(instance: ModuleInstance, callName: string): Source<string | undefined> {
    const key = instance.installationKeyOf(callName);
    return this.source('installed', key, () => {
      const installed = installedModules(this.instance, this.manifestUri).get(key);
      const call = installed && this.instance.folder?.declaration('module', callName);
      return call && isInstalledFor(installed, callText(instance, call, 'source'), callText(instance, call, 'version'))
        ? installed.folderUri
        : undefined;
    });
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
      return uri;
    };
    const stamped = (path: string): string => {
      const uri = uriOf(path);
      reads.read(this.source('file', uri, () => instance.workspace.stamps.of(uri)));
      return uri;
    };
    return {
      read: path => fileSystem.read(stamped(path)),
      exists: (path, kind) => fileSystem.kind(stamped(path)) === kind,
      list: (folder, depth) => {
        const files = reads.read(this.listing(uriOf(folder), depth));
        if (files === TOO_MANY_FILES) throw new NotKnowable(`${folder} has too many files.`);
        return files.split('\n').filter(Boolean);
      },
      absolute: path => fsPathOf(resolvePath(instance.rootUri, path)),
    };
  }

  private listing(uri: string, depth: number): Source<string | typeof TOO_MANY_FILES> {
    return this.kept(`files to depth ${depth}`, uri, () => fileListing(this.instance.workspace, uri, depth));
  }
}
