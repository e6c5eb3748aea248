/** The input for a summary of the plans of several platforms. */
import type { PlanSummary } from '../../../common/plan/planMarkdown';
import { isStale, type PlanEntry, type PlatformEntries } from './planEntry';
import { failedRunText } from './planTexts';

/** @returns environments with a plan or a failed one, in promotion order; with the platform's name if they belong to several platforms. */
export function planSummaries(platforms: readonly PlatformEntries[]): PlanSummary[] {
  const named = platforms.map(({ name, entries }) => ({ name, plans: entries.flatMap(entry => summaryOf(entry)) }));
  const [, second] = named.filter(({ plans }) => plans.length > 0);
  return named.flatMap(({ name, plans }) => plans.map(plan => (second ? { ...plan, platform: name } : plan)));
}

function summaryOf(entry: PlanEntry): PlanSummary[] {
  const { environment, plan, outcome } = entry;
  // Cancelled runs are omitted.
  const hasFailed = outcome && !['planned', 'noChanges', 'cancelled'].includes(outcome.kind);
  if (!plan && !hasFailed) return [];
  return [
    {
      environment,
      ...(plan && { plan }),
      isStale: isStale(entry),
      ...(hasFailed && { failure: failedRunText(entry) }),
    },
  ];
}
