/** What is wrong with rules: mistakes in their files, names that don't exist, and conditions that fail for a target. */
import { t } from '../../common/localization';
import { wrongNames } from './ruleNames';
import { failedTests } from './ruleTests';
import type { PlatformOutcomes } from './ruleOutcomes';
import type { RuleSetProblem } from '../kubestack/rules/ruleSet';
import type { PlacedText } from '../kubestack/rules/placedText';
import type { Rule } from '../kubestack/rules/ruleModel';

/** Problems of one rule that are reported. */
const MAX_OF_RULE = 3;

/** All problems of the rules of a platform, in its rules files. */
export function ruleProblems({ set, platform, outcomes, leftOut }: PlatformOutcomes): RuleSetProblem[] {
  const wrong = wrongNames(set);
  const problems: RuleSetProblem[] = [...set.problems, ...wrong, ...failedTests(set)];
  const failed = new Map<Rule, Map<string, RuleSetProblem>>();
  for (const { rule, environment, judgement, subject } of outcomes) {
    if (judgement.kind !== 'error') continue;
    const ofRule = failed.get(rule) ?? new Map<string, RuleSetProblem>();
    failed.set(rule, ofRule);
    const { message, span } = judgement;
    const isSame = (each: RuleSetProblem): boolean => each.start < span.end && span.start < each.end;
    if (wrong.some(each => each.file === rule.file && isSame(each))) continue;
    const key = `${span.start} ${message}`;
    if (ofRule.has(key) || ofRule.size >= MAX_OF_RULE) continue;
    const text = t('In {0}, for {1}: {2}', environment, subject, message);
    ofRule.set(key, { file: rule.file, ...span, message: text, stops: true });
  }
  for (const ofRule of failed.values()) problems.push(...ofRule.values());
  for (const rule of leftOut)
    problems.push({
      ...{ file: rule.file, ...rule.name, stops: true },
      message: t('The rules take too long, so this one is not applied.'),
    });
  const environments = platform?.environments ?? [];
  const missing = (names: readonly PlacedText[] | undefined): PlacedText[] =>
    environments.length === 0 ? [] : (names ?? []).filter(({ text }) => !environments.includes(text));
  for (const block of [...set.rules, ...set.freezes])
    for (const name of missing(block.environments))
      problems.push({
        ...name,
        file: block.file,
        message: t('There is no environment "{0}".', name.text),
        stops: false,
      });
  return problems;
}
