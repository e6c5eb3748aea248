/**
 * Parses JSON configuration (`.tf.json`, `.tfvars.json`) to the same items as the native syntax. Strings are templates. Source of the rules:
 * the JSON syntax of hashicorp/hcl, and Terraform's "JSON Configuration Syntax".
 */
import { ownProperty } from '../../common/ownProperty';
import { t } from '../../common/localization';
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { isNestedTooDeep, MAX_JSON_DEPTH } from '../../common/jsonNesting';
import type { Attribute, Block, Expression, Item, ObjectItem } from './ast';
import { ExpressionParser } from './parser/expressionParser';
import type { FileKind } from './itemReader';
import { LineIndex } from './lineIndex';
import { Scanner, SyntaxProblem } from './parser/scanner';
import type { PlacedItem, SourceFile, SyntaxDiagnostic } from './sourceFileModel';

/** Number of labels by block type. */
const LABELS: Readonly<Record<string, number>> = {
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
  resource: 2,
  data: 2,
  ephemeral: 2,
  check: 1,
};
/** Number of labels of the blocks in a block, by its type. Those of providers and resources depend on their schemas, and are read as attributes. */
const INNER_LABELS: ReadonlyMap<string, ReadonlyMap<unknown, number>> = new Map([
  [
    'terraform',
    new Map([
      ['required_providers', 0],
      ['cloud', 0],
      ['backend', 1],
      ['provider_meta', 1],
    ]),
  ],
]);
/** Number of properties between two pauses. */
const PROPERTIES_PER_PAUSE = 64;
/** The meaning of a string: a template, literal text, or an expression, such as the type of a variable. */
type Reading = 'template' | 'literal' | 'expression';

/** Parses a JSON file; never throws. If the file has syntax errors, its previous items are kept. */
export function* readJsonFile(
  uri: string,
  text: string,
  kind: FileKind,
  previous?: SourceFile,
): Generator<undefined, SourceFile> {
  if (isNestedTooDeep(text))
    return unread(uri, text, t('JSON is nested more than {0} levels deep.', MAX_JSON_DEPTH), previous);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  // Terraform replaces unpaired surrogates, which can only be written as escapes, by U+FFFD.
  if (root && /\\u[dD][89a-fA-F]/.test(text)) repairStrings(root);
  const previousItems = new Map<string, Item>((previous?.items ?? []).map(({ item }) => [item.text, item]));
  const reader = new JsonReader(uri, text, previousItems);
  const bodies = root?.type === 'array' ? (root.children ?? []) : root ? [root] : [];
  const broken = errors.length > 0 || bodies.length === 0 || bodies.some(body => body.type !== 'object');
  yield;
  if (!broken) for (const body of bodies) yield* reader.readRoot(body, kind);
  const diagnostics: SyntaxDiagnostic[] = errors.map(error => ({
    message: t(
      'This is not valid JSON: {0}.',
      printParseErrorCode(error.error)
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase(),
    ),
    start: error.offset,
    end: error.offset + error.length,
  }));
  if (broken && diagnostics.length === 0 && text.trim() !== '')
    diagnostics.push({ message: t('The file must contain one JSON object.'), start: 0, end: 1 });
  return {
    uri,
    text,
    items: broken ? (previous?.items ?? []) : reader.items,
    diagnostics: [...diagnostics.slice(0, 1), ...reader.diagnostics],
    lines: new LineIndex(text),
  };
}

function repairStrings(node: Node): void {
  if (typeof node.value === 'string') (node as { value?: unknown }).value = node.value.toWellFormed();
  node.children?.forEach(repairStrings);
}

const unread = (uri: string, text: string, message: string, previous: SourceFile | undefined): SourceFile => ({
  uri,
  text,
  items: previous?.items ?? [],
  diagnostics: [{ message, start: 0, end: 1 }],
  lines: new LineIndex(text),
});

class JsonReader {
  readonly items: PlacedItem[] = [];
  readonly diagnostics: SyntaxDiagnostic[] = [];
  /** Offset of the current item. */
  private base = 0;

  constructor(
    private readonly uri: string,
    private readonly text: string,
    private readonly previousItems: ReadonlyMap<string, Item>,
  ) {}

  *readRoot(root: Node, kind: FileKind): Generator<undefined, void> {
    for (const [index, property] of (root.children ?? []).entries()) {
      if (index % PROPERTIES_PER_PAUSE === 0) yield;
      const [key, value] = parts(property);
      if (!key || !value || key.value === '//') continue;
      if (kind === 'variables') {
        this.base = property.offset;
        this.addItem(property, this.attribute(property, 'literal'));
      } else yield* this.readBlocks(property, String(key.value), value);
    }
  }

  private *readBlocks(property: Node, type: string, value: Node): Generator<undefined, void> {
    for (const { property: own, labels, body } of bodiesOf(property, value, [], ownProperty(LABELS, type) ?? 0)) {
      this.base = own.offset;
      this.addItem(own, yield* this.block(own, type, labels, body));
    }
  }

  private addItem(node: Node, made: Block | Attribute): void {
    const text = this.text.slice(node.offset, node.offset + node.length);
    // In JSON, the block type is not part of the item's text, so blocks of other types can have the same text.
    const same = this.previousItems.get(text);
    const reuse =
      same && same.node.kind === made.kind && (made.kind === 'attribute' || (same.node as Block).type === made.type);
    this.items.push({ item: reuse ? same : { uri: this.uri, text, node: made }, offset: node.offset });
  }

