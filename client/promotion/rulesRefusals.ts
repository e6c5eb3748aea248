/** Refusals by the rules and freezes of a team. */
import { isStopping, type RulesVerdict } from '../../common/rules/rules';
import { errorMessage } from '../core/errorMessage';
import type { Refusal } from './refusal';

/** Maximum number of refusals of a kind: a question is short. */
const MAX_OF_KIND = 5;

/** If rules and freezes can't be judged, nothing is promoted. */
export async function judgedRefusals(
  verdicts: Promise<readonly RulesVerdict[]>,
  isRollback: boolean,
): Promise<Refusal[]> {
  try {
    return rulesRefusals(await verdicts, isRollback);
  } catch (error) {
    return [{ kind: 'rulesInvalid', problem: errorMessage(error) }];
  }
}

/** Those that can't be overridden come first. */
export function rulesRefusals(verdicts: readonly RulesVerdict[], isRollback: boolean): Refusal[] {
  const invalid = verdicts.flatMap(each => each.invalid);
  const freezes = verdicts.flatMap(each => each.freezes).filter(each => isStopping(each, isRollback));
  const broken = verdicts.flatMap(each => each.broken).filter(({ level }) => level === 'error');
  return [
    ...invalid.slice(0, MAX_OF_KIND).map((problem): Refusal => ({ kind: 'rulesInvalid', problem })),
    ...freezes
      .slice(0, MAX_OF_KIND)
      .map(({ name, reason, until }): Refusal => ({ kind: 'frozen', name, reason, until })),
    ...broken
      .slice(0, MAX_OF_KIND)
      .map(({ name, subject, message }): Refusal => ({ kind: 'ruleBroken', name, subject, message })),
  ];
}
