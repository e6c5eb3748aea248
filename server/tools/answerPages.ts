/**
 * Divides the results of a tool into answers that a model can process: at most {@link MAX_ANSWER} bytes of JSON. Entries that don't fit, or
 * exceed `limit`, are returned for the `next_cursor` of the previous answer.
 */
import { ownProperty } from '../../common/ownProperty';
import { utf8Length } from '../../common/bytes';
import { listSchema, type JsonSchema, type ObjectSchema } from './jsonSchema';
import { ToolError, type ToolFindings, type ToolInput } from './tool';

/** Most bytes of an answer: 8,000 are about 2,000 tokens. */
const MAX_ANSWER = 7_900;
/** Most bytes of one entry; a longer one is shortened. The pieces of a text are never shortened, see {@link textSection}. */
const MAX_ENTRY = 3_500;
const MAX_HEAD = 2_500;

/** Inputs of all tools that return lists. */
export const PAGE_INPUT: Readonly<Record<string, JsonSchema>> = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 500,
    description: 'Entries in one answer, which never has more than 8 kB; by default, as many as fit.',
  },
  cursor: {
    type: 'string',
    maxLength: 200,
    description: 'next_cursor of the answer before, with the same other inputs.',
  },
};

/** The schema of an answer. @param lists the sections with the schema of their entries. @param texts sections of lines */
export const answerSchema = (
  head: Readonly<Record<string, JsonSchema>>,
  lists: Readonly<Record<string, JsonSchema>> = {},
  required: readonly string[] = [],
  texts: Readonly<Record<string, JsonSchema>> = {},
): ObjectSchema => ({
  type: 'object',
  properties: {
    summary: { type: 'string' },
    ...head,
    ...Object.fromEntries(Object.entries(lists).map(([name, items]) => [name, listSchema(items)])),
    ...texts,
    truncated: { type: 'boolean', description: 'Whether there is more: call again with cursor = next_cursor.' },
    next_cursor: { type: 'string' },
  },
  required: ['summary', ...required, 'truncated'],
  additionalProperties: false,
});

/** @throws ToolError when the cursor belongs to another query, or the workspace has changed */
export function answerPage(found: ToolFindings, input: ToolInput): Readonly<Record<string, unknown>> {
  const sections = found.sections ?? [];
  const total = sections.reduce((sum, { count }) => sum + count, 0);
  const question = fingerprint(JSON.stringify([{ ...input, cursor: undefined, limit: undefined }, total]));
  const first = startOf(input.cursor as string | undefined, question, total);
  const limit = (input.limit as number | undefined) ?? Number.POSITIVE_INFINITY;
  const head = { summary: shortened(found.summary, 1_000), ...boundedHead(found.head ?? {}) };
  const lists: Record<string, unknown[]> = Object.fromEntries(sections.map(({ name }) => [name, []]));
  let bytes = sizeOf({ ...head, ...lists, truncated: true, next_cursor: cursorOf(total, question) });
  let index = 0;
  let taken = 0;
  let isFull = false;
  for (const { name, count, entry } of sections) {
    for (let each = 0; each < count && !isFull; each++, index++) {
      if (index < first) continue;
      const value = taken < limit ? bounded(entry(each)) : undefined;
      const size: number = sizeOf(value) + 1;
      if (taken >= limit || (taken > 0 && bytes + size > MAX_ANSWER)) {
        isFull = true;
        break;
      }
      ownProperty(lists, name)!.push(value);
      bytes += size;
      taken++;
    }
  }
  const shown = sections.map(
    ({ name, isText }) =>
      [name, isText ? textOf(ownProperty(lists, name) as string[]) : ownProperty(lists, name)] as const,
  );
  return {
    ...head,
    ...Object.fromEntries(shown),
    truncated: isFull,
    ...(isFull ? { next_cursor: cursorOf(index, question) } : {}),
  };
}

const textOf = (pieces: readonly string[]): string => pieces.join('');

function startOf(cursor: string | undefined, question: string, total: number): number {
  if (cursor === undefined) return 0;
  const [, digits = '', of] = /^(\d{1,9})\.([0-9a-f]{8})$/.exec(cursor) ?? [];
  if (of !== question || Number(digits) > total)
    throw new ToolError(
      'This cursor belongs to another question, or the files have changed since: call again without `cursor`.',
    );
  return Number(digits);
}

const cursorOf = (index: number, question: string): string => `${index}.${question}`;

/** FNV-1a, to identify queries; not for security. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

export const sizeOf = (value: unknown): number => utf8Length(JSON.stringify(value) ?? '');

/** Shortens the long strings of an entry until it fits. */
function bounded(entry: unknown): unknown {
  let result = entry;
  for (let most = 1_200; sizeOf(result) > MAX_ENTRY && most >= 20; most = Math.floor(most / 2))
    result = shortenedIn(entry, most);
  return sizeOf(result) > MAX_ENTRY ? shortened(JSON.stringify(entry), 1_000) : result;
}

function boundedHead(head: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let result = head;
  for (let most = 800; sizeOf(result) > MAX_HEAD && most >= 5; most = Math.floor(most / 2))
    result = shortenedIn(head, most) as Readonly<Record<string, unknown>>;
  return result;
}

/** Limits the length of strings and lists. */
function shortenedIn(value: unknown, most: number): unknown {
  if (typeof value === 'string') return shortened(value, most);
  if (Array.isArray(value)) return value.slice(0, most).map(each => shortenedIn(each, most));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).slice(0, most);
  return Object.fromEntries(entries.map(([name, each]) => [shortened(name, most), shortenedIn(each, most)]));
}

/** A character takes up to six bytes in JSON, so strings with control characters are shortened by their size. */
function shortened(text: string, most: number): string {
  if (text.length <= most && sizeOf(text) <= 3 * most + 2) return text;
  let end = Math.min(text.length, most);
  while (end > 0 && sizeOf(text.slice(0, end)) > 3 * most + 2) end = Math.floor(end / 2);
  return `${text.slice(0, end).toWellFormed()}… (${text.length} characters)`;
}
