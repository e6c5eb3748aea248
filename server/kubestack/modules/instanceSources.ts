/** The inputs that results about a module can have. One object per input, shared by all calls of a module in one tree. */
import { t } from '../../../common/localization';
import { refusalReason, type ReadRefusal } from '../../../common/refusal';
import { type FunctionFiles } from '../../hcl/functions/function';
import type { ProgramVersion } from '../../../common/programVersion';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { fsPathOf, resolvePath } from '../../workspace/uri';
import { variableFileValue } from '../../workspace/variableValues';
import { callText } from './callText';
import { fileListing } from './fileListing';
import { installedModules, isInstalledFor } from './installedModules';
import type { ModuleInstance } from './moduleInstance';
import { platformProgramSource } from '../platform/platformProgram';
import type { DependencyTracker, TrackedInput } from '../memoization/dependencyTracker';
import { readVariable, type VariableDeclaration } from './variableDeclaration';
import type { BlockKind, Declaration, LocalDeclaration } from '../../workspace/declarations';
import { UnknownResultError } from '../../../common/unknownResultError';

/** Replaces an unknown workspace name. No environment can have this name. */
export const UNKNOWN_WORKSPACE = '\0';

/** Size limit of `.terraform/environment`, in bytes. */
const MAX_WORKSPACE_NAME = 4096;

type VariableFileValue = ReturnType<typeof variableFileValue>;

/** Maximum number of shared inputs. */
const MAX_SOURCES = 200_000;

/** A declaration by its name. A class to save memory, since each module of a large platform needs one. */
class DeclarationSource implements TrackedInput<Declaration | undefined> {
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
  /** By kind, then by name. */
  private readonly sources = new Map<string, Map<string, TrackedInput>>();
  private count = 0;
  private readonly manifestUri: string;

  constructor(
    /** Any of the instances of one folder in a root module. */
    private readonly instance: ModuleInstance,
  ) {
    this.manifestUri = `${instance.rootUri}/.terraform/modules/modules.json`;
  }

  private source<T>(about: string, name: string, current: () => T): TrackedInput<T> {
    return this.kept(about, name, () => ({ current }));
  }

  private kept<T>(about: string, name: string, make: () => TrackedInput<T>): TrackedInput<T> {
    let named = this.sources.get(about);
    const cached = named?.get(name);
    if (cached) return cached as TrackedInput<T>;
    // Names come and go during typing. Results keep the inputs that they have read.
    if (++this.count > MAX_SOURCES) {
      this.sources.clear();
      this.count = 1;
      named = undefined;
    }
    if (!named) this.sources.set(about, (named = new Map<string, TrackedInput>()));
    const source = make();
    named.set(name, source);
    return source;
  }

  declaration(kind: BlockKind, name: string): TrackedInput<Declaration | undefined> {
    return this.kept(kind, name, () => new DeclarationSource(this.instance, kind, name));
  }

  local(name: string): TrackedInput<LocalDeclaration | undefined> {
    return this.source('local', name, () => this.instance.folder?.local(name));
  }

  /** The program of the platform, with its versions. */
  programVersion(): TrackedInput<ProgramVersion> {
    return this.kept('program', '', () => platformProgramSource(this.instance.workspace, this.instance.rootUri));
  }

  /** Whether a file in the module's folder does not parse. */
  hasDiagnostics(): TrackedInput<boolean> {
    return this.source('faults', '', () => this.instance.folder?.hasDiagnostics ?? false);
  }

  variable(name: string): TrackedInput<VariableDeclaration | undefined> {
    return this.source(
      'variable declaration',
      name,
      () => this.instance.folder && readVariable(this.instance.folder, name),
    );
  }

