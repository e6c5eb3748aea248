/** Names of planned actions, used in the view, messages and summaries, as in terraform's counts. */
import { ACTIONS_BY_DANGER, type ActionCounts, type PlannedAction } from './plan';
import { t } from '../localization';

/** An action on a resource, e.g. `destroy`. */
export function actionWord(action: PlannedAction): string {
  switch (action) {
    case 'delete':
      return t('destroy');
    case 'replace':
      return t('replace');
    case 'forget':
      return t('forget');
    case 'update':
      return t('change');
    case 'move':
      return t('move');
    case 'import':
      return t('import');
    case 'create':
      return t('add');
    case 'read':
      return t('read');
  }
}

/** What happened to a resource outside of Terraform. */
export const driftWord = (action: PlannedAction): string => (action === 'delete' ? t('deleted') : t('changed'));

/** @returns e.g. `["1 to destroy", "3 to add"]`, most dangerous first, without actions whose count is 0. */
export function countTexts(counts: ActionCounts): string[] {
  return ACTIONS_BY_DANGER.filter(action => counts[action] > 0).map(action => countText(action, counts[action]));
}

/** @returns e.g. `["1 deleted", "2 changed"]`: what happened to resources outside of Terraform, the most dangerous first. */
export function driftCountTexts(drift: readonly { readonly action: PlannedAction }[]): string[] {
  const deleted = drift.filter(({ action }) => action === 'delete').length;
  const changed = drift.length - deleted;
  return [...(deleted > 0 ? [t('{0} deleted', deleted)] : []), ...(changed > 0 ? [t('{0} changed', changed)] : [])];
}

function countText(action: PlannedAction, count: number): string {
  switch (action) {
    case 'delete':
      return t('{0} to destroy', count);
    case 'replace':
      return t('{0} to replace', count);
    case 'forget':
      return t('{0} to forget', count);
    case 'update':
      return t('{0} to change', count);
    case 'move':
      return t('{0} to move', count);
    case 'import':
      return t('{0} to import', count);
    case 'create':
      return t('{0} to add', count);
    case 'read':
      return t('{0} to read', count);
  }
}
