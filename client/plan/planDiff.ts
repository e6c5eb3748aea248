/** The two sides of a change as texts for a diff editor: HCL-like, in a stable order, with nothing in them that has to stay hidden. */
import type { Localize } from '../localize';
import { Hidden, type PlannedOutput, type PlannedResource, type PlanValue } from './plan';

export interface PlanDiff {
  /** '' for what does not exist before, or will not exist after. Ends with a line end otherwise. */
  before: string;
  after: string;
}

/**
 * @returns both sides as blocks. An attribute that is on one side alone is on that side alone; what forces a replacement has a comment.
 */
export function resourceDiff(resource: PlannedResource, t: Localize): PlanDiff {
  const forced = new Set(resource.replacePaths);
  const head = (address: string) => `${resource.mode === 'data' ? 'data' : 'resource'} ${JSON.stringify(address)}`;
  const address = resource.address;
  return {
    before: block(head(resource.previousAddress ?? address), resource.before, new Set(), t),
    after: block(head(address), resource.after, forced, t),
  };
}

/** @returns both sides of an output value. */
export function outputDiff({ name, before, after }: PlannedOutput, t: Localize): PlanDiff {
  const text = (value: PlanValue | undefined) =>
    value === undefined ? '' : `output ${JSON.stringify(name)} = ${valueText(value, '', '', new Set(), t)}\n`;
  return { before: text(before), after: text(after) };
}

function block(head: string, value: PlanValue | undefined, forced: ReadonlySet<string>, t: Localize): string {
  return value === undefined ? '' : `${head} ${valueText(value, '', '', forced, t)}\n`;
}

/**
 * @param path of the value, as `replacePaths` has it.
 * @returns the text of a value; lines after the first are indented by `indent`.
 */
function valueText(value: PlanValue, indent: string, path: string, forced: ReadonlySet<string>, t: Localize): string {
  if (value instanceof Hidden) return hiddenText(value, t);
  if (typeof value === 'string') return stringText(value, indent);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item, index) => {
      const at = `${path}[${index}]`;
      return `${inner}${valueText(item, inner, at, forced, t)},${mark(at, forced, t)}`;
    });
    return ['[', ...items, `${indent}]`].join('\n');
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, part]) => {
    const isName = /^[A-Za-z_][\w-]*$/.test(key);
    const at = isName ? (path === '' ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;
    const name = isName ? key : JSON.stringify(key);
    return `${inner}${name} = ${valueText(part, inner, at, forced, t)}${mark(at, forced, t)}`;
  });
  return ['{', ...lines, `${indent}}`].join('\n');
}

function isList(value: object): value is readonly PlanValue[] {
  return Array.isArray(value);
}

function mark(path: string, forced: ReadonlySet<string>, t: Localize): string {
  return forced.has(path) ? ` # ${t('forces replacement')}` : '';
}

function hiddenText({ why }: Hidden, t: Localize): string {
  if (why === 'unknown') return t('(known after apply)');
  return why === 'sensitive' ? t('(sensitive value)') : t('(sensitive value, changed)');
}

/**
 * Texts of several lines as heredocs, so that a diff shows the line that differs; with `chomp` where no line end follows the last one.
 */
function stringText(text: string, indent: string): string {
  if (!/\n./s.test(text)) return JSON.stringify(text);
  const isWhole = text.endsWith('\n');
  const lines = (isWhole ? text.slice(0, -1) : text).split('\n');
  let word = 'EOT';
  while (lines.some(line => line.trim() === word)) word += '_';
  const shown = lines.map(line => (line === '' ? '' : `${indent}  ${line}`));
  const heredoc = [`<<-${word}`, ...shown, `${indent}${word}`].join('\n');
  return isWhole ? heredoc : `chomp(${heredoc}\n${indent})`;
}