  /** The value in variables files, see {@link variableFileValue}. */
  variableFileValue(name: string): TrackedInput<VariableFileValue> {
    let last: VariableFileValue;
    let seen: { folder: ModuleFolder | undefined; revision: number | undefined } | undefined;
    return this.source('value', name, () => {
      const { folder } = this.instance;
      if (seen && seen.folder === folder && seen.revision === folder?.variableFilesRevision) return last;
      seen = { folder, revision: folder?.variableFilesRevision };
      const found = folder && variableFileValue(folder, name);
      // The same object as long as the item is the same.
      const isSame = typeof found === 'object' && typeof last === 'object' && found.item === last.item;
      return (last = isSame ? last : found);
    });
  }

  /**
   * Name of the selected workspace: the content of `.terraform/environment` in the root module, otherwise `default`; {@link UNKNOWN_WORKSPACE} if
   * that file exists but can't be read.
   */
  selectedWorkspace(): TrackedInput<string> {
    const { workspace, rootUri } = this.instance;
    const uri = `${rootUri}/.terraform/environment`;
    let cached: { stamp: string | undefined; name: string } | undefined;
    return this.source('selected workspace', '', () => {
      const stamp = workspace.stamps.of(uri);
      if (cached && cached.stamp === stamp) return cached.name;
      const bytes = stamp === undefined ? undefined : workspace.fileSystem.read(uri, MAX_WORKSPACE_NAME);
      const name = bytes ? new TextDecoder().decode(bytes).trim() || 'default' : undefined;
      cached = { stamp, name: name ?? (stamp === undefined ? 'default' : UNKNOWN_WORKSPACE) };
      return cached.name;
    });
  }

  /** `source` or `version` of a call in an instance; undefined if unknown. */
  callText(instance: ModuleInstance, callName: string, name: 'source' | 'version'): TrackedInput<string | undefined> {
    return this.source(`${name} of`, instance.installationKeyOf(callName), () =>
      callText(instance, instance.folder?.declaration('module', callName), name),
    );
  }

  /** Whether any modules are installed. */
  hasInstalled(): TrackedInput<boolean> {
    return this.source('has installed', '', () => installedModules(this.instance, this.manifestUri).size > 0);
  }

  /** Folder of the installed copy for a call; undefined if none matches its source and version. */
  installedFolder(instance: ModuleInstance, callName: string): TrackedInput<string | undefined> {
    const key = instance.installationKeyOf(callName);
    return this.source('installed', key, () => {
      const installed = installedModules(this.instance, this.manifestUri).get(key);
      const call = installed && this.instance.folder?.declaration('module', callName);
      return call && isInstalledFor(installed, callText(instance, call, 'source'), callText(instance, call, 'version'))
        ? installed.folderUri
        : undefined;
    });
  }

  functionFiles(reads: DependencyTracker): FunctionFiles {
    const { instance } = this;
    const { fileSystem } = instance.workspace;
    const stamped = (path: string): string => {
      const uri = resolvePath(instance.rootUri, path);
      reads.read(this.source('file', uri, () => instance.workspace.stamps.of(uri)));
      return uri;
    };
    const refuse = (path: string, refusal: ReadRefusal): never => {
      throw new UnknownResultError(t("{0} can't be read: {1}.", path, refusalReason(refusal)));
    };
    // A rejected file is not a missing file: its value is unknown.
    const allowed = <T>(path: string, uri: string, found: T | undefined): T | undefined => {
      const refusal = found === undefined ? fileSystem.refusal(uri) : undefined;
      return refusal ? refuse(path, refusal) : found;
    };
    return {
      read: path => {
        const uri = stamped(path);
        return allowed(path, uri, fileSystem.read(uri));
      },
      exists: (path, kind) => {
        const uri = stamped(path);
        return allowed(path, uri, fileSystem.kind(uri)) === kind;
      },
      list: (folder, depth) => {
        const uri = resolvePath(instance.rootUri, folder);
        const files = reads.read(fileListing(instance.workspace, uri, depth));
        return typeof files === 'string' ? files.split('\n').filter(Boolean) : refuse(folder, files.refusal);
      },
      absolute: path => fsPathOf(resolvePath(instance.rootUri, path)),
    };
  }
}
