// Expressions of workflows, compared with GitHub's own implementation; and their results if some values are unknown.
import assert from 'node:assert/strict';
import type * as Actions from '@actions/expressions';
import type { data } from '@actions/expressions';
import fc from 'fast-check';
import { evaluateGithub, githubText, githubTruth } from '../../../../common/pipelines/github/evaluation';
import { parseGithubExpression, templateParts } from '../../../../common/pipelines/github/expression';
import { githubCondition } from '../../../../common/pipelines/github/evaluation';
import {
  dictionary,
  anyOf,
  scalar,
  unknownValue,
  type Known,
  type PipelineValue,
} from '../../../../common/pipelines/values/value';

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** GitHub's own implementation: a module that can only be loaded by `import()`. */
let actions: typeof Actions;
before(async () => void (actions = await import('@actions/expressions')));

/** The result of GitHub's own evaluator, converted to our values. */
function judged(text: string, contexts: Readonly<Record<string, Plain>>): Known {
  const { Evaluator, Lexer, Parser, wellKnownFunctions } = actions;
  const { tokens } = new Lexer(text).lex();
  const names = Object.keys(contexts);
  const functions = Object.values(wellKnownFunctions);
  const expression = new Parser(tokens, names, functions).parse();
  return fromData(new Evaluator(expression, toData(contexts) as data.Dictionary).evaluate());
}

function toData(plain: Plain): data.ExpressionData {
  if (plain === null) return new actions.data.Null();
  if (typeof plain === 'string') return new actions.data.StringData(plain);
  if (typeof plain === 'number') return new actions.data.NumberData(plain);
  if (typeof plain === 'boolean') return new actions.data.BooleanData(plain);
  if (Array.isArray(plain)) return new actions.data.Array(...(plain as Plain[]).map(toData));
  return new actions.data.Dictionary(...Object.entries(plain).map(([key, value]) => ({ key, value: toData(value) })));
}

function fromData(value: data.ExpressionData): Known {
  if (value instanceof actions.data.Null) return scalar(null);
  if (
    value instanceof actions.data.StringData ||
    value instanceof actions.data.NumberData ||
    value instanceof actions.data.BooleanData
  )
    return scalar(value.value);
  if (value instanceof actions.data.Array) return { kind: 'list', items: value.values().map(fromData) };
  return dictionary(value.pairs().map(({ key, value: each }) => [key, fromData(each)] as const));
}

function valueOf(plain: Plain): Known {
  if (Array.isArray(plain)) return { kind: 'list', items: (plain as Plain[]).map(valueOf) };
  if (typeof plain === 'object' && plain !== null)
    return dictionary(Object.entries(plain).map(([name, value]) => [name, valueOf(value)] as const));
  return scalar(plain);
}

const scopeOf = (contexts: Readonly<Record<string, PipelineValue>>) => ({
  contexts: new Map(Object.entries(contexts)),
  succeeds: true,
});

const evaluated = (text: string, contexts: Readonly<Record<string, PipelineValue>>): PipelineValue =>
  evaluateGithub(parseGithubExpression(text), scopeOf(contexts));

/** A text that distinguishes types. */
function shown(value: PipelineValue): string {
  if (value.kind === 'scalar') return typeof value.value === 'number' ? `${value.value}` : JSON.stringify(value.value);
  if (value.kind === 'list') return `[${value.items.map(shown).join()}]`;
  if (value.kind === 'dictionary')
    return `{${[...value.entries].map(([key, each]) => `${key}:${shown(each)}`).join()}}`;
  return '?';
}

const strings = [
  '',
  'main',
  'MAIN',
  'apps',
  'apps-prod',
  'refs/heads/main',
  'refs/tags/apps-deploy-1',
  '0',
  '1',
  ' 2 ',
  '0x10',
  'true',
];
const github = {
  ref: 'refs/tags/apps-deploy-1',
  ref_name: 'apps-deploy-1',
  event_name: 'push',
  run_number: 7,
  event: { created: true, forced: false, before: null, labels: ['a', 'B', '1'] },
};
const matrix = { environment: 'apps', count: 3, ratio: 1.5, flag: false, empty: '', list: ['apps', 'ops'] };
const contexts: Readonly<Record<string, Plain>> = { github, matrix, env: { NAME: 'apps', UNSET: null } };

