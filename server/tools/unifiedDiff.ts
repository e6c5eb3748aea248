/** Prints changes of files as a unified diff that `git apply` accepts, like `git diff`. */
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { Change } from '../edits/change';
import { originalText } from '../edits/draft';
import { changedLines, textLines, type ChangedLines } from '../edits/textDifference';
import { applyEdits } from '../format/formatFile';
import type { RequestContext } from '../semantics/requestContext';
import { LineIndex } from '../syntax/lineIndex';
import { normalizeUri } from '../workspace/uri';

/** One file before and after; undefined if it does not exist. */
export interface FileStates {
  readonly uri: string;
  readonly newUri: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Converts an edit to changes of texts. @param edit one that the server created for the same request */
export function changesOfEdit(
  request: RequestContext,
  { changes = {}, documentChanges = [] }: WorkspaceEdit,
): Change[] {
  const result: Change[] = [];
  const created = new Map<string, string>();
  for (const each of documentChanges) {
    if ('kind' in each) {
      if (each.kind === 'create') created.set(normalizeUri(each.uri), '');
      else if (each.kind === 'delete') result.push({ kind: 'delete', uri: normalizeUri(each.uri) });
      else result.push({ kind: 'rename', uri: normalizeUri(each.oldUri), newUri: normalizeUri(each.newUri) });
      continue;
    }
    const uri = normalizeUri(each.textDocument.uri);
    if (created.has(uri)) {
      created.set(uri, each.edits.map(edit => ('newText' in edit ? edit.newText : '')).join(''));
      continue;
    }
    const lines = new LineIndex(originalText(request, uri) ?? '');
    for (const edit of each.edits)
      if ('newText' in edit)
        result.push({
          kind: 'text',
          uri,
          start: lines.offsetAt(edit.range.start),
          end: lines.offsetAt(edit.range.end),
          newText: edit.newText,
        });
  }
  if (Object.keys(changes).length > 0) throw new Error('An edit for an agent has versions.');
  for (const [uri, text] of created) result.push({ kind: 'create', uri, text });
  return result;
}

/** Every changed file, sorted by URI. */
export function filesAfterChanges(request: RequestContext, changes: readonly Change[]): FileStates[] {
  const uris = [...new Set(changes.map(({ uri }) => uri))].sort();
  return uris.map(uri => {
    const own = changes.filter(each => each.uri === uri);
    const creation = own.find(each => each.kind === 'create');
    const before = originalText(request, uri);
    if (creation) return { uri, newUri: uri, before, after: creation.text };
    if (own.some(({ kind }) => kind === 'delete')) return { uri, newUri: uri, before, after: undefined };
    const edits = own.filter(each => each.kind === 'text');
    const newUri = own.find(each => each.kind === 'rename')?.newUri ?? uri;
    return { uri, newUri, before, after: applyEdits(before ?? '', edits) };
  });
}

const CONTEXT = 3;

/** Lines of the diff, each with `\n`. @param shown how to display a path */
export function unifiedDiff(files: readonly FileStates[], shown: (uri: string) => string): string[] {
  return files.flatMap(({ uri, newUri, before, after }) => {
    const hunks = hunksOf(before ?? '', after ?? '');
    if (hunks.length === 0 && uri === newUri && before !== undefined && after !== undefined) return [];
    const [from, to] = [shown(uri), shown(newUri)];
    return [
      `diff --git ${quoted(`a/${from}`)} ${quoted(`b/${to}`)}`,
      ...(before === undefined ? ['new file mode 100644', ...(hunks.length === 0 ? [EMPTY_FILE] : [])] : []),
      ...(after === undefined ? ['deleted file mode 100644'] : []),
      ...(uri === newUri ? [] : [`rename from ${quoted(from)}`, `rename to ${quoted(to)}`]),
      ...(hunks.length === 0
        ? []
        : [
            `--- ${before === undefined ? '/dev/null' : named(`a/${from}`)}`,
            `+++ ${after === undefined ? '/dev/null' : named(`b/${to}`)}`,
          ]),
      ...hunks,
    ].map(line => `${line}\n`);
  });
}

/** The objects of Git before and after the creation of an empty file, which has no lines to add. */
const EMPTY_FILE = 'index 0000000..e69de29';

/** A path as Git quotes it. */
function quoted(path: string): string {
  const escaped = path.replace(/["\\]|\p{Cc}/gu, each =>
    /["\\]/.test(each) ? `\\${each}` : each > '\x7f' ? each : `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return escaped === path ? path : `"${escaped}"`;
}

/** A tab ends a name with a space. */
const named = (path: string): string => (quoted(path).includes(' ') ? `${quoted(path)}\t` : quoted(path));

function hunksOf(before: string, after: string): string[] {
  const [old, now] = [textLines(before), textLines(after)];
  const hunks: string[] = [];
  let group: ChangedLines[] = [];
  const close = (): void => {
    if (group.length > 0) hunks.push(...hunkLines(old, now, group));
    group = [];
  };
  for (const each of changedLines(before, after, true)) {
    if (group.length > 0 && each.from - group.at(-1)!.to > 2 * CONTEXT) close();
    group.push(each);
  }
  close();
  return hunks;
}

function hunkLines(old: readonly string[], now: readonly string[], group: readonly ChangedLines[]): string[] {
  const start = Math.max(0, group[0]!.from - CONTEXT);
  const last = group.at(-1)!;
  const end = Math.min(old.length, last.to + CONTEXT);
  const newStart = group[0]!.newFrom - (group[0]!.from - start);
  const newEnd = last.newTo + (end - last.to);
  const lines: string[] = [];
  const add = (mark: string, line: string): void => {
    lines.push(mark + line.replace(/\n$/, ''));
    if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
  };
  let at = start;
  for (const { from, to, newFrom, newTo } of group) {
    for (; at < from; at++) add(' ', old[at]!);
    for (const line of old.slice(from, to)) add('-', line);
    for (const line of now.slice(newFrom, newTo)) add('+', line);
    at = to;
  }
  for (; at < end; at++) add(' ', old[at]!);
  return [`@@ -${span(start, end)} +${span(newStart, newEnd)} @@`, ...lines];
}

/** `from,count`, one-based; an empty range has the number of the line before it. */
const span = (from: number, to: number): string => (to === from ? `${from},0` : `${from + 1},${to - from}`);
