/** The edits that are measured: small, each in one place, and each with an answer that can be told from the one before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One edit as an incremental client sends it. Offsets are UTF-16 units, positions zero-based. */
export interface PlannedEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly inserted: string;
}

/** A number in a module call, which edits replace again and again. */
export interface EditedNumber {
  /** Path relative to the platform's folder, with "/". */
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/** Every number of a module's configuration is one of three digits while it is edited, so that all edits are of one size. */
export const EDIT_WIDTH = 3;

/** The last number in `attribute = 12` form of a document; undefined where there is none. */
export function editedNumber(folder: string, file: string): EditedNumber | undefined {
  const text = readFileSync(join(folder, file), 'utf8');
  const last = [...text.matchAll(/^ *(?:max_size|max_node_count|min_size) *= (\d+)$/gm)].at(-1);
  const digits = last?.[1];
  if (last === undefined || digits === undefined) return undefined;
  return { file, start: last.index + last[0].length - digits.length, length: digits.length };
}

/** The number that the n-th edit writes: never the same twice in a row. */
export const editedValue = (edit: number): string => String(100 + (edit % 900));

export function applyEdit(text: string, { start, oldEnd, inserted }: PlannedEdit): string {
  return text.slice(0, start) + inserted + text.slice(oldEnd);
}

/** The line and character of an offset. */
export function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

/** The text that replaces a value that many module calls refer to. */
export const SHARED_VALUE = '"1.31"';
export const sharedValueOf = (edit: number): string => `"1.${10 + (edit % 80)}"`;

/** Where {@link SHARED_VALUE} is set. @throws Error when no file sets it */
export function sharedEdit(folder: string, files: readonly string[]): EditedNumber {
  for (const file of files.filter(each => !each.includes('/')).sort()) {
    if (!/\.tfvars$|^variables\.tf$/.test(file)) continue;
    const start = readFileSync(join(folder, file), 'utf8').indexOf(SHARED_VALUE);
    if (start >= 0) return { file, start, length: SHARED_VALUE.length };
  }
  throw new Error(`No variable of ${folder} is ${SHARED_VALUE}.`);
}
