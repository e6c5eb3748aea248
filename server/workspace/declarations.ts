/** Declarations of modules: blocks and locals, each with its item. */
import { memoize } from '../../common/memoize';
import type { FunctionContext } from '../hcl/functions/function';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { Item, Block, Attribute } from '../syntax/ast';

/** A declaration and its item. */
export interface Declaration {
  readonly item: Item;
  readonly block: Block;
  readonly file: string;
  /** Attributes of override files, which replace those of the block. */
  readonly overrides?: readonly { item: Item; block: Block }[];
}

export interface LocalDeclaration {
  readonly item: Item;
  readonly attribute: Attribute;
  readonly file: string;
}

export type BlockKind = 'module' | 'variable' | 'provider' | 'output' | 'terraform' | 'language';

/** The effective attribute of a declared block, and its item. */
export function declaredAttribute(
  declaration: Declaration,
  name: string,
): { item: Item; attribute: Attribute } | undefined {
  const { overrides = [] } = declaration;
  for (let index = overrides.length - 1; index >= 0; index--) {
    const { item, block } = overrides[index]!;
    const attribute = findAttribute(block, name);
    if (attribute) return { item, attribute };
  }
  const attribute = findAttribute(declaration.block, name);
  return attribute && { item: declaration.item, attribute };
}

/** Blocks with more entries than this are indexed by name. */
const FEW_ENTRIES = 24;

/** The first attribute of a name in a block. */
export function findAttribute(block: Block, name: string): Attribute | undefined {
  if (block.body.length > FEW_ENTRIES) return attributesOf(block).get(name);
  for (const entry of block.body) if (entry.kind === 'attribute' && entry.name === name) return entry;
  return undefined;
}

const attributesOf = memoize(({ body }: Block): ReadonlyMap<string, Attribute> => {
  const attributes = new Map<string, Attribute>();
  for (const entry of body)
    if (entry.kind === 'attribute' && !attributes.has(entry.name)) attributes.set(entry.name, entry);
  return attributes;
});

/** The part of a module's declarations that static evaluation needs; implemented by `ModuleFolder`. */
export interface ModuleDeclarations {
  /** Increases when a variable or a module call changes. */
  readonly interfaceRevision: number;
  declaration(kind: BlockKind, name: string): Declaration | undefined;
  local(name: string): LocalDeclaration | undefined;
  /** Variables files in the order in which they are loaded: later ones win. */
  automaticVariableFiles(): readonly SourceFile[];
  /** See {@link FunctionContext.functionFailed}. */
  readonly functionFailed?: FunctionContext['functionFailed'];
}
