/** Converts values of older module versions, whose attributes are all strings, to the type of an attribute. */
import { quoteString } from '../../semantics/hclPrinter';
import type { Type } from '../../hcl/model';

/**
 * Converts a value.
 * @param source HCL text. Expressions other than a plain quoted string are unchanged, but wrapped in `split` if the type is a list
 * @param type undefined if it is unknown; the value is then unchanged
 */
export function typedString(source: string, type: Type | undefined): string {
  const text = /^"((?:[^"\\$%]|\$(?!\{)|%(?!\{))*)"$/.exec(source)?.[1];
  switch (type?.kind) {
    case 'number':
      return text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) ? text : source;
    case 'bool':
      return text === 'true' || text === 'false' ? text : source;
    case 'list':
    case 'set':
      if (text !== undefined) return listText(text, type.element);
      return /^[[{(]/.test(source) || /^\w+\(/.test(source) ? source : `split(",", ${source})`;
    case 'map':
      return text === undefined ? source : mapText(text);
    default:
      return source;
  }
}

function listText(text: string, element: Type): string {
  const elements = text.split(',').filter(each => each.trim() !== '');
  return `[${elements.map(each => typedString(quoteString(each.trim()), element)).join(', ')}]`;
}

/** `a=1,b=2`. */
function mapText(text: string): string {
  const entries = text.split(',').map(entry => entry.split('='));
  if (entries.some(entry => entry.length !== 2)) return quoteString(text);
  return `{ ${entries.map(([key, value]) => `${quoteString(key!.trim())} = ${quoteString(value!.trim())}`).join(', ')} }`;
}
