import * as assert from 'node:assert/strict';
import { NoAnswer } from '../../bench/peer/languageServerProcess';
import type { PeerResult } from '../../bench/peer/measurePeer';
import { PEER_QUESTIONS } from '../../bench/peer/peerQuestions';
import { peerTableOf } from '../../bench/peer/peerReport';

const MEGABYTE = 1024 * 1024;
const usage = (ours: number, theirs: number, processorTime: number) => ({
  ours: { resident: ours * MEGABYTE, unshared: 20 * MEGABYTE, processorTime },
  theirs: { resident: theirs * MEGABYTE, unshared: 25 * MEGABYTE, processorTime: processorTime * 10 },
});
const answerAfter = (time: number) => ({ time, hasContent: true });
const [hover, attributes] = PEER_QUESTIONS;

const result: PeerResult = {
  name: '10 clusters',
  first: { ours: { outline: 100, hover: 200 }, theirs: { outline: 400, hover: 400 } },
  usage: [usage(90, 30, 0), usage(100, 40, 100), usage(100, 50, 300)],
  answers: [
    {
      questions: hover!,
      afterEdit: [{ ours: answerAfter(1), theirs: answerAfter(200) }],
      atRest: [{ ours: answerAfter(1), theirs: answerAfter(4) }],
    },
    {
      questions: attributes!,
      afterEdit: [],
      atRest: [{ ours: answerAfter(1), theirs: { time: 1, hasContent: false } }],
    },
  ],
  edits: 20,
  programs: undefined,
  onlyOurs: ['folding ranges'],
  onlyTheirs: [],
  late: undefined,
};

/** The cells of the row with a label. */
const row = (table: string, label: string): string[] | undefined =>
  table
    .split('\n')
    .find(line => line.trim().startsWith(label))
    ?.trim()
    .split(/ {2,}/);

describe('the comparison table with another server', () => {
  it('contains ratios of ours / theirs for time, memory and processor time', () => {
    const table = peerTableOf(result);
    assert.deepEqual(row(table, 'start to first hover'), ['start to first hover', '0.50 ×', '200 ms', '400 ms']);
    assert.deepEqual(row(table, 'resident after the edits')?.slice(1), ['2.00 ×', '100.0 MB', '50.0 MB']);
    assert.deepEqual(row(table, 'of that shared with no')?.slice(1), ['0.80 ×', '20.0 MB', '25.0 MB']);
    assert.deepEqual(row(table, 'processor time of an edit')?.slice(1), ['0.10 ×', '10 ms', '100 ms']);
    assert.deepEqual(row(table, 'edit to any answer, p50')?.slice(1), ['0.005 ×', '1.00 ms', '200 ms']);
  });

  it('counts non-empty answers, and has no ratio if one server never answered', () => {
    const table = peerTableOf(result);
    assert.deepEqual(row(table, hover!.label)?.slice(3, 4), ['0.25 ×']);
    assert.deepEqual(row(table, hover!.label)?.slice(-2), ['2 of 2', '2 of 2']);
    assert.deepEqual(row(table, attributes!.label)?.slice(1), ['–', '–', '–', '–', '–', '–', '1 of 1', '0 of 1']);
    assert.match(table, /only ours: folding ranges/);
    assert.doesNotMatch(table, /only terraform-ls/);
  });

  it('shows why a server has no measurement', () => {
    const late = new NoAnswer('no answer within 60 s');
    const first = { ...result.first, theirs: { outline: late, hover: late } };
    const table = peerTableOf({
      ...result,
      first,
      answers: [],
      usage: result.usage.slice(0, 1),
      late: 'nobody answered',
    });
    assert.deepEqual(row(table, 'start to first outline')?.slice(1), ['–', '100 ms', 'no answer within 60 s']);
    assert.match(table, /ended early: nobody answered/);
  });
});
