/** How a person hears of what comes after a change that was chosen among the code actions. */
import { t } from '../../common/localization';
import type { CodeAction } from 'vscode-languageserver-types';
import type { NextSteps } from '../../common/protocol';

/** An action with its edit, and what the person who chose it has to know. */
export interface ResolvedAction {
  readonly action: CodeAction;
  /** Undefined where there is nothing to know. */
  readonly next: NextSteps | undefined;
}

export const NEXT_STEPS_COMMAND = 'kubestack.showNextSteps';

/** The action with the command that shows them; the client runs it once the edit is made. */
export const withNextSteps = (action: CodeAction, next: NextSteps): CodeAction => ({
  ...action,
  command: { title: t('Next Steps'), command: NEXT_STEPS_COMMAND, arguments: [next] },
});

/** All of it as one text. */
export function nextStepsText({ notes, followUp }: NextSteps): string {
  const steps = followUp.map((step, index) => `${index + 1}. ${step}`);
  return [...notes, ...(steps.length > 0 ? [t('Next steps:'), ...steps] : [])].join('\n');
}
