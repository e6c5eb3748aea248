import { PLATFORMS } from './inputs/platforms';
import { SYNTAX } from './inputs/syntax';
import { TEXTS } from './inputs/texts';
import { VALUES } from './inputs/values';
import type { WorstCase } from './worstCase';

export const WORST_CASES: readonly WorstCase[] = [...SYNTAX, ...VALUES, ...PLATFORMS, ...TEXTS];
