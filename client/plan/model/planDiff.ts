/** Prints the two sides of a change for a diff editor: HCL-like, in a stable order, without sensitive values. */
import { ownProperty } from '../../../common/ownProperty';
import { Hidden, type PlannedOutput, type PlannedResource, type PlanValue } from '../../../common/plan/plan';
import { t } from '../../../common/localization';

export interface PlanDiff {
  /** '' if the resource does not exist on that side; otherwise ends with a line break. */
  before: string;
  after: string;
}

/**
 * @returns both sides as blocks. Attributes that are null on both sides, or null without another side, are omitted, since most attributes
 * are not set. Attributes that force a replacement have a comment.
 */
export function resourceDiff(resource: PlannedResource): PlanDiff {
  const { before, after } = resource;
  const head = (address: string) => `${resource.mode === 'data' ? 'data' : 'resource'} ${JSON.stringify(address)}`;
  const address = resource.address;
  return {
    before: block(head(resource.previousAddress ?? address), before, after, { forced: new Set() }),
    after: block(head(address), after, before, { forced: new Set(resource.replacePaths) }),
  };
}

/** @returns both sides of an output value. */
export function outputDiff({ name, before, after }: PlannedOutput): PlanDiff {
  const head = `output ${JSON.stringify(name)} =`;
  const manner = { forced: new Set<string>() };
  return { before: block(head, before, after, manner), after: block(head, after, before, manner) };
}

interface Manner {
  /** Paths that force a replacement, in the notation of `replacePaths`. */
  forced: ReadonlySet<string>;
}

/** A value with its path. */
interface DiffContext {
  /** The value at the same path on the other side. */
  other: PlanValue | undefined;
  /** Indentation of lines after the first. */
  indent: string;
  /** In the notation of `replacePaths`. */
  path: string;
}

function block(head: string, value: PlanValue | undefined, other: PlanValue | undefined, manner: Manner): string {
  return value === undefined ? '' : `${head} ${valueText(value, { other, indent: '', path: '' }, manner)}\n`;
}

function valueText(value: PlanValue, { other, indent, path }: DiffContext, manner: Manner): string {
  if (value instanceof Hidden) return hiddenText(value);
  if (typeof value === 'string') return stringText(value, indent);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return '[]';
    const items = value.map((item, index) => {
      const context = { other: partOf(other, index), indent: inner, path: `${path}[${index}]` };
      return `${inner}${valueText(item, context, manner)},${mark(context, manner)}`;
    });
    return ['[', ...items, `${indent}]`].join('\n');
  }
  const entries = Object.entries(value).filter(([key, part]) => part !== null || !isNothing(partOf(other, key)));
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, part]) => {
    const isName = /^[A-Za-z_][\w-]*$/.test(key);
    const at = isName ? (path === '' ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;
    const name = isName ? key : JSON.stringify(key);
    const context = { other: partOf(other, key), indent: inner, path: at };
    return `${inner}${name} = ${valueText(part, context, manner)}${mark(context, manner)}`;
  });
  return ['{', ...lines, `${indent}}`].join('\n');
}

function isList(value: object): value is readonly PlanValue[] {
  return Array.isArray(value);
}

/** @returns the element of a list or object at a key, if any. */
function partOf(value: PlanValue | undefined, key: string | number): PlanValue | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Hidden) return undefined;
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined;
  return typeof key === 'string' && ownProperty(value, key);
}

function isNothing(value: PlanValue | undefined): boolean {
  return value === undefined || value === null;
}

function mark({ path }: DiffContext, { forced }: Manner): string {
  return forced.has(path) ? ` # ${t('forces replacement')}` : '';
}

function hiddenText({ why }: Hidden): string {
  if (why === 'unknown') return t('(known after apply)');
  return why === 'sensitive' ? t('(sensitive value)') : t('(sensitive value, changed)');
}

/** Prints multi-line strings as heredocs, so that a diff shows the changed line; with `chomp` if the last line has no line break. */
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
