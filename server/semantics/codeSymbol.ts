/** What the cursor can be on: something that is declared, or set, in one place and used in others. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Range } from 'vscode-languageserver-types';
import type { Item } from '../syntax/ast';

export type NamedKind = 'module' | 'variable' | 'local' | 'output' | 'provider' | 'resource';

/** Something that a module declares by a name. */
export interface NamedSymbol {
  readonly kind: 'named';
  readonly of: NamedKind;
  /** Folder of the module that declares it. */
  readonly folderUri: string;
  readonly name: string;
  /** The call through which it was named, when it belongs to a called module. */
  readonly through?: { readonly folderUri: string; readonly label: string };
}

/** What a `source` leads to. */
export interface SourceSymbol {
  readonly kind: 'source';
  readonly folderUri: string;
  readonly label: string;
}

export interface EnvironmentSymbol {
  readonly kind: 'environment';
  readonly calls: readonly ModuleCall[];
  readonly environment: string;
  /** Whether it is named as the base environment here. */
  readonly asBase: boolean;
}

export interface AttributeSymbol {
  readonly kind: 'attribute';
  readonly calls: readonly ModuleCall[];
  /** Undefined where another module reads the attribute. */
  readonly environment: string | undefined;
  /** Below the environment: `["default_node_pool", "min_size"]`. */
  readonly path: readonly string[];
}

export type CodeSymbol = NamedSymbol | SourceSymbol | EnvironmentSymbol | AttributeSymbol;

/** The thing, the text that names it here, and the item that it is named in. */
export interface SymbolOccurrence {
  readonly symbol: CodeSymbol;
  readonly range: Range;
  readonly item: Item;
}