  private span(node: Node): { start: number; end: number } {
    return { start: node.offset - this.base, end: node.offset + node.length - this.base };
  }

  private *block(property: Node, type: string, labels: readonly Node[], value: Node): Generator<undefined, Block> {
    const own = labels.map(label => ({ name: String(label.value), ...this.span(label) }));
    // Only the last label is part of the item's text.
    return { kind: 'block', type, labels: own, body: yield* this.body(value, type), ...this.span(property) };
  }

  /** Parses the body of a block. Strings in a variable block are literal. */
  private *body(value: Node, type: string): Generator<undefined, (Block | Attribute)[]> {
    const names = new Set<unknown>();
    const entries: (Block | Attribute)[] = [];
    for (const [index, property] of (value.children ?? []).entries()) {
      if (index % PROPERTIES_PER_PAUSE === 0) yield;
      const [key, inner] = parts(property);
      if (!key || key.value === '//') continue;
      if (names.has(key.value)) {
        this.refuse(t('"{0}" is set twice in this block.', String(key.value)), key);
        continue;
      }
      names.add(key.value);
      const labels = INNER_LABELS.get(type)?.get(key.value);
      if (labels !== undefined && inner) {
        for (const each of bodiesOf(property, inner, [], labels))
          entries.push(yield* this.block(each.property, String(key.value), each.labels, each.body));
        continue;
      }
      const constant = key.value === 'type' ? 'expression' : 'literal';
      entries.push(this.attribute(property, type === 'variable' ? constant : 'template'));
    }
    return entries;
  }

  private refuse(message: string, node: Node): void {
    this.diagnostics.push({ message, start: node.offset, end: node.offset + node.length });
  }

  private attribute(property: Node, reading: Reading): Attribute {
    const [key, value] = parts(property);
    const name = String(key?.value ?? '');
    const { start, end } = this.span(property);
    const keySpan = key ? this.span(key) : { start, end };
    return {
      kind: 'attribute',
      name,
      nameEnd: keySpan.end,
      value: this.expression(value ?? property, reading),
      start,
      end,
    };
  }

  private expression(node: Node, reading: Reading): Expression {
    const span = this.span(node);
    switch (node.type) {
      case 'string':
        return this.stringExpression(node, reading);
      case 'number':
        return { kind: 'number', text: this.text.slice(node.offset, node.offset + node.length), ...span };
      case 'boolean':
        return { kind: 'bool', value: node.value === true, ...span };
      case 'array':
        return {
          kind: 'tuple',
          elements: (node.children ?? []).map(child => this.expression(child, reading)),
          ...span,
        };
      case 'object':
        return { kind: 'object', items: this.objectItems(node, reading), ...span };
      default:
        return { kind: 'null', ...span };
    }
  }

  /** Parses the items of an object. Unlike in the native syntax, duplicate keys are an error. */
  private objectItems(node: Node, reading: Reading): ObjectItem[] {
    const names = new Set<unknown>();
    return (node.children ?? []).flatMap((property): ObjectItem[] => {
      const [key, value] = parts(property);
      if (!key || !value) return [];
      if (names.has(key.value)) {
        this.refuse(t('"{0}" is set twice in this object.', String(key.value)), key);
        return [];
      }
      names.add(key.value);
      const keyExpression = this.stringExpression(key, reading === 'template' ? 'template' : 'literal');
      return [{ key: keyExpression, value: this.expression(value, reading), ...this.span(property) }];
    });
  }

  /** Parses a string. In a string with escapes, offsets are approximate, since they refer to the unescaped text. */
  private stringExpression(node: Node, reading: Reading): Expression {
    const value = String(node.value);
    const span = this.span(node);
    if (reading === 'literal' || (reading === 'template' && !/[$%]\{/.test(value)))
      return { kind: 'text', value, ...span };
    const base = -(span.start + 1);
    const parser = new ExpressionParser(new Scanner(value), base);
    try {
      const expression = reading === 'template' ? parser.parseTemplate(0, { kind: 'end' }) : parser.parseWhole();
      return { ...expression, ...span };
    } catch (problem) {
      if (!(problem instanceof SyntaxProblem)) throw problem;
      this.refuse(problem.message, node);
      return { kind: 'text', value, ...span };
    }
  }
}

interface BlockBody {
  /** The property or list element of the body. */
  readonly property: Node;
  readonly labels: readonly Node[];
  readonly body: Node;
}

/** The bodies in the value of a block type: nested objects for the labels with the body inside, or a list of bodies. */
function* bodiesOf(property: Node, value: Node, labels: readonly Node[], wanted: number): Generator<BlockBody> {
  if (value.type === 'array') {
    for (const element of value.children ?? []) yield* bodiesOf(element, element, labels, wanted);
  } else if (value.type === 'object' && labels.length < wanted) {
    for (const child of value.children ?? []) {
      const [key, body] = parts(child);
      if (key && body && key.value !== '//') yield* bodiesOf(child, body, [...labels, key], wanted);
    }
  } else if (value.type === 'object') yield { property, labels, body: value };
}

function parts(property: Node): [Node | undefined, Node | undefined] {
  return property.type === 'property' ? [property.children?.[0], property.children?.[1]] : [undefined, undefined];
}
