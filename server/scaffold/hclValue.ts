/** Values as HCL source. */
import { quoteString } from '../semantics/hclPrinter';
import { linesText, type HclLine } from './hclFile';

/** `expression` is source text as it is; `object` keeps the order of its lines. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  | { readonly expression: string }
  | { readonly object: readonly HclLine[] };

/** Lists of objects take a line for each element, other lists stay on one line. */
export function printValue(value: HclValue): string {
  if (typeof value === 'string') return quoteString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return listText(value);
  if ('expression' in value) return value.expression;
  return value.object.length === 0 ? '{}' : `{\n${linesText(value.object)}\n}`;
}

const isList = (value: HclValue): value is readonly HclValue[] => Array.isArray(value);

function listText(elements: readonly HclValue[]): string {
  const texts = elements.map(printValue);
  return texts.some(text => text.includes('\n')) ? `[\n${texts.join(',\n')}\n]` : `[${texts.join(', ')}]`;
}
