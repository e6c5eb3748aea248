/** The value to insert for an attribute, by its type: as plain text and with tab stops. */
import { largest } from '../../../common/lists';
import type { Type, Value } from '../../hcl/model';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import { snippetChoice, snippetText } from './completionItems';
import { printKey } from '../../semantics/hclPrinter';

/** Context of a snippet. */
export interface SnippetSource {
  readonly schema: AttributeSchema | undefined;
  /** The current value, of which a new one is usually a variation. */
  readonly current?: Value | undefined;
  /** Schemas of nested attributes: `min_size`, `*.effect`. */
  readonly within?: (path: string) => AttributeSchema | undefined;
  /** Whether required attributes are included: in the base environment. */
  readonly complete?: boolean;
}

/** @param stop number of the first tab stop */
export function valueSnippet(type: Type, source: SnippetSource, stop = 1): string {
  const { schema } = source;
  const before = scalarText(source.current) ?? defaultText(schema);
  switch (type.kind) {
    case 'bool':
      return snippetChoice(stop, before === 'true' ? ['false', 'true'] : ['true', 'false']);
    case 'number':
      return before === undefined ? `$${stop}` : `\${${stop}:${snippetText(before)}}`;
    case 'list':
    case 'set':
      return listSnippet(type.element, source, stop);
    case 'map':
      return `{\n  $${stop}\n}`;
    case 'object':
      return objectSnippet(type, source, '', stop);
    case 'string':
      return `"${textSnippet(schema, before, stop)}"`;
    default:
      return `$${stop}`;
  }
}

const defaultText = (schema: AttributeSchema | undefined): string | undefined =>
  schema?.default === undefined || schema.default === null || typeof schema.default === 'object'
    ? undefined
    : String(schema.default);

/** The elements of an existing list; undefined if one is unknown or has escapes, or if there are none or too many. */
function scalarTexts(value: Value | undefined): string[] | undefined {
  if (!value || value.sensitive || !('elements' in value)) return undefined;
  return plainTexts([...value.elements].map(scalarText));
}

const defaultTexts = (schema: AttributeSchema | undefined): string[] | undefined =>
  Array.isArray(schema?.default)
    ? plainTexts(schema.default.map(each => (typeof each === 'object' ? undefined : String(each))))
    : undefined;

/** Maximum number of elements; longer lists start empty. */
const MAX_ELEMENTS = 8;

function plainTexts(texts: readonly (string | undefined)[]): string[] | undefined {
  const plain = texts.filter(text => text !== undefined && !ESCAPED.test(text));
  return plain.length === texts.length && plain.length > 0 && plain.length <= MAX_ELEMENTS
    ? (plain as string[])
    : undefined;
}

/** A default that is better replaced than guessed, in a quoted string. */
const ESCAPED = /["\\\n]|[$%]\{/;

function scalarText(value: Value | undefined): string | undefined {
  if (!value || value.sensitive) return undefined;
  if (value.kind === 'string') return value.value;
  if (value.kind === 'number') return value.value.toText();
  return value.kind === 'bool' ? String(value.value) : undefined;
}

function textSnippet(schema: AttributeSchema | undefined, before: string | undefined, stop: number): string {
  const values = schema?.values ?? (schema?.format === 'bool' ? ['true', 'false'] : []);
  const [first, ...rest] = values;
  if (first !== undefined && rest.length > 0 && schema?.format !== 'list') {
    const ordered =
      before !== undefined && values.includes(before) ? [before, ...values.filter(value => value !== before)] : values;
    return snippetChoice(stop, ordered);
  }
  const text = before ?? first;
  return text === undefined || ESCAPED.test(text) ? `$${stop}` : `\${${stop}:${snippetText(text)}}`;
}

function listSnippet(element: Type, source: SnippetSource, stop: number): string {
  if (element.kind === 'object') {
    const inner = objectSnippet(element, source, '*.', stop).replace(/\n/g, '\n  ');
    return `[\n  ${inner}\n]`;
  }
  const before = scalarTexts(source.current) ?? defaultTexts(source.schema);
  if (before && (element.kind === 'string' || element.kind === 'number')) {
    const quote = element.kind === 'string' ? '"' : '';
    return `[${before.map((text, index) => `${quote}\${${stop + index}:${snippetText(text)}}${quote}`).join(', ')}]`;
  }
  if (element.kind !== 'string') return `[$${stop}]`;
  const values = source.schema?.values ?? [];
  return values.length > 1 ? `["${snippetChoice(stop, values)}"]` : `["$${stop}"]`;
}

/** Including the attributes that terraform or the module requires. */
function objectSnippet(
  type: Extract<Type, { kind: 'object' }>,
  { within, complete }: SnippetSource,
  prefix: string,
  stop: number,
): string {
  const isNeeded = (name: string, optional: boolean): boolean =>
    !optional || (complete === true && (within?.(prefix + name)?.required ?? 'no') !== 'no');
  const needed = [...type.attributes].filter(([name, { optional }]) => isNeeded(name, optional));
  if (needed.length === 0) return `{\n  $${stop}\n}`;
  const width = largest(needed.map(([name]) => name.length));
  const lines = needed.map(([name, attribute], index) => {
    const value = valueSnippet(attribute.type, { schema: within?.(prefix + name) }, stop + index).replace(
      /\n/g,
      '\n  ',
    );
    return `  ${printKey(name).padEnd(width)} = ${value}`;
  });
  return `{\n${lines.join('\n')}\n}`;
}
