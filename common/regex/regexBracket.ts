/** Parses bracket expressions of regular expressions. Source of the rules: Go's regexp/syntax. */
import { ownProperty } from '../ownProperty';
import { POSIX_CLASSES, type CharacterClass, type CharacterSet } from './regexCharacters';
import { RegexError } from './regexError';
import { parseEscape } from './regexEscape';
import { parseNamedSet } from './regexNamedSet';

/** Parses the bracket expression that begins at `start`, and returns its end. Throws {@link RegexError}. */
export function parseBracket(pattern: string, start: number, fold: boolean): { set: CharacterSet; end: number } {
  let position = start + 1;
  const negated = pattern[position] === '^';
  if (negated) position += 1;
  const classes: CharacterClass[] = [];
  const first = position;
  while (position === first || pattern[position] !== ']') {
    const named = parsePosixClass(pattern, position) ?? parseNamedSet(pattern, position);
    if (named) {
      classes.push(named.member);
      position += named.length;
      continue;
    }
    const rangeStart = position;
    const low = parseCharacter(pattern, position, start);
    let high = low;
    position = low.end;
    if (pattern[position] === '-' && position + 1 < pattern.length && pattern[position + 1] !== ']') {
      high = parseCharacter(pattern, position + 1, start);
      position = high.end;
      if (high.code < low.code) {
        throw new RegexError('invalid character class range', pattern.slice(rangeStart, position));
      }
    }
    classes.push({ ranges: [low.code, high.code], negated: false });
  }
  return { set: { classes, negated, fold }, end: position + 1 };
}

function parsePosixClass(pattern: string, start: number): { member: CharacterClass; length: number } | undefined {
  if (!pattern.startsWith('[:', start)) return undefined;
  const end = pattern.indexOf(':]', start + 2);
  if (end < 0) return undefined;
  const text = pattern.slice(start, end + 2);
  const negated = text[2] === '^';
  const ranges = ownProperty(POSIX_CLASSES, text.slice(negated ? 3 : 2, -2));
  if (!ranges) throw new RegexError('invalid character class range', text);
  return { member: { ranges, negated }, length: text.length };
}

function parseCharacter(pattern: string, position: number, bracket: number): { code: number; end: number } {
  if (position >= pattern.length) throw new RegexError('missing closing ]', pattern.slice(bracket));
  if (pattern[position] === '\\') return parseEscape(pattern, position);
  const code = pattern.codePointAt(position)!;
  return { code, end: position + (code > 0xffff ? 2 : 1) };
}
