/** Sets of characters of regular expressions: ranges, Unicode classes, negation and case folding. Source of the rules: RE2 as in Go. */
import { foldCharacter } from './letterCase';

/** A part of a set. A character belongs to a set if it belongs to any of the parts. */
export interface CharacterClass {
  /** Pairs of first and last code point. */
  readonly ranges: readonly number[];
  /** Matches a single character of the class. */
  readonly unicode?: RegExp;
  readonly negated: boolean;
}

export interface CharacterSet {
  readonly classes: readonly CharacterClass[];
  readonly negated: boolean;
  /** Whether to ignore case. */
  readonly fold: boolean;
}

/** A set with a single character. */
export function singleCharacter(code: number, fold: boolean): CharacterSet {
  return { classes: [{ ranges: [code, code], negated: false }], negated: false, fold };
}

export const ANY_CHARACTER: CharacterSet = { classes: [], negated: true, fold: false };
export const ANY_BUT_NEWLINE: CharacterSet = {
  classes: [{ ranges: [0x0a, 0x0a], negated: false }],
  negated: true,
  fold: false,
};

const DIGIT = [0x30, 0x39];
const SPACE = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20];
const WORD = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];

/** Ranges of `\d`, `\s` and `\w` by letter. */
export const PERL_CLASSES: Readonly<Record<string, readonly number[]>> = { d: DIGIT, s: SPACE, w: WORD };

/** Ranges of `[:alpha:]` and so on by name. */
export const POSIX_CLASSES: Readonly<Record<string, readonly number[]>> = {
  alnum: [0x30, 0x39, 0x41, 0x5a, 0x61, 0x7a],
  alpha: [0x41, 0x5a, 0x61, 0x7a],
  ascii: [0x00, 0x7f],
  blank: [0x09, 0x09, 0x20, 0x20],
  cntrl: [0x00, 0x1f, 0x7f, 0x7f],
  digit: DIGIT,
  graph: [0x21, 0x7e],
  lower: [0x61, 0x7a],
  print: [0x20, 0x7e],
  punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
  space: [0x09, 0x0d, 0x20, 0x20],
  upper: [0x41, 0x5a],
  word: WORD,
  xdigit: [0x30, 0x39, 0x41, 0x46, 0x61, 0x66],
};

const CATEGORY = /^(C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

/** The class for a name in `\p{…}`; undefined if Go has no such class. */
export function unicodeClass(name: string, negated: boolean): CharacterClass | undefined {
  if (name === 'Any') return { ranges: [0, 0x10ffff], negated };
  // In Go, category C has no unassigned code points.
  if (name === 'C') return { ranges: [], unicode: /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u, negated };
  if (CATEGORY.test(name)) return { ranges: [], unicode: new RegExp(`\\p{${name}}`, 'u'), negated };
  // Go accepts only the long names of scripts.
  if (!/^[A-Z][A-Za-z]*(_[A-Z][A-Za-z]*)*$/.test(name) || (name.length <= 4 && !SHORT_SCRIPTS.has(name)))
    return undefined;
  try {
    return { ranges: [], unicode: new RegExp(`\\p{Script=${name}}`, 'u'), negated };
  } catch {
    return undefined;
  }
}

/** Long names of scripts that are as short as four-letter codes. */
const SHORT_SCRIPTS = new Set([
  'Ahom',
  'Cham',
  'Han',
  'Kawi',
  'Lao',
  'Lisu',
  'Mro',
  'Nko',
  'Thai',
  'Toto',
  'Vai',
  'Wancho',
  'Yi',
]);

/** Whether a code point belongs to a set. */
export function setHas(set: CharacterSet, code: number): boolean {
  const candidates = set.fold ? foldedForms(code) : undefined;
  for (const member of set.classes) {
    const inside = candidates ? candidates.some(form => classHas(member, form)) : classHas(member, code);
    if (inside !== member.negated) return !set.negated;
  }
  return set.negated;
}

function classHas({ ranges, unicode }: CharacterClass, code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return true;
  return unicode?.test(String.fromCodePoint(code)) ?? false;
}

let formsByFold: Map<number, number[]> | undefined;
/** The last letter with a case. */
const LAST_CASED = 0x1e943;

/** All code points that differ from this one only in case, including itself. */
function foldedForms(code: number): readonly number[] {
  formsByFold ??= collectForms();
  return formsByFold.get(foldCharacter(String.fromCodePoint(code)).codePointAt(0)!) ?? [code];
}

function collectForms(): Map<number, number[]> {
  const forms = new Map<number, number[]>();
  for (let code = 0; code <= LAST_CASED; code++) {
    const fold = foldCharacter(String.fromCodePoint(code)).codePointAt(0)!;
    if (fold === code) continue;
    const found = forms.get(fold);
    if (found) found.push(code);
    else forms.set(fold, [fold, code]);
  }
  return forms;
}
