/** Texts of outcomes in the view and in messages: those of the runner, except if a setting of the editor is the reason. */
import { outcomeMessage, type RunOutcome } from '../../model/planMessages';
import { missingForContainer } from '../../run/containerChoice';
import { t } from '../../../../common/localization';

/**
 * @param environment of the run, if any.
 * @returns sentences for a notification, without markup.
 */
export function outcomeText(outcome: RunOutcome, environment: string, purpose?: 'drift'): string {
  if (purpose === 'drift') {
    const text = driftOutcomeText(outcome, environment);
    if (text !== undefined) return text;
  }
  if (outcome.kind === 'executable' && outcome.problem.kind === 'notFound') {
    const missing = missingForContainer(outcome.problem);
    if (missing === 'docker') {
      return t(
        'Docker was not found, but the setting kubestack.terraform.container requires it. Install Docker, or turn the setting off.',
      );
    }
    if (missing === 'Dockerfile') {
      return t(
        'The setting kubestack.terraform.container requires a Dockerfile, but the platform has none. Add {0}, or turn the setting off.',
        outcome.problem.wanted.join(', '),
      );
    }
  }
  return outcomeMessage(outcome, environment);
}

/** Undefined for outcomes that a drift check has in common with a plan. */
function driftOutcomeText(outcome: RunOutcome, environment: string): string | undefined {
  switch (outcome.kind) {
    case 'noChanges':
      return t('No drift in {0}.', environment);
    case 'workspaceMissing':
      return t("Workspace {0} doesn't exist yet, so there is nothing that can drift.", environment);
    default:
      return undefined;
  }
}
