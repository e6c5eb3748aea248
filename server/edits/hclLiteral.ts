/** JSON-like values as HCL text. */
import { alignedLines, printKey, quoteString } from '../semantics/hclPrinter';

/** @param value strings, numbers, booleans, null, lists and objects of them; @param indent of the lines after the first */
export function hclLiteral(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quoteString(value);
  if (Array.isArray(value)) return listLiteral(value, indent);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    if (entries.length === 0) return '{}';
    const lines = alignedLines(
      entries.map(([key, entry]) => [printKey(key), hclLiteral(entry, `${indent}  `)] as const),
    );
    return `{\n${lines.map(line => `${indent}  ${line}\n`).join('')}${indent}}`;
  }
  return String(value);
}

function listLiteral(elements: readonly unknown[], indent: string): string {
  const texts = elements.map(element => hclLiteral(element, `${indent}  `));
  const line = `[${texts.join(', ')}]`;
  if (line.length <= 80 && !line.includes('\n')) return line;
  return `[\n${texts.map(text => `${indent}  ${text},\n`).join('')}${indent}]`;
}

export { quoteString as quotedText } from '../semantics/hclPrinter';
