/** The results as a table: a column for each platform, ratios first. */
import { aligned } from './aligned';
import type { Distribution } from './distribution';
import { growthOf, growthOfFeature, type FeatureResult } from './featureAnswers';
import type { PlatformResult } from './measurePlatform';
import { RATIOS } from './ratios';
import type { LongestTurn } from './serverProcess';

type Row = { readonly label: string; readonly aim?: string; readonly cell: (result: PlatformResult) => string };
interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

const ratio = (value: number): string => `${value.toFixed(2)} ×`;
export const time = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(2) : Math.round(milliseconds)} ms`;
export const size = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const turn = ({ processor, clock }: LongestTurn): string => `${time(processor)} / ${time(clock)}`;
const both = ({ p50, p95 }: Distribution): string => `${time(p50)} / ${time(p95)}`;

/**
 * @param results in the order of their columns
 * @param sizes the same platform in several sizes, smallest first; constant values are compared with the smallest
 */
export function sectionsOf(sizes: readonly PlatformResult[]): Section[] {
  const [smallest] = sizes;
  const ratios = RATIOS.map(({ label, aim = '', of }): Row => {
    const isCompared = of.length > 1;
    const cell = (result: PlatformResult): string =>
      isCompared && !(smallest && sizes.includes(result)) ? '' : ratio(of(result, smallest ?? result));
    return { label, aim, cell };
  });
  return [
    { title: 'Ratios', rows: ratios },
    { title: 'Times', rows: TIMES },
    { title: 'Memory of the server process', rows: MEMORY },
    { title: 'Text', rows: TEXT },
  ];
}

const TIMES: readonly Row[] = [
  { label: 'cold start to first effective configuration', cell: ({ coldStart }) => time(coldStart) },
  { label: 'cold index', cell: ({ coldIndex }) => time(coldIndex) },
  { label: '  bare parse of the same text', cell: ({ bare }) => time(bare.parse) },
  { label: 'cold start to all platforms', cell: ({ coldPlatforms }) => time(coldPlatforms) },
  { label: 'hover during the first checks, p50 / p95', aim: 'p95 < 5 ms', cell: ({ hover }) => both(hover) },
  { label: 'hover at rest, p50 / p95', aim: 'p95 < 5 ms', cell: ({ restingHover }) => both(restingHover) },
  { label: 'edit → fresh answer, p50 / p95', aim: 'p95 < 5 ms', cell: ({ edit }) => both(edit) },
  { label: '  incremental bare parse, p50 / p95', cell: ({ bare }) => both(bare.edit) },
  { label: '  processor time of an edit', cell: ({ editProcessorTime }) => time(editProcessorTime) },
  { label: 'typed character → answer, p50 / p95', cell: ({ typing }) => both(typing) },
  { label: 'edit of a shared variable → answer, p50 / p95', cell: each => both(each.sharedEdit) },
  { label: 'edit → all platforms, p50 / p95', aim: '< 20 ms', cell: ({ platforms }) => both(platforms) },
  { label: 'edit → diagnostics, p50 / p95', cell: ({ diagnostics }) => both(diagnostics) },
  { label: 'edit → all checks complete, first time', cell: ({ firstAllChecks }) => time(firstAllChecks) },
  { label: 'edit → all checks complete, p50 / p95', cell: ({ allChecks }) => both(allChecks) },
  {
    label: 'longest turn during the first checks, computing / by the clock',
    aim: '< 8 ms',
    cell: ({ firstChecks }) => turn(firstChecks),
  },
  { label: '  during later checks', aim: '< 8 ms', cell: ({ laterChecks }) => turn(laterChecks) },
  { label: 'adding an environment', aim: '< 2 s', cell: ({ addEnvironment }) => time(addEnvironment) },
];

const MEMORY: readonly Row[] = [
  { label: 'resident after indexing', cell: ({ afterIndex }) => size(afterIndex.resident) },
  {
    label: 'resident after the answers above',
    aim: '< 350 MB, 600 MB at 5000',
    cell: ({ afterAnswers }) => size(afterAnswers.resident),
  },
  {
    label: "resident after every environment's whole document",
    cell: ({ afterEverything }) => size(afterEverything.resident),
  },
  { label: 'resident before many edits', cell: ({ beforeGrowth }) => size(beforeGrowth.resident) },
  {
    label: 'resident after many edits',
    aim: '< 350 MB, 600 MB at 5000',
    cell: ({ afterGrowth }) => size(afterGrowth.resident),
  },
  { label: 'objects in use after indexing', cell: ({ afterIndex }) => size(afterIndex.heap) },
  { label: 'objects in use before many edits', cell: ({ beforeGrowth }) => size(beforeGrowth.heap) },
  { label: 'objects in use after many edits', cell: ({ afterGrowth }) => size(afterGrowth.heap) },
];

const TEXT: readonly Row[] = [
  { label: 'files', cell: ({ bare }) => String(bare.files) },
  { label: 'characters', cell: ({ bare }) => String(bare.characters) },
];

/** @param results one for each column @param sizes results for the same platform in several sizes, smallest first */
export function tableOf(results: readonly PlatformResult[], sizes: readonly PlatformResult[]): string {
  const lines: string[][] = [['', 'aim', ...results.map(({ name }) => name)]];
  for (const { title, rows } of sectionsOf(sizes)) {
    lines.push([]);
    lines.push([title]);
    for (const { label, aim = '', cell } of rows) lines.push([`  ${label}`, aim, ...results.map(cell)]);
  }
  return aligned(lines);
}

/** Target of all response times at the 95th percentile, in milliseconds. */
const ANSWER_LIMIT = 20;

/**
 * A row for each feature of a platform with its ratio to a smaller one, by elapsed time of the client and by processor time.
 * @param smallest the same features on the smaller platform
 */
export function featureTableOf(results: readonly FeatureResult[], smallest: readonly FeatureResult[]): string {
  const slow = results.filter(({ clock }) => clock.p95 >= ANSWER_LIMIT).map(({ label }) => label);
  const rows = results.map((result, index) => [
    result.label,
    ratio(growthOfFeature(result, smallest[index]!)),
    time(result.clock.p50),
    time(result.clock.p95),
    time(result.processor.p50),
    time(result.processor.p95),
    time(result.first),
  ]);
  const head = ['', 'growth', 'clock p50', 'p95', 'processor p50', 'p95', 'first'];
  return [
    `Features: median growth ${ratio(growthOf(results, smallest))}; at or above ${ANSWER_LIMIT} ms at p95: ${slow.join(', ') || 'none'}`,
    aligned([head, ...rows], 1),
  ].join('\n');
}
