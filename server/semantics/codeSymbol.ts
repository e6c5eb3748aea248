/** The possible meanings of a name at the cursor: something that is declared or set in one place and used in others. */
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Range } from 'vscode-languageserver-types';
import type { Item } from '../syntax/ast';

export type NamedKind = 'module' | 'variable' | 'local' | 'output' | 'provider' | 'resource';

/** A named declaration of a module. */
export interface NamedSymbol {
  readonly kind: 'named';
  readonly of: NamedKind;
  /** Folder of the module that declares it. */
  readonly folderUri: string;
  readonly name: string;
  /** The call through which it was referenced, if it belongs to a called module. */
  readonly through?: { readonly folderUri: string; readonly label: string };
}

/** The target of a `source`. */
export interface SourceSymbol {
  readonly kind: 'source';
  readonly folderUri: string;
  readonly label: string;
}

export interface EnvironmentSymbol {
  readonly kind: 'environment';
  readonly calls: readonly ModuleCall[];
  readonly environment: string;
  /** Whether this occurrence names it as the base environment. */
  readonly asBase: boolean;
}

export interface AttributeSymbol {
  readonly kind: 'attribute';
  readonly calls: readonly ModuleCall[];
  /** Undefined if another module reads the attribute. */
  readonly environment: string | undefined;
  /** Path in the environment: `["default_node_pool", "min_size"]`. */
  readonly path: readonly string[];
}

export type CodeSymbol = NamedSymbol | SourceSymbol | EnvironmentSymbol | AttributeSymbol;

/** A symbol, the text that names it here, and the item that contains the text. */
export interface SymbolOccurrence {
  readonly symbol: CodeSymbol;
  readonly range: Range;
  readonly item: Item;
}