const literals = fc.oneof(
  fc.constantFrom(...strings).map(text => `'${text}'`),
  fc.constantFrom('true', 'false', 'null', '0', '1', '-1.5', '3', '0x10', '1e2', 'NaN', 'Infinity'),
);
const properties = fc.constantFrom(
  'github.ref',
  'github.REF_NAME',
  'github.event_name',
  'github.run_number',
  'github.event.created',
  'github.event.forced',
  'github.event.before',
  'github.event.missing.deep',
  "github['ref']",
  'github.event.labels[1]',
  'github.event.labels[9]',
  'matrix.environment',
  'matrix.count',
  'matrix.ratio',
  'matrix.flag',
  'matrix.empty',
  'matrix.list',
  'matrix.list[0]',
  'env.NAME',
  'env.UNSET',
  'github.event',
);
const { expression } = fc.letrec<{ expression: string; atom: string }>(tie => ({
  atom: fc.oneof(literals, properties),
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    tie('atom'),
    fc
      .tuple(tie('expression'), fc.constantFrom('&&', '||', '==', '!=', '<', '<=', '>', '>='), tie('expression'))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie('expression').map(each => `!${each}`),
    fc
      .tuple(fc.constantFrom('startsWith', 'endsWith', 'contains', 'STARTSWITH'), tie('expression'), tie('expression'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `format('{0}-{1}{{x}}', ${a}, ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `join(${a}, ${b})`),
    fc.constantFrom('fromJSON(\'["main", "apps", 1]\')', 'fromJSON(\'{"a": {"b": "apps"}}\').a.b'),
  ),
}));

describe('a GitHub expression', function () {
  // Thousands of expressions, each evaluated twice.
  it("has the same value as in GitHub's own evaluator", () => {
    const values = { github: valueOf(github), matrix: valueOf(matrix), env: valueOf(contexts['env']!) };
    fc.assert(
      fc.property(expression, text => {
        const [own, right] = [evaluated(text, values), judged(text, contexts)];
        assert.equal(shown(own), shown(right), text);
        assert.equal(githubTruth(own), right.kind !== 'scalar' || Boolean(right.value), `truth of ${text}`);
      }),
      { numRuns: 2_500, seed: 20_251_101 },
    );
  });

  it("without parentheses has GitHub's operator precedence", () => {
    const values = { github: valueOf(github), matrix: valueOf(matrix), env: valueOf(contexts['env']!) };
    const operators = fc.constantFrom('&&', '||', '==', '!=', '<', '>');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(literals, properties), operators), { minLength: 2, maxLength: 6 }),
        parts => {
          const text = `${parts.map(([operand, operator]) => `${operand} ${operator}`).join(' ')} matrix.count`;
          assert.equal(shown(evaluated(text, values)), shown(judged(text, contexts)), text);
        },
      ),
      { numRuns: 1_000, seed: 20_251_102 },
    );
  });

  it('with unknown parts is known only if every value of them gives the same result', () => {
    const refs = ['refs/heads/main', 'refs/heads/feature/x', 'refs/tags/apps-deploy-1', 'refs/tags/apps-prod-deploy-1'];
    const environments = ['ops', 'apps', 'apps-prod', ''];
    const counts: readonly Plain[] = [0, 3, null, 'x'];
    const unknowns: readonly ((ref: string) => PipelineValue)[] = [
      () => unknownValue,
      () => anyOf(refs.map(each => scalar(each))),
      ref => ({ kind: 'unknown', prefix: ref.slice(0, 10), isNonEmpty: true }),
    ];
    fc.assert(
      fc.property(expression, fc.constantFrom(...refs), fc.constantFrom(...unknowns), (text, ref, unknownRef) => {
        const own = evaluated(text, {
          github: dictionary([...valueEntries(github), ['ref', unknownRef(ref)], ['run_number', unknownValue]]),
          matrix: dictionary([...valueEntries(matrix), ['environment', anyOf(environments.map(each => scalar(each)))]]),
          env: valueOf(contexts['env']!),
        });
        const truth = githubTruth(own);
        const possible = own.kind === 'unknown' ? own.among?.map(shown) : [shown(own)];
        if (truth === undefined && !possible) return;
        const prefix = unknownRef(ref);
        const refsHere =
          prefix.kind === 'unknown' && prefix.prefix !== undefined
            ? refs.filter(each => each.startsWith(prefix.prefix!))
            : refs;
        for (const each of refsHere)
          for (const environment of environments)
            for (const count of counts) {
              const facts = {
                ...contexts,
                github: { ...github, ref: each, run_number: count },
                matrix: { ...matrix, environment },
              };
              const right = judged(text, facts);
              const holds = right.kind !== 'scalar' || Boolean(right.value);
              if (truth !== undefined)
                assert.equal(truth, holds, `${text} with ${each}, ${environment}, ${JSON.stringify(count)}`);
              // For a falsy value, the result is only that it is falsy.
              else if (possible && holds)
                assert.ok(possible.includes(shown(right)), `${text}: ${shown(right)} is none of ${possible.join()}`);
            }
      }),
      { numRuns: 1_000, seed: 20_251_103 },
    );
  });

  it('separates the usual value from the condition that it depends on', () => {
    const ref = { github: dictionary([['ref', unknownValue]]) };
    const among = (text: string): unknown => {
      const value = evaluated(text, ref);
      return value.kind === 'unknown'
        ? value.among?.map(each => (each.kind === 'scalar' ? each.value : each.kind))
        : value;
    };
    assert.deepEqual(among("github.ref == 'refs/heads/main' && 'ops' || 'apps'"), ['ops', 'apps']);
    assert.deepEqual(among("startsWith(github.ref, 'a') && 'a' || startsWith(github.ref, 'b') && 'b' || 'c'"), [
      'a',
      'b',
      'c',
    ]);
    assert.deepEqual(among("format('{0}-x', github.ref == 'y' && 'a' || 'b')"), ['a-x', 'b-x']);
  });

  it('is undefined if GitHub rejects it', () => {
    for (const text of ['', 'github.', "'open", 'a b', 'a &', '(a', 'a)', 'f(a', 'a[0', '1 == == 2', '"x"', '#', '!'])
      assert.equal(parseGithubExpression(text), undefined, text);
    assert.equal(parseGithubExpression('('.repeat(5_000) + 'true' + ')'.repeat(5_000)), undefined, 'too deep');
    assert.equal(parseGithubExpression('!'.repeat(20_000) + 'true'), undefined, 'too deep');
    assert.equal(parseGithubExpression('true && '.repeat(10_000) + 'true'), undefined, 'too long');
    assert.ok(parseGithubExpression('true && '.repeat(2_000) + 'true'), 'a long chain is not deep');
  });
});

const valueEntries = (plain: Readonly<Record<string, Plain>>): [string, PipelineValue][] =>
  Object.entries(plain).map(([name, value]) => [name, valueOf(value)]);

describe('a condition in a workflow', () => {
  const contextsOf = {
    github: dictionary(
      [
        ['ref', scalar('refs/heads/main')],
        ['actor', { kind: 'unknown', isGuard: true }],
      ],
      'unknown',
    ),
  };
  const holds = (text: string): unknown => githubCondition(text, scopeOf(contextsOf));

  it('may be written with or without braces', () => {
    assert.equal(holds("github.ref == 'refs/heads/main'"), true);
    assert.equal(holds("${{ github.ref == 'refs/heads/main' }}"), true);
    assert.equal(holds("\n  github.ref == 'refs/heads/main' &&\n  github.ref != 'x'\n"), true);
    // With additional text around it, it is a string, which is truthy.
    assert.equal(holds("${{ false }} && github.ref == 'x'"), true);
    assert.equal(holds('false'), false);
    assert.equal(holds("contains('}}', '}')"), true);
  });

  it('assumes that conditions on the actor and the repository are true', () => {
    assert.equal(holds("github.actor == 'octocat'"), true);
    assert.equal(holds("github.actor != 'dependabot[bot]'"), true);
    assert.equal(holds("!(github.actor == 'dependabot[bot]') && github.ref == 'refs/heads/main'"), true);
    assert.equal(holds("github.actor == 'octocat' && github.ref == 'refs/heads/other'"), false);
    assert.equal(holds("github.actor == 'octocat' && vars.ENVIRONMENT == 'apps'"), undefined);
    assert.equal(holds('contains(fromJSON(\'["a", "b"]\'), github.actor)'), true);
  });

  it('is unknown if it depends on a variable of the repository', () => {
    assert.equal(holds("vars.ENVIRONMENT == 'apps'"), undefined);
    assert.equal(holds("secrets.KEY != ''"), undefined);
    assert.equal(holds('not an expression'), undefined);
  });
});

describe('a string in a workflow', () => {
  it('may contain expressions', () => {
    const parts = templateParts("a ${{ format('{0}}}', 1) }} b ${{ github.ref }}${{ unclosed");
    assert.deepEqual(
      parts.map(part => (part.kind === 'text' ? part.text : `<${part.expression?.kind}>`)),
      ['a ', '<call>', ' b ', '<index>', '${{ unclosed'],
    );
    const text = evaluated("format('{0}', 1.10)", {});
    assert.equal(text.kind === 'scalar' ? githubText(text) : undefined, '1.1');
  });
});
