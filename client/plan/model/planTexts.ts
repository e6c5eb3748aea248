/** The state of an environment's plan in a few words: in the plan view, and wherever a plan is mentioned. */
import type { Plan } from '../../../common/plan/plan';
import { countTexts } from '../../../common/plan/actionWords';
import { t } from '../../../common/localization';
import type { PlanEntry } from './planEntry';

/** @returns the counts of a plan, most dangerous first. */
export function planTexts(plan: Plan): string[] {
  const counts = countTexts(plan.counts);
  const drift = plan.drift.length === 0 ? [] : [t('{0} drifted', plan.drift.length)];
  const outputs = plan.outputs.length === 0 ? [] : [outputsText(plan.outputs.length)];
  const failed = plan.checks.filter(({ status }) => status === 'fail' || status === 'error').length;
  const checks = failed === 0 ? [] : [failed === 1 ? t('1 check failed') : t('{0} checks failed', failed)];
  const all = [...counts, ...(counts.length === 0 ? outputs : []), ...drift, ...checks];
  return all.length === 0 ? [t('no changes')] : all;
}

function outputsText(count: number): string {
  return count === 1 ? t('1 output changes') : t('{0} outputs change', count);
}

/** The outcome in two or three words. */
export function failedRunText({ outcome }: Pick<PlanEntry, 'outcome'>): string {
  switch (outcome?.kind) {
    case 'cancelled':
      return t('cancelled');
    case 'killed':
      return t('terminated');
    case 'locked':
      return t('locked');
    case 'initializationNeeded':
      return t('not initialized');
    case 'workspaceMissing':
      return t('no workspace yet');
    case 'noWorkspaces':
      return t('workspaces not supported');
    case 'credentialsMissing':
      return t('no credentials');
    case 'errors': {
      const errors = outcome.diagnostics.filter(({ severity }) => severity === 'error').length;
      return errors === 1 ? t('1 error') : t('{0} errors', errors);
    }
    default:
      return t('failed');
  }
}
