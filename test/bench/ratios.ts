/** What is comparable between machines and between releases: measurements of one run, divided by each other. Smaller is better. */
import { aligned } from './aligned';
import type { PlanOverheads } from './measurePlanning';
import type { PlatformResult } from './measurePlatform';

export interface Ratio {
  readonly label: string;
  readonly aim?: string;
  /** Whether runs on one machine differ by little: only such ratios are held to what was recorded. */
  readonly isSteady: boolean;
  /** @param smallest the smallest of the same platform's sizes */
  readonly of: (result: PlatformResult, smallest: PlatformResult) => number;
}

const steady = { isSteady: true } as const;
const shaky = { isSteady: false } as const;

/** The first rows of the table of platforms. */
export const RATIOS: readonly Ratio[] = [
  { ...shaky, label: 'cold index / bare parse', aim: '≤ 1.5', of: ({ coldIndex, bare }) => coldIndex / bare.parse },
  {
    ...steady,
    label: 'cold index / bare parse, processor time',
    of: ({ coldIndexProcessorTime, bare }) => coldIndexProcessorTime / bare.parseProcessorTime,
  },
  {
    ...shaky,
    label: 'cold start to all platforms / bare parse',
    aim: '≤ 1.0 at 1000',
    of: ({ coldPlatforms, bare }) => coldPlatforms / bare.parse,
  },
  {
    ...steady,
    label: 'cold start to all platforms / bare parse, processor time',
    of: ({ coldPlatformsProcessorTime, bare }) => coldPlatformsProcessorTime / bare.parseProcessorTime,
  },
  {
    ...shaky,
    label: 'edit, p50 / smallest size',
    aim: '≤ 1.2',
    of: ({ edit }, smallest) => edit.p50 / smallest.edit.p50,
  },
  {
    ...shaky,
    label: 'edit, p95 / smallest size',
    aim: '≤ 1.2',
    of: ({ edit }, smallest) => edit.p95 / smallest.edit.p95,
  },
  {
    ...steady,
    label: 'edit / smallest size, processor time',
    of: ({ editProcessorTime }, smallest) => editProcessorTime / smallest.editProcessorTime,
  },
  {
    ...shaky,
    label: 'edit p50 / incremental bare parse p50',
    of: ({ edit, bare }) => edit.p50 / bare.edit.p50,
  },
  {
    ...steady,
    label: 'adding an environment / bare parse, processor time',
    of: ({ addEnvironmentProcessorTime, bare }) => addEnvironmentProcessorTime / bare.parseProcessorTime,
  },
  {
    ...steady,
    label: 'bytes of objects in use / characters of text',
    of: ({ afterAnswers, bare }) => afterAnswers.heap / bare.characters,
  },
  {
    ...steady,
    label: 'objects in use, after / before many edits',
    aim: '1.00',
    of: ({ beforeGrowth, afterGrowth }) => afterGrowth.heap / beforeGrowth.heap,
  },
  {
    ...shaky,
    label: 'resident memory, after / before many edits',
    of: ({ beforeGrowth, afterGrowth }) => afterGrowth.resident / beforeGrowth.resident,
  },
];

/** Steady ratios by what they are of, then by their label. */
export type Ratios = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** @param sizes the same platform at several sizes, smallest first */
export function ratiosOf(sizes: readonly PlatformResult[]): Ratios {
  const [smallest] = sizes;
  if (!smallest) return {};
  const wanted = RATIOS.filter(({ isSteady }) => isSteady);
  return Object.fromEntries(
    sizes.map(result => [
      result.name,
      Object.fromEntries(wanted.map(({ label, of }) => [label, rounded(of(result, smallest))])),
    ]),
  );
}

export const planRatiosOf = ({ unchanged, changed }: PlanOverheads): Readonly<Record<string, number>> => ({
  'plan without changes / bare plan': rounded(unchanged.ratio),
  'plan until its changes are listed / bare plan': rounded(changed.listedRatio),
  'plan with values / bare plan': rounded(changed.ratio),
});

/** The smaller of each two: of two measurements, the one that was disturbed less. */
export const smallerRatios = (one: Ratios, other: Ratios): Ratios =>
  Object.fromEntries(
    Object.entries(one).map(([of, ratios]) => [
      of,
      Object.fromEntries(
        Object.entries(ratios).map(([label, value]) => [label, Math.min(value, other[of]?.[label] ?? value)]),
      ),
    ]),
  );

const rounded = (ratio: number): number => Math.round(ratio * 1000) / 1000;

/** Worse than so many times what was recorded is a failure. */
const TOLERANCE = 1.2;

export interface ComparedRatio {
  readonly of: string;
  readonly label: string;
  readonly before: number;
  /** Undefined where it was not measured: the platform, or the program that it is about, is missing. */
  readonly now: number | undefined;
  readonly isWorse: boolean;
}

/** Every ratio that was recorded, with what it is now. */
export const compareRatios = (recorded: Ratios, now: Ratios): ComparedRatio[] =>
  Object.entries(recorded).flatMap(([of, ratios]) =>
    Object.entries(ratios).map(([label, before]) => {
      const value = now[of]?.[label];
      return { of, label, before, now: value, isWorse: value !== undefined && value > before * TOLERANCE };
    }),
  );

/** What has changed in words, and a table of all ratios. */
export function comparisonTableOf(compared: readonly ComparedRatio[]): string {
  if (compared.length === 0) return 'No ratios are recorded: record those of this run with --record.';
  const worse = compared.filter(({ isWorse }) => isWorse).length;
  const percent = Math.round((TOLERANCE - 1) * 100);
  const verdict =
    worse === 0
      ? `No ratio is more than ${percent} % worse than recorded.`
      : `${worse} of ${compared.length} ratios are more than ${percent} % worse than recorded.`;
  const rows = compared.map(({ of, label, before, now, isWorse }) => [
    of,
    label,
    before.toFixed(3),
    now === undefined ? 'not measured' : now.toFixed(3),
    now === undefined ? '' : `${now < before ? '' : '+'}${Math.round((now / before - 1) * 100)} %`,
    isWorse ? 'worse' : '',
  ]);
  return `${verdict}\n${aligned([['', '', 'recorded', 'now', 'change', ''], ...rows])}`;
}
