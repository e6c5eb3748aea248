/** Words as YAML texts. */

/** Words that some reader of YAML 1.1 or 1.2 takes for a boolean or for null. */
const OTHERS = /^(?:true|false|yes|no|on|off|y|n|null)$/;

/** A word as a text in YAML: quoted if a reader could take it for a number, a date, a boolean or null. */
export const plainWord = (word: string): string =>
  /^[a-z][a-z0-9_-]*$/.test(word) && !OTHERS.test(word) ? word : JSON.stringify(word);
