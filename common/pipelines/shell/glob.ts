/** Patterns of `case` and `[[ … == … ]]`: `apps-deploy-*`. */
import { oneCharacter, repeated, type Pattern } from '../patterns/pattern';

/**
 * @param text with a backslash before literal characters
 * @returns undefined if the pattern has more than `*`, `?` and classes
 */
export function shellGlob(text: string): Pattern | undefined {
  const parts: Pattern[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '*') parts.push(repeated(any, 0));
    else if (character === '?') parts.push(any);
    else if (character === '\\') parts.push(oneCharacter(text[++at] ?? '\\'));
    else if (character === '[') {
      const end = text.indexOf(']', at + 2);
      const inner = text.slice(at + 1, end);
      if (end < 0 || /[\\[^!]/.test(inner)) return undefined;
      parts.push(characterClass(inner));
      at = end;
    } else if (/[+@!]/.test(character) && text[at + 1] === '(') return undefined;
    else parts.push(oneCharacter(character));
  }
  return { kind: 'sequence', parts };
}

const any: Pattern = { kind: 'characters', accepts: () => true, example: 'x' };

function characterClass(inner: string): Pattern {
  const ranges = [...inner.matchAll(/(.)-(.)|(.)/gs)].map(
    ([, from, to, single = '']) => [from ?? single, to ?? single] as const,
  );
  const accepts = (character: string): boolean => ranges.some(([from, to]) => character >= from && character <= to);
  return { kind: 'characters', accepts, example: ranges[0]?.[0] ?? 'x' };
}
