/** How the actions of a plan look and what they are called. */
import type { Localize } from '../../localize';
import { actionsByDanger, type ActionCounts, type PlannedAction } from '../plan';

/** A codicon and the theme's colour for it; no colour means the one of text. */
export interface Look {
  icon: string;
  color?: string;
}

/** Shapes differ too, so that nobody needs to tell the colours apart. */
export const actionLooks: Readonly<Record<PlannedAction, Look>> = {
  delete: { icon: 'diff-removed', color: 'charts.red' },
  replace: { icon: 'replace', color: 'charts.red' },
  forget: { icon: 'debug-disconnect', color: 'charts.orange' },
  update: { icon: 'diff-modified', color: 'charts.yellow' },
  move: { icon: 'diff-renamed', color: 'charts.blue' },
  import: { icon: 'cloud-download', color: 'charts.blue' },
  create: { icon: 'diff-added', color: 'charts.green' },
  read: { icon: 'eye' },
};

/** What will be done with one resource, e.g. `destroy`. */
export function actionWord(action: PlannedAction, t: Localize): string {
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

/** What an action means, in a sentence. */
export function actionMeaning(action: PlannedAction, t: Localize): string {
  switch (action) {
    case 'delete':
      return t('Will be destroyed.');
    case 'replace':
      return t('Will be destroyed and created again.');
    case 'forget':
      return t('Will no longer be managed, but stays as it is.');
    case 'update':
      return t('Will be changed in place.');
    case 'move':
      return t('Will have another address, and stays as it is.');
    case 'import':
      return t('Exists already, and will be managed from now on.');
    case 'create':
      return t('Will be created.');
    case 'read':
      return t('Will be read while applying.');
  }
}

/** @returns e.g. `["1 to destroy", "3 to add"]`, most dangerous first; what there is none of is left out. */
export function countTexts(counts: ActionCounts, t: Localize): string[] {
  return actionsByDanger.filter(action => counts[action] > 0).map(action => countText(action, counts[action], t));
}

function countText(action: PlannedAction, count: number, t: Localize): string {
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
