/** Patterns of shells, as in `case` and `[[ … == … ]]`: `apps-deploy-*`. */
import { anyCharacter, anyText, characterIn, oneCharacter, sequence, type Pattern } from './pattern';

/**
 * @param text with a backslash before literal characters
 * @returns undefined if the pattern has more than `*`, `?` and classes
 */
export function shellGlob(text: string): Pattern | undefined {
  const parts: Pattern[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '*') parts.push(anyText);
    else if (character === '?') parts.push(anyCharacter);
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
  return sequence(...parts);
}

const characterClass = (inner: string): Pattern =>
  characterIn(
    [...inner.matchAll(/(.)-(.)|(.)/gs)].map(([, from, to, single = '']) => [from ?? single, to ?? single] as const),
  );
