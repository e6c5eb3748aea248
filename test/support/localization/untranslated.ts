/**
 * Untranslated words of a text: those outside of the brackets that the pseudo-locale `qps-ploc` puts around every text. Code and link targets are
 * ignored.
 */
export function untranslated(text: string): string[] {
  const bare = text
    .replace(/```[^]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']');
  return withoutBrackets(bare).match(/\p{L}{2,}[\p{L}\d_-]*/gu) ?? [];
}

/** Removes text in brackets, which can be nested, since a text can contain other texts as values. */
function withoutBrackets(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest === text ? rest : withoutBrackets(rest);
}
