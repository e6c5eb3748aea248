import { withoutCredentials } from '../../common/withoutCredentials';

// Control sequences for colours and cursor movements (ECMA-48).
const SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** @returns a program's output for the log: without control sequences and without credentials in URLs. */
export function plainLine(text: string): string {
  return withoutCredentials(text.replace(SEQUENCE, '').replace(/\r$/, ''));
}
