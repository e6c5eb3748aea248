/** Parses `\d`, `\pL`, `\p{Greek}` and so on in regular expressions. Source of the rules: Go's regexp/syntax. */
import { ownProperty } from '../ownProperty';
import { UnknownResultError } from '../unknownResultError';
import { PERL_CLASSES, unicodeClass, type CharacterClass } from './regexCharacters';
import { RegexError } from './regexError';
import { isNewName } from './regexNewNames';

/** Parses a named set or its negation at `start`, also inside brackets; undefined if there is none. */
export function parseNamedSet(pattern: string, start: number): { member: CharacterClass; length: number } | undefined {
  const letter = pattern[start + 1] ?? '';
  if (pattern[start] !== '\\' || letter === '') return undefined;
  const perl = ownProperty(PERL_CLASSES, letter.toLowerCase());
  if (perl) return { member: { ranges: perl, negated: letter < 'a' }, length: 2 };
  if (letter !== 'p' && letter !== 'P') return undefined;
  const rest = pattern.slice(start);
  const braced = rest[2] === '{';
  const end = braced ? rest.indexOf('}') + 1 : 2 + String.fromCodePoint(rest.codePointAt(2) ?? 0).length;
  if (end <= 0 || rest.length < 3) throw new RegexError('invalid character class range', rest);
  const text = rest.slice(0, end);
  let name = braced ? text.slice(3, -1) : text.slice(2);
  let negated = letter === 'P';
  if (name.startsWith('^')) {
    negated = !negated;
    name = name.slice(1);
  }
  const member = unicodeClass(name, negated);
  if (!member && braced && isNewName(name)) throw new UnknownResultError(`not every program knows ${text}`);
  if (!member) throw new RegexError('invalid character class range', text);
  return { member, length: end };
}
