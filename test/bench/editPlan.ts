/** The measured edits: small, each at one position, and with different results for consecutive edits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An edit in the form of an incremental client. Offsets are UTF-16 code units, positions are zero-based. */
export interface PlannedEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly inserted: string;
}

/** A number in a module call, which is repeatedly replaced. */
export interface EditedNumber {
  /** Path relative to the platform's folder, with "/". */
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/** Numbers with three digits, so that all edits have the same size. */
export const EDIT_WIDTH = 3;

/** The last `attribute = 12` of a document; undefined if there is none. */
export function editedNumber(folder: string, file: string): EditedNumber | undefined {
  const text = readFileSync(join(folder, file), 'utf8');
  const last = [...text.matchAll(/^ *(?:max_size|max_node_count|min_size) *= (\d+)$/gm)].at(-1);
  const digits = last?.[1];
  if (last === undefined || digits === undefined) return undefined;
  return { file, start: last.index + last[0].length - digits.length, length: digits.length };
}

/** The number in the n-th edit, which differs from that of the previous edit. */
export const editedValue = (edit: number): string => String(100 + (edit % 900));

export function applyEdit(text: string, { start, oldEnd, inserted }: PlannedEdit): string {
  return text.slice(0, start) + inserted + text.slice(oldEnd);
}

/** The line and character of an offset. */
export function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

/** The text that replaces a value to which many module calls refer. */
export const SHARED_VALUE = '"1.31"';
export const sharedValueOf = (edit: number): string => `"1.${10 + (edit % 80)}"`;

/** Finds the declaration of {@link SHARED_VALUE}. @throws Error if no file has one */
export function sharedEdit(folder: string, files: readonly string[]): EditedNumber {
  for (const file of files.filter(each => !each.includes('/')).sort()) {
    if (!/\.tfvars$|^variables\.tf$/.test(file)) continue;
    const start = readFileSync(join(folder, file), 'utf8').indexOf(SHARED_VALUE);
    if (start >= 0) return { file, start, length: SHARED_VALUE.length };
  }
  throw new Error(`No variable of ${folder} is ${SHARED_VALUE}.`);
}
