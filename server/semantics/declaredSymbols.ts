/** The declarations of an item, for outlines and workspace symbols: names, kinds, and children. Offsets are those of the item. */
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { memoize } from '../../common/memoize';
import { SymbolKind } from 'vscode-languageserver-types';
import { literalKey } from '../hcl/values/objectKey';
import { withoutParentheses } from '../kubestack/inheritance/configurationEntries';
import type { Attribute, Block, Expression, Item, Span } from '../syntax/ast';

export interface DeclaredSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Short description. */
  readonly detail: string;
  readonly whole: Span;
  readonly selection: Span;
  readonly children: readonly DeclaredSymbol[];
}

const KINDS: Readonly<Record<string, SymbolKind>> = {
  module: SymbolKind.Module,
  variable: SymbolKind.Variable,
  output: SymbolKind.Interface,
  provider: SymbolKind.Package,
  resource: SymbolKind.Class,
  data: SymbolKind.Class,
  locals: SymbolKind.Namespace,
};

/** The symbol of an item, with its children. */
export const symbolOf = memoize(({ node }: Item): DeclaredSymbol =>
  node.kind === 'block' ? blockSymbol(node) : attributeSymbol(node),
);

function blockSymbol(block: Block): DeclaredSymbol {
  const children = block.body.flatMap(entry =>
    entry.kind === 'block' ? [blockSymbol(entry)] : attributeOrEnvironments(block.type, entry),
  );
  return { ...symbolOfBlockItself(block), children };
}

/** The name of a block's symbol: its labels, and the alias of a provider. */
export function nameOfBlock(block: Block): string {
  const { type, labels } = block;
  const alias = type === 'provider' ? aliasOf(block) : undefined;
  if (labels.length === 1 && alias === undefined) return labels[0]!.name || type;
  return [...labels.map(label => label.name), ...(alias === undefined ? [] : [alias])].join('.') || type;
}

/** The symbol of a block without its children. */
export function symbolOfBlockItself(block: Block): Omit<DeclaredSymbol, 'children'> {
  const { type, labels } = block;
  const selection = labels.at(-1) ?? { start: block.start, end: block.start + type.length };
  return {
    name: nameOfBlock(block),
    kind: ownProperty(KINDS, type) ?? SymbolKind.Object,
    detail: labels.length > 0 ? type : '',
    whole: block,
    selection: inside(selection, block),
  };
}

/** A label in a JSON file may be outside of its item's text. */
const inside = (span: Span, whole: Span): Span =>
  span.start >= whole.start && span.end <= whole.end ? span : { start: whole.start, end: whole.start };

function aliasOf(block: Block): string | undefined {
  const alias = block.body.find(
    (entry): entry is Attribute => entry.kind === 'attribute' && entry.name === 'alias',
  )?.value;
  return alias?.kind === 'text' ? alias.value : undefined;
}

/** The environments of a module are its direct children. */
function attributeOrEnvironments(blockType: string, attribute: Attribute): DeclaredSymbol[] {
  const value = withoutParentheses(attribute.value);
  if (blockType !== 'module' || attribute.name !== 'configuration' || value.kind !== 'object')
    return [attributeSymbol(attribute)];
  return entriesOf(value).map(entry => ({ ...entry, kind: SymbolKind.Namespace, detail: t('environment') }));
}

function attributeSymbol(attribute: Attribute): DeclaredSymbol {
  const { name, start, nameEnd } = attribute;
  return valueSymbol(name, attribute, { start, end: nameEnd }, attribute.value);
}

/** The symbol of an attribute without its children. */
export function symbolOfAttributeItself(attribute: Attribute): Omit<DeclaredSymbol, 'children'> {
  const { name, start, nameEnd } = attribute;
  const kind = kindOf(withoutParentheses(attribute.value));
  return { name, kind, detail: '', whole: attribute, selection: { start, end: nameEnd } };
}

function valueSymbol(name: string, whole: Span, selection: Span, expression: Expression): DeclaredSymbol {
  const value = withoutParentheses(expression);
  const children = value.kind === 'object' ? entriesOf(value) : [];
  return { name, kind: kindOf(value), detail: '', whole, selection, children };
}

function entriesOf(object: Extract<Expression, { kind: 'object' }>): DeclaredSymbol[] {
  return object.items.flatMap(item => {
    const name = literalKey(item.key);
    return name === undefined || name === '' ? [] : [valueSymbol(name, item, item.key, item.value)];
  });
}

function kindOf(value: Expression): SymbolKind {
  switch (value.kind) {
    case 'object':
      return SymbolKind.Struct;
    case 'tuple':
      return SymbolKind.Array;
    case 'number':
      return SymbolKind.Number;
    case 'bool':
      return SymbolKind.Boolean;
    case 'text':
    case 'template':
      return SymbolKind.String;
    default:
      return SymbolKind.Property;
  }
}
