import { withoutCredentials } from '../../../common/withoutCredentials';

// Colours and cursor movements, as ECMA-48 writes them.
const SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** @returns what a program has written, as the log shows it: without control sequences, and without the secrets of addresses. */
export function plainLine(text: string): string {
  return withoutCredentials(text.replace(SEQUENCE, '').replace(/\r$/, ''));
}
