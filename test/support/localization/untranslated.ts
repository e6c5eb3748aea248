/**
 * The words of a text that are not translated: those outside of the brackets that the pseudo-locale `qps-ploc` puts around every text. Code
 * and the targets of links are no words.
 */
export function untranslated(text: string): string[] {
  const bare = text
    .replace(/```[^]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']');
  return withoutBrackets(bare).match(/\p{L}{2,}[\p{L}\d_-]*/gu) ?? [];
}

/** Brackets may be nested: a value of a text can be a text itself. */
function withoutBrackets(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, '');
  return rest === text ? rest : withoutBrackets(rest);
}
