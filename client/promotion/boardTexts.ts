import { t } from '../../common/localization';

/** The texts of the promotion board's page, by the names that its script uses. The page fills in `{0}`. */
export const boardTexts = (): Record<string, string> => ({
  board: t('Promotion Board'),
  toolbar: t('Board'),
  environments: t('Environments of {0}'),
  refresh: t('Refresh'),
  refreshHint: t('Fetch deploy tags from the remotes'),
  deployed: t('Deployed'),
  waiting: t('Waiting'),
  changes: t('Changes'),
  computing: t('Computing changes…'),
  more: t('{0} more'),
  promote: t('Promote…'),
  promoteHint: t('Promote to {0}'),
  rollBack: t('Roll Back…'),
  rollBackHint: t('Roll {0} back to an earlier promotion'),
  showChanges: t('Show Changes'),
  showChangesHint: t('Show what the waiting commits change in {0}'),
  drift: t('Check Drift'),
  driftHint: t('Check the drift of {0}'),
  run: t('Open Pipeline Run'),
  runHint: t('Open the pipeline run of {0} in the browser'),
  commitHint: t('Show what this commit changes'),
  added: t('added'),
  removed: t('removed'),
  changed: t('changed'),
});
