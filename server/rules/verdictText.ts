/** Verdicts of rules as sentences. */
import { t } from '../../common/localization';
import type { ActiveFreeze, BrokenRule, RulesVerdict } from '../../common/rules/rules';

/** `2027-01-04`, or `2026-12-18 16:00 UTC` if it isn't the first moment of a day. */
export const momentText = (iso: string): string =>
  iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

export const freezeText = ({ environment, until, reason, name }: ActiveFreeze): string =>
  t('{0} is frozen until {1}: {2} ({3})', environment, momentText(until), reason, name);

export const brokenText = ({ level, name, subject, message }: BrokenRule): string =>
  `${level}: ${subject}: ${message} (rule:${name})`;

export const undecidedText = (count: number): string =>
  count === 1
    ? t("1 condition can't be decided without a plan.")
    : t("{0} conditions can't be decided without a plan.", count);

/** One line for each finding, the most severe first. */
export function verdictLines({ broken, freezes, invalid, undecided, rules }: RulesVerdict): string[] {
  const ofLevel = (level: BrokenRule['level']): string[] => broken.filter(each => each.level === level).map(brokenText);
  return [
    ...freezes.map(freezeText),
    ...invalid,
    ...ofLevel('error'),
    ...ofLevel('warning'),
    ...ofLevel('information'),
    ...(undecided > 0 ? [undecidedText(undecided)] : []),
    ...(rules === 0 && freezes.length + invalid.length === 0 ? [t('The platform has no rules.')] : []),
  ];
}
