/** Ratios of measurements in the same run, which can be compared between machines and releases. Smaller is better. */
import { aligned } from './aligned';
import type { PlanOverheads } from './measurePlanning';
import type { PlatformResult } from './measurePlatform';

export interface Ratio {
  readonly label: string;
  readonly aim?: string;
  /** Whether the ratio varies little between runs on one machine. Only such ratios are compared with recorded ones. */
  readonly isSteady: boolean;
  /** @param smallest the smallest of several sizes of the same platform */
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
    // At 1,000 clusters it was between 0.57 and 1.81 for the same code: edits of the smallest platform vary, since they follow soon after the start.
    ...shaky,
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

/** Steady ratios by subject, then by label. */
export type Ratios = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** @param sizes the same platform in several sizes, smallest first */
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

/**
 * One ratio for each that was measured several times.
 * @param measured those of one run or more, the first of them complete
 */
export const combinedRatios = (
  measured: readonly [Ratios, ...Ratios[]],
  combine: (values: readonly number[]) => number,
): Ratios =>
  Object.fromEntries(
    Object.entries(measured[0]).map(([of, ratios]) => [
      of,
      Object.fromEntries(
        Object.keys(ratios).map(label => [label, combine(measured.flatMap(each => each[of]?.[label] ?? []))]),
      ),
    ]),
  );

const rounded = (ratio: number): number => Math.round(ratio * 1000) / 1000;

/** A ratio that exceeds the recorded one by this factor is a failure. */
const TOLERANCE = 1.2;

export interface ComparedRatio {
  readonly of: string;
  readonly label: string;
  readonly before: number;
  /** Undefined if it was not measured, because the platform or the program is missing. */
  readonly now: number | undefined;
  readonly isWorse: boolean;
}

/** Every recorded ratio with its current value. */
export const compareRatios = (recorded: Ratios, now: Ratios): ComparedRatio[] =>
  Object.entries(recorded).flatMap(([of, ratios]) =>
    Object.entries(ratios).map(([label, before]) => {
      const value = now[of]?.[label];
      return { of, label, before, now: value, isWorse: value !== undefined && value > before * TOLERANCE };
    }),
  );

/** Describes the changes, followed by a table of all ratios. */
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
