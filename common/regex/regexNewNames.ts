/**
 * Names in `\p{…}` that Go accepts since 1.25: the long names of categories, and all names regardless of case and separators. Only programs built
 * with this version accept them (OpenTofu since 1.11). Source: "regexp/syntax" in the release notes of Go 1.25.
 */
const LONG_NAMES = new Set(
  `lc casedletter letter uppercaseletter lowercaseletter titlecaseletter modifierletter otherletter mark combiningmark
  nonspacingmark spacingmark enclosingmark number decimalnumber digit letternumber othernumber punctuation punct
  connectorpunctuation dashpunctuation openpunctuation closepunctuation initialpunctuation finalpunctuation otherpunctuation
  symbol mathsymbol currencysymbol modifiersymbol othersymbol separator spaceseparator lineseparator paragraphseparator
  other control cntrl format surrogate privateuse unassigned cn assigned ascii any`.split(/\s+/),
);
const CATEGORIES = /^(?:c[cfos]?|l[lmotu]?|m[cen]?|n[dlo]?|p[cdefios]?|s[ckmo]?|z[lps]?)$/i;

/** Whether only some programs accept a name. */
export function isNewName(name: string): boolean {
  if (LONG_NAMES.has(name.toLowerCase().replace(/[ _-]/g, '')) || CATEGORIES.test(name)) return true;
  const script = name
    .split(/[ _-]/)
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('_');
  try {
    return new RegExp(`\\p{Script=${script}}`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
