/** Icons, colors and descriptions of planned actions. */
import type { PlannedAction } from '../../../../common/plan/plan';
import { t } from '../../../../common/localization';

/** A codicon and its theme color; by default, the color of text. */
export interface Style {
  icon: string;
  color?: string;
}

/** Icons also differ in shape, so that they can be distinguished without colors. */
export const ACTION_STYLES: Readonly<Record<PlannedAction, Style>> = {
  delete: { icon: 'diff-removed', color: 'charts.red' },
  replace: { icon: 'replace', color: 'charts.red' },
  forget: { icon: 'debug-disconnect', color: 'charts.orange' },
  update: { icon: 'diff-modified', color: 'charts.yellow' },
  move: { icon: 'diff-renamed', color: 'charts.blue' },
  import: { icon: 'cloud-download', color: 'charts.blue' },
  create: { icon: 'diff-added', color: 'charts.green' },
  read: { icon: 'eye' },
};

/** Describes an action in a sentence. */
export function actionMeaning(action: PlannedAction): string {
  switch (action) {
    case 'delete':
      return t('Will be destroyed.');
    case 'replace':
      return t('Will be destroyed and recreated.');
    case 'forget':
      return t('Will no longer be managed by Terraform, but will not be destroyed.');
    case 'update':
      return t('Will be updated in place.');
    case 'move':
      return t('Will move to another address without changes.');
    case 'import':
      return t('Exists already and will be managed by Terraform from now on.');
    case 'create':
      return t('Will be created.');
    case 'read':
      return t('Will be read during apply.');
  }
}

/** Describes what happened to a resource outside of Terraform in a sentence. */
export function driftMeaning(action: PlannedAction): string {
  return action === 'delete'
    ? t('Deleted outside Terraform since the last apply.')
    : t('Changed outside Terraform since the last apply.');
}
