// Colours and cursor movements, as ECMA-48 writes them.
const sequence = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** @returns the text as a file would have it. */
export function withoutControlSequences(text: string): string {
  return text.replace(sequence, '').replace(/\r$/, '');
}
