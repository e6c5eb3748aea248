/** Titles of the commands for outcomes, on buttons and items. */
import { Command } from '../../../core/ids';
import { t } from '../../../../common/localization';

/** @param command one of the commands that `outcomeActions` returns. */
export function actionTitle(command: string, environment: string, purpose?: 'drift'): string {
  switch (command) {
    case Command.checkDrift:
      return t('Check Drift Again');
    case Command.initialize:
      if (purpose === 'drift') return t('Run Terraform Init and Check Drift');
      return environment === '' ? t('Terraform Init') : t('Run Terraform Init and Plan');
    case Command.planCreateWorkspace:
      return t('Create Workspace {0} and Plan', environment);
    case Command.planOpenSettings:
      return t('Open Settings');
    case Command.planOpenInTerminal:
      return t('Open in Terminal');
    case Command.planSignIn:
      return t('Type the Commands to Sign In');
    case Command.planShowLog:
      return t('Show Log');
    default:
      return t('Plan Again');
  }
}
