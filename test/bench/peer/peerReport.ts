/** Formats the comparison: ratios, and how often each server's responses had content. */
import { aligned } from '../aligned';
import { size, time } from '../report';
import type { NoAnswer } from './languageServerProcess';
import type { Both, PeerAnswers, PeerResult, PeerUsage } from './measurePeer';
import { ratiosOf, sideBySide, type AnsweredByBoth } from './sideBySide';

const NOTHING = '–';

/** Small ratios have more digits. */
const ratio = (value: number): string => (value < 0.001 ? '< 0.001 ×' : `${value.toFixed(value < 0.1 ? 3 : 2)} ×`);

const LOOKS = ['resident after the first answers', 'resident after all questions', 'resident after the edits'];

/** Ratios are ours / theirs. */
export function peerTableOf(result: PeerResult): string {
  const { name, late, answers, onlyOurs, onlyTheirs } = result;
  return [
    `Beside terraform-ls: ${name}`,
    ...(late === undefined ? [] : [`  ended early: ${late}`]),
    aligned([['', 'ours / theirs', 'ours', 'theirs'], ...wholeRows(result)], 1),
    ...(answers.some(({ atRest }) => atRest.length > 0) ? ['', answerTable(answers)] : []),
    ...listed('only ours', onlyOurs),
    ...listed('only terraform-ls', onlyTheirs),
  ].join('\n');
}

/** Rows that are not about one kind of request. */
function wholeRows({ first, usage, edits, programs, answers }: PeerResult): string[][] {
  const afterAnyEdit = answers.flatMap(({ afterEdit }) => afterEdit);
  return [
    firstRow('start to first outline', { ours: first.ours.outline, theirs: first.theirs.outline }),
    firstRow('start to first hover', { ours: first.ours.hover, theirs: first.theirs.hover }),
    ...answerRows(afterAnyEdit),
    ...usage.flatMap((look, index) => residentRow(labelOf(index, first), look)),
    ...unsharedRow(usage.at(-1)),
    ...(programs
      ? [
          sizeRow(
            'most at one time',
            of(programs, ({ largestResident }) => largestResident),
          ),
        ]
      : []),
    ...processorRow(usage, edits),
    ...(programs ? [['programs started', '', String(programs.ours.count), String(programs.theirs.count)]] : []),
  ].map(([label = '', ...cells]) => [`  ${label}`, ...cells]);
}

const labelOf = (look: number, { theirs }: PeerResult['first']): string =>
  typeof theirs.hover === 'number' ? (LOOKS[look] ?? '') : 'resident at that time';

function firstRow(label: string, { ours, theirs }: Both<number | NoAnswer>): string[] {
  const text = (value: number | NoAnswer): string => (typeof value === 'number' ? time(value) : value.message);
  const known = typeof ours === 'number' && typeof theirs === 'number';
  return [label, known ? ratio(ours / theirs) : NOTHING, text(ours), text(theirs)];
}

function answerRows(afterAnyEdit: readonly AnsweredByBoth[]): string[][] {
  const side = sideBySide(afterAnyEdit);
  const ratios = ratiosOf(side);
  if (!side.times || !ratios) return [];
  const { ours, theirs } = side.times;
  return [
    ['edit to any answer, p50', ratio(ratios.p50), time(ours.p50), time(theirs.p50)],
    ['edit to any answer, p95', ratio(ratios.p95), time(ours.p95), time(theirs.p95)],
  ];
}

function residentRow(label: string, { ours, theirs }: Both<PeerUsage | undefined>): string[][] {
  return ours && theirs
    ? [
        sizeRow(
          label,
          of({ ours, theirs }, ({ resident }) => resident),
        ),
      ]
    : [];
}

function unsharedRow(look: Both<PeerUsage | undefined> | undefined): string[][] {
  if (!look?.ours || !look.theirs) return [];
  return [
    sizeRow(
      '  of that shared with no other process',
      of(look as Both<PeerUsage>, ({ unshared }) => unshared),
    ),
  ];
}

const of = <T>({ ours, theirs }: Both<T>, value: (side: T) => number): Both<number> => ({
  ours: value(ours),
  theirs: value(theirs),
});

const sizeRow = (label: string, { ours, theirs }: Both<number>): string[] => [
  label,
  ratio(ours / theirs),
  size(ours),
  size(theirs),
];

/** For the edits between the last two measurements. */
function processorRow(usage: PeerResult['usage'], edits: number): string[][] {
  const [before, after] = [usage[1], usage[2]];
  if (!before?.ours || !before.theirs || !after?.ours || !after.theirs || edits === 0) return [];
  const ours = (after.ours.processorTime - before.ours.processorTime) / edits;
  const theirs = (after.theirs.processorTime - before.theirs.processorTime) / edits;
  return [[`processor time of an edit (${edits})`, ratio(ours / theirs), time(ours), time(theirs)]];
}

function answerTable(answers: readonly PeerAnswers[]): string {
  const head = [
    '',
    'after an edit p50',
    'p95',
    'at rest p50',
    'p95',
    'ours at rest',
    'theirs',
    'our answers',
    'their answers',
  ];
  return aligned([head, ...answers.map(answerRow)], 1);
}

function answerRow({ questions, afterEdit, atRest }: PeerAnswers): string[] {
  const [edited, rest, all] = [sideBySide(afterEdit), sideBySide(atRest), sideBySide([...afterEdit, ...atRest])];
  const text = (value: number | undefined): string => (value === undefined ? NOTHING : ratio(value));
  const [editedRatios, restRatios] = [ratiosOf(edited), ratiosOf(rest)];
  return [
    `  ${questions.label}`,
    text(editedRatios?.p50),
    text(editedRatios?.p95),
    text(restRatios?.p50),
    text(restRatios?.p95),
    rest.times ? time(rest.times.ours.p50) : NOTHING,
    rest.times ? time(rest.times.theirs.p50) : NOTHING,
    `${all.ourAnswers} of ${all.asked}`,
    `${all.theirAnswers} of ${all.asked}`,
  ];
}

const listed = (label: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`  ${label}: ${names.join(', ')}`];
