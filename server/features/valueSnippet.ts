/** What to write for an attribute's value, by its type: plain, and with tab stops. */
import type { Type } from '../hcl/type';
import type { Value } from '../hcl/value';
import type { AttributeSchema } from '../kubestack/schemas';
import { snippetChoice, snippetText } from './completionItems';
import { keyText } from './hclText';

/** @param current the value that counts so far, which a new one is most often a variation of */
export function valueSnippet(type: Type, schema: AttributeSchema | undefined, current: Value | undefined, stop = 1): string {
  const before = scalarText(current);
  switch (type.kind) {
    case 'bool':
      return snippetChoice(stop, before === 'true' ? ['false', 'true'] : ['true', 'false']);
    case 'number':
      return before === undefined ? `\${${stop}:0}` : `\${${stop}:${snippetText(before)}}`;
    case 'list':
    case 'set':
      return listSnippet(type.element, schema, stop);
    case 'map':
      return `{\n  $${stop}\n}`;
    case 'object':
      return objectSnippet(type, stop);
    case 'string':
      return `"${textSnippet(schema, before, stop)}"`;
    default:
      return `$${stop}`;
  }
}

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
    const known = before !== undefined && values.includes(before) ? [before, ...values.filter(value => value !== before)] : values;
    return snippetChoice(stop, known);
  }
  const text = before ?? first;
  // Text with escapes in it is better typed than guessed at.
  return text === undefined || /["\\\n]|[$%]\{/.test(text) ? `$${stop}` : `\${${stop}:${snippetText(text)}}`;
}

function listSnippet(element: Type, schema: AttributeSchema | undefined, stop: number): string {
  if (element.kind === 'object') {
    const inner = objectSnippet(element, stop).replace(/\n/g, '\n  ');
    return `[\n  ${inner}\n]`;
  }
  if (element.kind !== 'string') return `[$${stop}]`;
  const values = schema?.values ?? [];
  return values.length > 1 ? `["${snippetChoice(stop, values)}"]` : `["$${stop}"]`;
}

/** With the attributes that terraform insists on. */
function objectSnippet(type: Extract<Type, { kind: 'object' }>, stop: number): string {
  const needed = [...type.attributes].filter(([, { optional }]) => !optional);
  if (needed.length === 0) return `{\n  $${stop}\n}`;
  const width = Math.max(...needed.map(([name]) => name.length));
  const lines = needed.map(([name, attribute], index) => {
    const value = valueSnippet(attribute.type, undefined, undefined, stop + index).replace(/\n/g, '\n  ');
    return `  ${keyText(name).padEnd(width)} = ${value}`;
  });
  return `{\n${lines.join('\n')}\n}`;
}
