/** Runs the `rule_test` blocks of a rule set: values are given, and a result is expected. */
import { t } from '../../common/localization';
import type { RuleResult } from '../../common/rules/rules';
import { evaluate } from '../hcl/evaluation/evaluate';
import { Evaluation, Scope } from '../hcl/evaluation/scope';
import { nullOf, object, string } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import type { RuleSet, RuleSetProblem } from '../kubestack/rules/ruleSet';
import type { Rule, RuleTest } from '../kubestack/rules/ruleModel';
import { CLOSED, judge, readsOf } from './ruleEvaluation';

export interface TestResult {
  readonly test: RuleTest;
  readonly result: RuleResult | 'error';
  readonly message: string;
}

/** The results of all tests whose rule exists. */
export function testResults(set: RuleSet): TestResult[] {
  return set.tests.flatMap(test => {
    const rule = set.rules.find(({ name }) => name.text === test.rule.text);
    return rule ? [resultOf(test, rule, set)] : [];
  });
}

function resultOf(test: RuleTest, rule: Rule, set: RuleSet): TestResult {
  const names = new Map<string, Value>([['environment', string(test.environment?.text ?? '')]]);
  // What isn't given is null, like an attribute that isn't set.
  for (const root of readsOf(rule, set).roots)
    if (!names.has(root)) names.set(root, root === 'attributes' ? object(new Map()) : nullOf());
  for (const [name, expression] of test.given) {
    const evaluation = new Evaluation();
    names.set(name, evaluate(expression, new Scope(evaluation, test.item, CLOSED)));
    const [problem] = [...evaluation.staticDiagnostics, ...evaluation.diagnostics];
    if (problem) return { test, result: 'error', message: problem.message };
  }
  const { judgement } = judge(rule, set, { names, other: () => nullOf() });
  const message = 'message' in judgement ? judgement.message : '';
  return { test, result: judgement.kind, message };
}

/** Tests with another result than they expect. */
export const failedTests = (set: RuleSet): RuleSetProblem[] =>
  testResults(set).flatMap(({ test, result, message }) => {
    if (result === test.expect) return [];
    const { file, name, expect } = test;
    const text =
      message === ''
        ? t('The test expects {0}, but the result is {1}.', expect, result)
        : t('The test expects {0}, but the result is {1}: {2}', expect, result, message);
    return [{ file, start: name.start, end: name.end, message: text, stops: false }];
  });
