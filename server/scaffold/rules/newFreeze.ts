/** Adds a freeze. Answers: `name`, `environments`, `from` and `until`, or `weekly` with `time_zone`; `reason`, `allow_rollback`. */
import { t } from '../../../common/localization';
import { isTimeZone, parseMoment, parseWeekly } from '../../../common/rules/freezes';
import { quoteString } from '../../semantics/hclPrinter';
import type { AnswerReader, TextRule } from '../answerReader';
import { LINE } from '../answerRules';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { addRuleBlock, blockName, ruleBlockText, environmentsLine } from './addedBlock';

const MOMENT: TextRule = {
  accepts: text => parseMoment(text) !== undefined,
  advice: () =>
    t('use a day, such as {0}, or a time with an offset, such as {1}', '2027-01-04', '2027-01-04T06:00:00Z'),
};
const WEEKLY: TextRule = {
  accepts: text => parseWeekly(text) !== undefined,
  advice: () => t('use a part of a week, such as {0}', 'Fri 16:00 - Mon 06:00'),
};
const TIME_ZONE: TextRule = {
  accepts: isTimeZone,
  advice: () => t('use a time zone, such as {0}', 'Europe/Berlin'),
};

export function newFreeze(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('There is no platform in this folder.'));
  const name = blockName(scaffoldContext, platform, 'freezes');
  const environments = environmentsLine(scaffoldContext, platform);
  const window = windowLines(answers);
  const reason = answers.text('reason', LINE);
  const allow = answers.flag('allow_rollback') ? ['allow = ["rollback"]'] : [];
  if (!name || !environments || !window || !reason) return undefined;
  const lines = [...environments, ...window, `reason = ${quoteString(reason)}`, ...allow];
  addRuleBlock(scaffoldContext, platform, ruleBlockText('freeze', name, lines));
  const followUp = followUpDefaults(scaffoldContext, {
    branch: `add-freeze-${name}`,
    summary: t('Add the freeze {0}', name),
  });
  return { followUp };
}

/** Undefined after a problem. */
function windowLines(answers: AnswerReader): string[] | undefined {
  const weekly = answers.optionalText('weekly', WEEKLY);
  if (answers.has('weekly')) {
    const zone = answers.text('time_zone', TIME_ZONE, 'UTC');
    return weekly && zone ? [`weekly = ${quoteString(weekly)}`, `time_zone = ${quoteString(zone)}`] : undefined;
  }
  const from = answers.text('from', MOMENT);
  const until = answers.text('until', MOMENT);
  if (!from || !until) return undefined;
  if (parseMoment(from)! >= parseMoment(until)!) return answers.refuse('until', t('The freeze ends before it begins.'));
  return [`from = ${quoteString(from)}`, `until = ${quoteString(until)}`];
}
