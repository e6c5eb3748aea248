/** Adds a rule of the team. Answers: `name`, `target`, `environments`, `filter` (none by default), `condition`, `message`, `level`. */
import { t } from '../../../common/localization';
import { RULE_LEVELS, RULE_TARGETS } from '../../../common/rules/rules';
import { readRulesFile } from '../../kubestack/rules/rulesFile';
import { quoteString } from '../../semantics/hclPrinter';
import { LineIndex } from '../../syntax/lineIndex';
import { isValid, oneOf, type TextRule } from '../answerReader';
import { LINE } from '../answerRules';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { addRuleBlock, blockName, ruleBlockText, environmentsLine, NEW_RULES_FILE } from './addedBlock';

/** Expressions are parts of the file's text: with each of them, the file must have one rule, without a problem. */
const CONDITION: TextRule = {
  accepts: text => isValid(LINE, text) && isOneRule(ruleText('rule', { condition: text, message: 'x' })),
  advice: () => t('use a condition, such as {0}', 'length(attributes.availability_zones) >= 3'),
};
const FILTER: TextRule = {
  ...CONDITION,
  accepts: text =>
    isValid(LINE, text) && isOneRule(ruleText('rule', { filter: text, condition: 'true', message: 'x' })),
};
const MESSAGE: TextRule = {
  accepts: text => isValid(LINE, text) && isOneRule(ruleText('rule', { condition: 'true', message: text })),
  advice: () => t('use a sentence, such as {0}', '${module.name} needs three zones.'),
};

export function newRule(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('There is no platform in this folder.'));
  const name = blockName(scaffoldContext, platform, 'rules');
  const target = answers.text('target', oneOf(RULE_TARGETS));
  const environments = environmentsLine(scaffoldContext, platform);
  const condition = answers.text('condition', CONDITION);
  const filter = answers.optionalText('filter', FILTER);
  const message = answers.text('message', MESSAGE);
  const level = answers.text('level', oneOf(RULE_LEVELS), 'error');
  if (!name || !target || !environments || !condition || !message || !level) return undefined;
  addRuleBlock(scaffoldContext, platform, ruleText(name, { target, environments, filter, condition, message, level }));
  const followUp = followUpDefaults(scaffoldContext, {
    branch: `add-rule-${name}`,
    summary: t('Add the rule {0}', name),
  });
  return { followUp };
}

interface RuleParts {
  readonly target?: string;
  readonly environments?: readonly string[];
  readonly filter?: string | undefined;
  readonly condition: string;
  readonly message: string;
  readonly level?: string;
}

function ruleText(
  name: string,
  { target = 'platform', environments = [], filter, condition, message, level = 'error' }: RuleParts,
): string {
  return ruleBlockText('rule', name, [
    `target = ${quoteString(target)}`,
    ...environments,
    ...(filter === undefined ? [] : [`filter = ${filter}`]),
    'enforce {',
    `condition = ${condition}`,
    // Quotes in the expressions of a message are written as they are.
    `error_message = ${message.includes('${') ? `"${message}"` : quoteString(message)}`,
    '}',
    ...(level === 'error' ? [] : [`level = ${quoteString(level)}`]),
  ]);
}

function isOneRule(text: string): boolean {
  const { problems, rules, ...others } = readRulesFile({
    uri: `file:///${NEW_RULES_FILE}`,
    text,
    lines: new LineIndex(text),
  });
  const { freezes, tests, sources, locals, agents } = others;
  const blocks = [rules, freezes, tests, sources, locals, agents].flat();
  return problems.length === 0 && rules.length === 1 && blocks.length === 1;
}
