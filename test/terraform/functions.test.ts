import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { callFunction, callProblem } from '../../server/hcl/functions/callFunction';
import { FunctionError, type FunctionContext } from '../../server/hcl/functions/function';
import { FUNCTIONS } from '../../server/hcl/functions/functions';
import { functionFeatures, hasFeature } from '../../server/hcl/languageFeatures';
import { JsonError, toJson } from '../../server/hcl/values/json';
import type { Program } from '../../common/program';
import { withoutSensitivity } from '../../server/hcl/values/sensitivity';
import { containsSensitive, typeOf } from '../../server/hcl/values/value';
import { functionFailed } from '../support/hcl/evaluatedText';
import { literal } from '../support/hcl/functions/literal';
import { callOutcomes, type CallOutcome } from '../support/terraform/callOutcomes';
import { FUNCTION_CASES } from '../support/terraform/functionCases';
import { exactHclText } from '../support/terraform/hclText';
import { judges } from '../support/terraform/judgedBy';
import { judgedVersion } from '../support/terraform/judgedVersion';
import { typeNotation } from '../support/terraform/typeNotation';
import { skipWithout } from '../support/skipWithout';
import type { Value } from '../../server/hcl/model';
import { UnknownResultError } from '../../common/unknownResultError';

const FILES: Readonly<Record<string, Uint8Array>> = {
  'hello.txt': Buffer.from('Hello, Wörld\n'),
  'binary.dat': Uint8Array.of(0xff, 0),
};
const ROOT = ['binary.dat', 'hello.txt'];

/** The context of our functions, equal to terraform's root module. */
const contextFor = (program: Program): FunctionContext => ({
  version: () => judgedVersion(program),
  files: {
    read: path => FILES[path],
    exists: (path, kind) => (kind === 'folder' ? path === '.' : ROOT.includes(path)),
    list: folder => (folder === '.' ? ROOT : []),
    absolute: path => path,
  },
  renderTemplate: () => {
    throw new UnknownResultError('templates are tested elsewhere');
  },
  spend: () => {},
  functionFailed,
});

interface Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly text: string;
}

const CALLS: readonly Call[] = Object.entries(FUNCTION_CASES).flatMap(([name, cases]) =>
  cases.map(sources => {
    const args = sources.map(literal);
    return { name, args, text: `${name}(${args.map(exactHclText).join(', ')})` };
  }),
);

function ours({ name, args }: Call, program: Program): CallOutcome | undefined {
  const fn = FUNCTIONS.get(name);
  assert.ok(fn, name);
  try {
    const value = callFunction(fn, args, contextFor(program));
    return {
      kind: 'value',
      json: toJson(withoutSensitivity(value)),
      type: typeNotation(typeOf(value)),
      sensitive: value.sensitive ?? false,
    };
  } catch (error) {
    if (error instanceof UnknownResultError) return undefined;
    // Infinity, which terraform can't write as JSON, either.
    if (error instanceof JsonError) return { kind: 'error', message: '' };
    if (error instanceof FunctionError) return { kind: 'error', message: callProblem(fn, error).detail };
    throw error;
  }
}

for (const program of judges) {
  describe(`functions, compared with ${program}`, () => {
    const version = judgedVersion(program);
    const calls = CALLS.filter(({ name }) => {
      const since = functionFeatures.get(name);
      return !since || hasFeature(since, version);
    });
    let theirs: CallOutcome[] = [];

    before(async function () {
      skipWithout(this, program);
      theirs = await callOutcomes(
        calls.map(({ text }) => text),
        FILES,
        program,
      );
    });

    const byName = new Map<string, number[]>();
    calls.forEach(({ name }, i) => byName.set(name, [...(byName.get(name) ?? []), i]));
    for (const [name, indices] of byName) {
      it(name, () => {
        const differences = indices.flatMap(i => compare(calls[i]!, theirs[i]!, program));
        assert.equal(differences.join('\n'), '');
      });
    }
  });
}

/** Messages of libyaml about syntax errors, which our parser words differently. */
const YAML_SYNTAX =
  /did not find expected|found (a tab|character|unexpected|unknown)|could not find expected|not allowed in this context/;

function compare(call: Call, theirs: CallOutcome, program: Program): string[] {
  const mine = ours(call, program);
  // OpenTofu's messages differ, and change between releases.
  if (program === 'tofu' && mine?.kind === 'error' && theirs.kind === 'error') return [];
  // Patterns that both programs interpret differently.
  if (program === 'tofu' && mine === undefined && call.name === 'fileset') return [];
  // A sequence of mappings is merged only by newer releases.
  if (mine === undefined && call.name === 'yamldecode' && call.text.includes('<<: [{')) return [];
  if (isDeepStrictEqual(mine, theirs)) return [];
  // Go panics are errors without a message, and we don't quote sensitive arguments, unlike terraform.
  const anyError = /panic in function implementation/.test(theirs.kind === 'error' ? theirs.message : '');
  if (mine?.kind === 'error' && theirs.kind === 'error') {
    if (anyError || call.args.some(containsSensitive)) return [];
    if (call.name === 'yamldecode' && YAML_SYNTAX.test(theirs.message)) return [];
  }
  return [`${call.text}\n  ours:      ${JSON.stringify(mine)}\n  theirs:     ${JSON.stringify(theirs)}`];
}
