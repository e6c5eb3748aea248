/** Compares completion with what is expected: a text with the cursor mark `│`, and what the list offers there. */
import assert from 'node:assert/strict';
import { completionsIn, type Asked } from './completionOf';

type Expected = string | RegExp | readonly (string | RegExp)[];

export interface ExpectedCompletion {
  /** All labels, in the order in which an editor shows them. */
  readonly labels?: readonly string[];
  /** All labels in alphabetical order. */
  readonly sorted?: readonly string[];
  /** The first labels. */
  readonly first?: readonly string[];
  /** Some of the labels. */
  readonly offers?: readonly string[];
  /** Labels that are missing. */
  readonly lacks?: readonly string[];
  /** By label: the details beside it. */
  readonly detail?: Readonly<Record<string, string | undefined>>;
  /** By label: the changed lines after accepting the item, with tab stops in snippet syntax. */
  readonly accepted?: Readonly<Record<string, Expected>>;
  /** By label: the documentation after resolving. */
  readonly documentation?: Readonly<Record<string, Expected>>;
}

/** @param expected all labels in order, or what is expected of them */
export async function checkCompletion(
  files: Readonly<Record<string, string>>,
  expected: readonly string[] | ExpectedCompletion,
  asked: Asked = {},
): Promise<void> {
  const found = await completionsIn(files, asked);
  const { labels } = found;
  const { sorted, first = [], offers = [], lacks = [], ...rest } = isLabels(expected) ? { labels: expected } : expected;
  if (rest.labels) assert.deepEqual(labels, rest.labels);
  if (sorted) assert.deepEqual([...labels].sort(), sorted);
  assert.deepEqual(labels.slice(0, first.length), first);
  for (const label of offers) assert(labels.includes(label), `${label} is not in ${labels.join(', ')}`);
  for (const label of lacks) assert(!labels.includes(label), `${label} is in ${labels.join(', ')}`);
  for (const [label, detail] of Object.entries(rest.detail ?? {})) assert.equal(found.item(label).detail, detail);
  for (const [label, text] of Object.entries(rest.accepted ?? {})) checkText(found.accepted(label), text);
  for (const [label, text] of Object.entries(rest.documentation ?? {})) checkText(found.documentation(label), text);
}

const isLabels = (expected: readonly string[] | ExpectedCompletion): expected is readonly string[] =>
  Array.isArray(expected);

function checkText(actual: string, expected: Expected): void {
  for (const each of [expected].flat())
    if (typeof each === 'string') assert.equal(actual, each);
    else assert.match(actual, each);
}
