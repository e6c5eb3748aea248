/** Finds what a script compares the name of a branch or tag with: in `[ … ]` and `[[ … ]]`. */
import { parseShell } from './syntax';
import type { ShellCommand, ShellList, ShellWord } from './tree';

/** A pattern, with its offsets in the script. */
export interface RefPattern {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Identifies the condition; equal for patterns of one condition. */
  readonly condition: number;
  /** Whether it is compared with the whole ref: `refs/tags/…`. */
  readonly isTag: boolean;
}

/** Variables that contain the name of the ref. */
const REFS = /^(?:GITHUB_REF|GITHUB_REF_NAME|CI_COMMIT_REF_NAME|CI_COMMIT_BRANCH|CI_COMMIT_TAG)$/;
const TAGS = /^CI_COMMIT_TAG$/;
/** Maximum number of patterns of one script. */
const MAX_PATTERNS = 200;

/** The patterns of a script; empty if it can't be parsed. */
export function refPatterns(text: string): RefPattern[] {
  const found: RefPattern[] = [];
  for (const command of commandsIn(parseShell(text) ?? [])) {
    if (found.length > MAX_PATTERNS) break;
    if (command.kind !== 'simple') continue;
    const name = textOf(command.words[0]);
    if (name === '[' || name === '[[' || name === 'test') collect(command.words.slice(1), found);
  }
  return found;
}

function collect(words: readonly ShellWord[], found: RefPattern[]): void {
  const names = words.flatMap(({ parts }) => parts.flatMap(part => (part.kind === 'variable' ? [part.name] : [])));
  if (!names.some(name => REFS.test(name))) return;
  for (const word of words) {
    const text = textOf(word);
    if (text === undefined || !/^[\w./*-]+$/.test(text) || /^(?:\*|-[a-z]{1,2})$/.test(text)) continue;
    const isTag = text.startsWith('refs/tags/') || names.every(name => !REFS.test(name) || TAGS.test(name));
    const { start, end } = word;
    const quote = end - start === text.length + 2 ? 1 : 0;
    found.push({ text, start: start + quote, end: end - quote, condition: words[0]?.start ?? start, isTag });
  }
}

/** The literal text of a word without variables. */
function textOf(word: ShellWord | undefined): string | undefined {
  const texts = word?.parts.map(part => (part.kind === 'text' ? part.text : undefined));
  return texts && !texts.includes(undefined) ? texts.join('') : undefined;
}

/** All commands, including nested ones. */
function* commandsIn(list: ShellList): Generator<ShellCommand> {
  for (const command of list) {
    yield command;
    for (const inner of innerLists(command)) yield* commandsIn(inner);
  }
}

function innerLists(command: ShellCommand): readonly ShellList[] {
  switch (command.kind) {
    case 'simple':
      return [];
    case 'chain':
      return [[command.left, command.right]];
    case 'pipe':
      return [command.commands];
    case 'not':
      return [[command.command]];
    case 'if':
      return [...command.branches.flatMap(({ condition, body }) => [condition, body]), command.otherwise];
    case 'group':
    case 'subshell':
      return [command.body];
  }
}
