/**
 * One call of a hook before an agent uses a tool, as VS Code and Claude Code send it: `tool_name` and `tool_input`, with different names and inputs
 * for the same purpose. Source: the documentation of hooks of both (docs/agents.md links to them).
 */
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';

/** The resulting text of a file; undefined if it is deleted, `unread` if it can't be known. */
export interface EditedFile {
  readonly path: string;
  readonly text: string | undefined | { readonly unread: true };
}

export type HookCall =
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'edit'; readonly files: (read: (path: string) => string | undefined) => readonly EditedFile[] }
  /** A tool that neither runs commands nor edits files. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unread' };

const COMMAND_TOOLS = /^(?:Bash|run_in_terminal|runInTerminal|runTerminalCommand|shell|bash|execute)$/;
const UNREAD_TOOLS = /^(?:PowerShell|insert_edit_into_file|insertEdit|create_and_run_task|send_to_terminal)$/;
const CREATE_TOOLS = /^(?:Write|create_file|createFile)$/;
const PATCH_TOOLS = /^(?:apply_patch|applyPatch)$/;
const REPLACE_TOOLS =
  /^(?:Edit|MultiEdit|replace_string_in_file|replaceStringInFile|multi_replace_string_in_file|editFiles)$/;
const TOOLS = [COMMAND_TOOLS, UNREAD_TOOLS, CREATE_TOOLS, PATCH_TOOLS, REPLACE_TOOLS];
const PATHS = ['file_path', 'filePath', 'path'];

/** @param value the JSON of the call */
export function hookCall(value: unknown): HookCall {
  const name = isRecord(value) ? ownProperty(value, 'tool_name') : undefined;
  const input = isRecord(value) ? ownProperty(value, 'tool_input') : undefined;
  if (typeof name !== 'string') return { kind: 'unread' };
  if (!TOOLS.some(each => each.test(name))) return otherTool(name, input);
  if (UNREAD_TOOLS.test(name) || !isRecord(input)) return { kind: 'unread' };
  if (COMMAND_TOOLS.test(name)) {
    const line = text(input, 'command');
    return line === undefined ? { kind: 'unread' } : { kind: 'command', line };
  }
  // Each tool has inputs of its own, and ignores those of others.
  if (PATCH_TOOLS.test(name)) {
    const patch = text(input, 'input', 'patch');
    return patch === undefined ? { kind: 'unread' } : { kind: 'edit', files: read => patchedFiles(patch, read) };
  }
  const path = text(input, ...PATHS);
  if (CREATE_TOOLS.test(name)) {
    const content = text(input, 'content');
    return path === undefined || content === undefined
      ? { kind: 'unread' }
      : { kind: 'edit', files: () => [{ path, text: content }] };
  }
  const list = ownProperty(input, 'edits') ?? ownProperty(input, 'replacements');
  const edits = Array.isArray(list) ? list.filter(isRecord) : [input];
  const isWhole = edits.length > 0 && (!Array.isArray(list) || edits.length === list.length);
  return isWhole ? { kind: 'edit', files: read => replacedFiles(edits, path, read) } : { kind: 'unread' };
}

