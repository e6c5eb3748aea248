/** Shows follow-up steps after a code action. */
import { t } from '../../common/localization';
import type { CodeAction } from 'vscode-languageserver-types';
import type { NextSteps } from '../../common/protocol';
import { stepText } from '../../common/steps';

/** An action with its edit, and the notes for the user. */
export interface ResolvedAction {
  readonly action: CodeAction;
  /** Undefined if there are no notes. */
  readonly next: NextSteps | undefined;
}

export const NEXT_STEPS_COMMAND = 'kubestack.showNextSteps';

/** Adds the command that shows the notes; the client runs it after the edit. */
export const withNextSteps = (action: CodeAction, next: NextSteps): CodeAction => ({
  ...action,
  command: { title: t('Next Steps'), command: NEXT_STEPS_COMMAND, arguments: [next] },
});

/** All notes as one text. */
export function nextStepsText({ notes, followUp }: NextSteps): string {
  const steps = followUp.map((step, index) => `${index + 1}. ${stepText(step)}`);
  return [...notes, ...(steps.length > 0 ? [t('Next steps:'), ...steps] : [])].join('\n');
}
