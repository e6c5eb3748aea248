import { now } from '../../common/now';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toJson } from '../../server/hcl/values/json';
import type { Program } from '../../common/program';
import { judgedVersion } from '../support/terraform/judgedVersion';
import { withoutSensitivity } from '../../server/hcl/values/sensitivity';
import { typeOf } from '../../server/hcl/values/value';
import { readSourceFile } from '../../server/syntax/sourceFile';
import { skipWithout } from '../support/skipWithout';
import { evaluatedText, type EvaluatedText, type Names } from '../support/hcl/evaluatedText';
import { arbitraryFile } from '../support/terraform/arbitraryFile';
import { arbitrarySource, LOCALS } from '../support/terraform/arbitrarySource';
import { expressionOutcomes, type ExpressionOutcome } from '../support/terraform/expressionOutcomes';
import { judges } from '../support/terraform/judgedBy';
import { refusedFiles } from '../support/terraform/refusedFiles';
import { typeNotation } from '../support/terraform/typeNotation';
import type { Value } from '../../server/hcl/model';
import { randomCases } from '../support/randomCases';

/** Number of compared expressions and files. */
const cases = randomCases(800, 20_000);
const seed = Number(process.env['FAST_CHECK_SEED'] ?? 1);
/** Number of expressions in one run of terraform. */
const BATCH = 4000;

for (const program of judges) {
  describe(`expressions, compared with ${program}`, function () {
    this.timeout(120_000 + cases * 300);

    before(function () {
      skipWithout(this, program);
    });

    it(`have the same values, types and sensitivity in ${cases} cases (seed ${seed})`, async () => {
      const locals = ourLocals();
      const texts = sample(arbitrarySource(3)).filter(text => isAccepted(text, locals));
      const differences: string[] = [];
      for (const batch of batchesOf(texts)) {
        const theirs = await expressionOutcomes(batch, LOCALS, program);
        for (const [index, text] of batch.entries())
          differences.push(...difference(text, evaluated(text, locals, program), theirs[index]));
      }
      assert.equal(shortest(differences), '');
    });

    it(`parse in the same ${cases} files (seed ${seed})`, async () => {
      const texts = sample(arbitraryFile());
      const differences: string[] = [];
      for (const batch of batchesOf(texts)) {
        const refused = await refusedFiles(batch, program);
        for (const [index, text] of batch.entries()) {
          const ours = now(readSourceFile('file:///a.tf', text, 'configuration')).diagnostics[0]?.message;
          const theirs = refused.get(index);
          if ((ours === undefined) !== (theirs === undefined)) {
            differences.push(`${JSON.stringify(text)}\n  ours:      ${ours}\n  theirs:    ${theirs}`);
          }
        }
      }
      assert.equal(shortest(differences), '');
    });
  });
}

const sample = (texts: fc.Arbitrary<string>): string[] => [...new Set(fc.sample(texts, { seed, numRuns: cases }))];

function* batchesOf(texts: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < texts.length; start += BATCH) yield texts.slice(start, start + BATCH);
}

/** The shortest ones, which are the most informative. */
const shortest = (differences: readonly string[]): string =>
  [...differences]
    .sort((a, b) => a.length - b.length)
    .slice(0, 10)
    .join('\n');

function ourLocals(): Names {
  const names: Record<string, Value> = {};
  for (const [name, text] of Object.entries(LOCALS)) names[`local.${name}`] = evaluatedText(text, names).value;
  return names;
}

/** On separate lines, so that it can end with a comment or a heredoc. */
const evaluated = (text: string, locals: Names, program?: Program): EvaluatedText =>
  evaluatedText(`[\n${text}\n]`, locals, program && judgedVersion(program));

/** Whether it parses and contains no undeclared references, which terraform would reject before evaluation. */
function isAccepted(text: string, locals: Names): boolean {
  try {
    return !evaluated(text, locals).faults.some(fault => /refers to nothing|needs the name of/.test(fault));
  } catch {
    return false;
  }
}

function difference(text: string, { value, faults }: EvaluatedText, theirs: ExpressionOutcome | undefined): string[] {
  const ours = faults.length === 0 && value.kind === 'tuple' ? outcomeOf(value.elements[0]!) : undefined;
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  return [`${text}\n  ours:      ${JSON.stringify(ours ?? faults)}\n  theirs:    ${JSON.stringify(theirs)}`];
}

/** Undefined for values without a JSON representation, for example infinity. */
function outcomeOf(value: Value): ExpressionOutcome | undefined {
  try {
    const json = toJson(withoutSensitivity(value));
    return { json, type: typeNotation(typeOf(value)), sensitive: value.sensitive ?? false };
  } catch {
    return undefined;
  }
}