/** A tool that is not known, such as one of an MCP server: by its inputs, those that run a command, and those that change a file. */
function otherTool(name: string, input: unknown): HookCall {
  if (!isRecord(input)) return { kind: 'other' };
  const line = ['command', 'cmd', 'commandLine', 'script'].map(each => ownProperty(input, each)).find(Boolean);
  if (typeof line === 'string') return { kind: 'command', line };
  if (Array.isArray(line)) {
    const words = line.filter(each => typeof each === 'string').map(each => `'${each.replaceAll("'", `'"'"'`)}'`);
    return words.length === line.length ? { kind: 'command', line: words.join(' ') } : { kind: 'unread' };
  }
  const paths = [...PATHS, 'notebook_path', 'old_path', 'oldPath', 'source'].flatMap(each => text(input, each) ?? []);
  const isWritten = WRITTEN.some(each => ownProperty(input, each) !== undefined);
  if (paths.length === 0 || (!isWritten && !/(?:delete|remove|rename|move|write|patch)/i.test(name)))
    return { kind: 'other' };
  return { kind: 'edit', files: () => paths.map(path => ({ path, text: UNREAD })) };
}

/** Inputs of tools that change a file. */
const WRITTEN = ['content', 'contents', 'new_source', 'new_string', 'newString', 'new_str', 'edits', 'replacements'];

/** The text under one of these names; undefined if there are several, of which the tool may take another one. */
function text(input: Readonly<Record<string, unknown>>, ...names: readonly string[]): string | undefined {
  const values = names.flatMap(name => {
    const value = ownProperty(input, name);
    return typeof value === 'string' ? [value] : [];
  });
  return new Set(values).size === 1 ? values[0] : undefined;
}

const UNREAD = { unread: true } as const;

function replacedFiles(
  edits: readonly Readonly<Record<string, unknown>>[],
  common: string | undefined,
  read: (path: string) => string | undefined,
): EditedFile[] {
  const texts = new Map<string, EditedFile['text']>();
  for (const edit of edits) {
    const path = text(edit, ...PATHS) ?? common;
    const [from, to] = [text(edit, 'old_string', 'oldString'), text(edit, 'new_string', 'newString')];
    if (path === undefined || from === undefined || to === undefined) return [{ path: path ?? '', text: UNREAD }];
    const before = texts.has(path) ? texts.get(path) : (read(path) ?? '');
    if (typeof before !== 'string') continue;
    const isEverywhere = ownProperty(edit, 'replace_all') === true || ownProperty(edit, 'replaceAll') === true;
    if (from === '') texts.set(path, before === '' ? to : UNREAD);
    // The tool itself fails then, and changes nothing, unless it ignores white space.
    else if (!before.includes(from))
      texts.set(path, withoutSpace(before).includes(withoutSpace(from)) ? UNREAD : before);
    else texts.set(path, isEverywhere ? before.split(from).join(to) : replacedOnce(before, from, to));
  }
  return [...texts].map(([path, after]) => ({ path, text: after }));
}

const withoutSpace = (code: string): string => code.replace(/\s+/g, '');

/** Without the patterns of `String.replace`. */
function replacedOnce(before: string, from: string, to: string): string {
  const at = before.indexOf(from);
  return before.slice(0, at) + to + before.slice(at + from.length);
}

/** Files of a patch in the format of `apply_patch`: `*** Update File: path`, and lines that begin with a space, `-` or `+`. */
function patchedFiles(patch: string, read: (path: string) => string | undefined): EditedFile[] {
  const files: EditedFile[] = [];
  const sections = patch.split(/^[ \t]*\*\*\* (?=(?:Add|Update|Delete) File: )/m).slice(1);
  if (sections.length === 0) return [{ path: '', text: UNREAD }];
  for (const section of sections) {
    const [head = '', ...lines] = section.split(/\r?\n/);
    const [, kind, path = ''] = /^(Add|Update|Delete) File: (.+)$/.exec(head) ?? [];
    if (kind === undefined) return [{ path: '', text: UNREAD }];
    const body = lines.filter(line => !/^\*\*\* (?:End|Begin)/.test(line));
    const moved = body.find(line => line.startsWith('*** Move to: '))?.slice('*** Move to: '.length);
    const content = body.filter(line => !line.startsWith('*** '));
    if (kind === 'Delete' || moved !== undefined) files.push({ path, text: undefined });
    if (kind === 'Delete') continue;
    const after =
      kind === 'Add'
        ? content.flatMap(line => (line.startsWith('+') ? [line.slice(1)] : [])).join('\n')
        : patched(read(path) ?? '', content);
    files.push({ path: moved ?? path, text: after });
  }
  return files;
}

function patched(before: string, lines: readonly string[]): EditedFile['text'] {
  let current = before.split('\n');
  const hunks: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('@@')) hunks.push([]);
    else if (line !== '' || hunks.at(-1)!.length > 0) hunks.at(-1)!.push(line);
  }
  for (const hunk of hunks) {
    while (hunk.at(-1) === '') hunk.pop();
    if (hunk.length === 0) continue;
    const old = hunk.filter(line => !line.startsWith('+')).map(line => line.slice(1));
    const fresh = hunk.filter(line => !line.startsWith('-')).map(line => line.slice(1));
    const isAt = (index: number): boolean => old.every((line, offset) => current[index + offset] === line);
    const at = current.findIndex((_, index) => isAt(index));
    // Which of several places is meant depends on lines above.
    if (at < 0 || old.length === 0 || current.some((_, index) => index > at && isAt(index))) return UNREAD;
    current = [...current.slice(0, at), ...fresh, ...current.slice(at + old.length)];
  }
  return current.join('\n');
}
