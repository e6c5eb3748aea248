/** The moment for which freezes are judged. */
import { parseMoment } from '../../common/rules/freezes';
import { dayOf } from '../kubestack/lifecycle/lifecycle';
import type { RequestContext } from '../semantics/requestContext';

/** The current time; on another day, which `--date` or `KUBESTACK_DATE` names, its first moment. In milliseconds. */
export function currentMoment({ lifecycle }: RequestContext): number {
  const time = Date.now();
  const today = dayOf(new Date(time));
  const day = lifecycle?.today ?? today;
  return day === today ? time : (parseMoment(day) ?? time);
}
