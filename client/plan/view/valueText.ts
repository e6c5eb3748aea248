/** Writes values of a plan as HCL, for the diff editor: one attribute a line, so that lines match. */
import type { Localize } from '../../localize';
import { Hidden, type PlanValue } from '../plan';

/** Longer texts would make the editor slow; what is cut off is said. */
const longestText = 200_000;

/**
 * @param header what the value is of, e.g. `resource "aws_eks_cluster" "current"`.
 * @returns a block with the value's attributes; '' when there is no value.
 */
export function blockText(header: string, value: PlanValue | undefined, t: Localize): string {
  if (value === undefined) return '';
  if (!isObject(value)) return `${header} = ${valueText(value, '', t)}\n`;
  const lines = attributeLines(value, '  ', t);
  return lines.length === 0 ? `${header} {}\n` : `${header} {\n${lines.join('\n')}\n}\n`;
}

/** @param indent of the line that the value starts on. */
export function valueText(value: PlanValue, indent: string, t: Localize): string {
  if (value instanceof Hidden) return hiddenText(value, t);
  if (typeof value === 'string') return stringText(value, indent, t);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isObject(value)) {
    const lines = attributeLines(value, `${indent}  `, t);
    return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
  }
  if (value.length === 0) return '[]';
  const parts = value.map(part => `${indent}  ${valueText(part, `${indent}  `, t)},`);
  return `[\n${parts.join('\n')}\n${indent}]`;
}

/** Equals signs are not aligned: a longer name would make every line another one. */
function attributeLines(value: Readonly<Record<string, PlanValue>>, indent: string, t: Localize): string[] {
  return Object.entries(value)
    .filter(([, part]) => part !== null)
    .map(([key, part]) => `${indent}${keyText(key)} = ${valueText(part, indent, t)}`);
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

function hiddenText({ why }: Hidden, t: Localize): string {
  switch (why) {
    case 'sensitive':
      return t('(sensitive value)');
    case 'sensitiveChanged':
      return t('(sensitive value, will change)');
    case 'unknown':
      return t('(known after apply)');
  }
}

/** JSON in a text is shown as what it says, and several lines as several lines. */
function stringText(text: string, indent: string, t: Localize): string {
  if (text.length > longestText) {
    const rest = text.length - longestText;
    return `${JSON.stringify(text.slice(0, longestText))} # ${t('and {0} more characters', rest)}`;
  }
  const json = jsonIn(text);
  if (json !== undefined) return `jsonencode(${valueText(json, indent, t)})`;
  if (!/\n./.test(text)) return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, '$&$&');
  const lines = text.replaceAll(/[$%](?=\{)/g, '$&$&').split('\n');
  const ends = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  const delimiter = delimiterFor(ends);
  return [`<<-${delimiter}`, ...ends.map(line => (line === '' ? '' : `${indent}  ${line}`)), `${indent}${delimiter}`].join('\n');
}

function delimiterFor(lines: readonly string[]): string {
  let delimiter = 'EOT';
  while (lines.some(line => line.trim() === delimiter)) delimiter += '_';
  return delimiter;
}

/** Only objects and lists: a text that happens to be a number is a text. */
function jsonIn(text: string): PlanValue | undefined {
  if (!/^\s*[{[][\s\S]*[}\]]\s*$/.test(text)) return undefined;
  try {
    return JSON.parse(text) as PlanValue;
  } catch {
    return undefined;
  }
}

function isObject(value: PlanValue): value is Readonly<Record<string, PlanValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Hidden);
}
