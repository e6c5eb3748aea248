/** Facts about the platform in its AGENTS.md: framework version, environments, base environment. */

/** The file that coding agents read first. */
export const AGENTS_FILE = 'AGENTS.md';

/** Markers around the section that the scaffold writes and replaces; the rest of the file belongs to its authors. */
export const SECTION_START = '<!-- kubestack: facts -->';
export const SECTION_END = '<!-- /kubestack: facts -->';

/** A fact as written. Offsets are UTF-16 units in the text. */
export interface WrittenFact {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A name in a list of environments, and the whole list. */
export interface ListedEnvironment extends WrittenFact {
  readonly list: WrittenFact;
  /** The line with the base environment. */
  readonly isBase: boolean;
}

export interface AgentsFileFacts {
  readonly versions: readonly WrittenFact[];
  readonly environments: readonly ListedEnvironment[];
}

/** Longer files are read up to this limit: the framework's own has 71 kB. */
const MAX_LENGTH = 200_000;
/** A release, or a full commit id. */
const VERSION = String.raw`(?:v\d+\.\d+\.\d+(?:-[0-9A-Za-z.]*[0-9A-Za-z])?|[0-9a-f]{40})`;
/** `Framework version: v0.19.2-beta.0`, as a list item, in bold, with a table's bar, or with code marks. */
const VERSION_LINE = new RegExp(
  String.raw`^[ \t]*(?:[-*|][ \t]*)?[*_]{0,2}(?:Kubestack |The )?framework version[*_]{0,2}[ \t]*(?:[:|]|is)[*_ \t]*\`?(${VERSION})`,
  'gim',
);
const SOURCE = new RegExp(String.raw`kbst/terraform-kubestack(?:\.git)?//[\w/-]+\?ref=(${VERSION})`, 'g');
/** `Environments: apps, ops` in the same forms; only what looks like names. */
const ENVIRONMENTS_LINE =
  /^[ \t]*(?:[-*|][ \t]*)?[*_]{0,2}(?:environments?|environment names|base environment)[*_]{0,2}(?: \([^()\n]*\))?[ \t]*[:|][*_ \t]*([^\n|]+)/gim;
const NAMES = /^`?[a-z][a-z0-9_-]*`?(?:(?:,| and| →| ->)\s*`?[a-z][a-z0-9_-]*`?)*\.?\s*$/;

/** @returns facts in the order of the text */
export function agentsFileFacts(text: string): AgentsFileFacts {
  const read = text.slice(0, MAX_LENGTH);
  const versions = [VERSION_LINE, SOURCE].flatMap(pattern =>
    [...read.matchAll(pattern)].map(match => factAt(match, match[1]!)),
  );
  const environments = [...read.matchAll(ENVIRONMENTS_LINE)].flatMap(match => {
    const list = match[1]!.trimEnd();
    if (!NAMES.test(list)) return [];
    const start = match.index + match[0].length - match[1]!.length;
    const whole = { text: list, start, end: start + list.length };
    const isBase = /base environment/i.test(match[0]);
    return [...list.matchAll(/(?<![\w-])(?!and\b)[a-z][a-z0-9_-]*/g)].map(name => ({
      text: name[0],
      start: start + name.index,
      end: start + name.index + name[0].length,
      list: whole,
      isBase,
    }));
  });
  return { versions: versions.sort((a, b) => a.start - b.start), environments };
}

function factAt(match: RegExpExecArray, text: string): WrittenFact {
  const start = match.index + match[0].length - text.length;
  return { text, start, end: start + text.length };
}
