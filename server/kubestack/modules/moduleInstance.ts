/** A module in the tree of calls: the root module, or a local module as one of its calls makes it. */
import type { Workspace } from '../../workspace/workspace';
import type { ModuleFolder } from '../../workspace/moduleFolder';

/** Maximum depth of the tree. */
export const MAX_MODULE_DEPTH = 20;

export class ModuleInstance {
  readonly depth: number;
  readonly root: ModuleInstance;
  readonly rootUri: string;
  /** `module.a.module.b`; empty for the root module. */
  readonly address: string;

  constructor(
    readonly workspace: Workspace,
    readonly folderUri: string,
    readonly parent?: ModuleInstance,
    /** Label of the call in the parent that makes this instance. */
    readonly callName: string = '',
  ) {
    this.depth = parent ? parent.depth + 1 : 0;
    this.root = parent?.root ?? this;
    this.rootUri = this.root.folderUri;
    this.address = parent ? parent.addressOf(callName) : '';
  }

  get folder(): ModuleFolder | undefined {
    return this.workspace.folder(this.folderUri);
  }

  /** Address of a call in this module. */
  addressOf(callName: string): string {
    return this.address === '' ? `module.${callName}` : `${this.address}.module.${callName}`;
  }

  /** `a.b`: the key of a call in `.terraform/modules/modules.json`. */
  installationKeyOf(callName: string): string {
    return this.parent ? `${this.parent.installationKeyOf(this.callName)}.${callName}` : callName;
  }

  /** Whether the folder is that of this instance or of one around it: a call of it would never end. */
  isInside(folderUri: string): boolean {
    return this.folderUri === folderUri || (this.parent?.isInside(folderUri) ?? false);
  }
}
