import { hasAny } from '../../../server/hcl/types/type';
import type { Value, Type } from '../../../server/hcl/model';

/** HCL text of an expression with exactly this value and type. @throws Error for unknown values */
export function exactHclText(value: Value): string {
  return value.sensitive ? `sensitive(${plainText(value)})` : plainText(value);
}

function plainText(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      throw new Error('no text stands for an unknown value');
    case 'null':
      return nullText(value.type);
    case 'string':
      return quoted(value.value);
    case 'number':
      return value.value.toText();
    case 'bool':
      return String(value.value);
    case 'tuple':
      return `[${value.elements.map(exactHclText).join(', ')}]`;
    case 'object':
      return `{${entries(value.entries)}}`;
    case 'list':
    case 'set': {
      const convert = value.kind === 'list' ? 'tolist' : 'toset';
      if (value.elements.length > 0) return `${convert}([${value.elements.map(exactHclText).join(', ')}])`;
      return hasAny(value.element) ? `${convert}([])` : `${convert}(${emptyList(value.element)})`;
    }
    case 'map':
      if (value.entries.size > 0) return `tomap({${entries(value.entries)}})`;
      return hasAny(value.element)
        ? 'tomap({})'
        : `zipmap(${emptyList({ kind: 'string' })}, ${emptyList(value.element)})`;
  }
}

const entries = (values: ReadonlyMap<string, Value>): string =>
  [...values].map(([key, entry]) => `${quoted(key)} = ${exactHclText(entry)}`).join(', ');

const emptyList = (element: Type): string => `slice(tolist([${example(element)}]), 0, 0)`;

/** HCL text of an example value of a type. */
function example(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'null';
    case 'string':
      return '""';
    case 'number':
      return '0';
    case 'bool':
      return 'false';
    case 'list':
      return `tolist([${example(type.element)}])`;
    case 'set':
      return `toset([${example(type.element)}])`;
    case 'map':
      return `tomap({ k = ${example(type.element)} })`;
    case 'tuple':
      return `[${type.elements.map(example).join(', ')}]`;
    case 'object':
      return `{${[...type.attributes].map(([name, attribute]) => `${quoted(name)} = ${example(attribute.type)}`).join(', ')}}`;
  }
}

/** HCL text of a typed null: a conditional whose other branch determines the type. */
function nullText(type: Type): string {
  return type.kind === 'any' ? 'null' : `(false ? ${example(type)} : null)`;
}

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/[$%](?=\{)/g, '$&$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `"${escaped}"`;
}
