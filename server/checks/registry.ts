/** Every check there is, in the order of the codes. */
import type { Check } from './check';
import { environmentMissing } from './environmentMissing';

export const checks: readonly Check[] = [environmentMissing];

const byCode = new Map(checks.map(check => [check.code, check]));

export const checkOf = (code: string): Check | undefined => byCode.get(code);
