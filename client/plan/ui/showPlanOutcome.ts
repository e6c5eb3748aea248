import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { Command } from '../../core/ids';
import type { RunOutcome } from '../model/planMessages';
import { actionTitle } from './tree/actionTitle';
import { outcomeActions } from './tree/outcomeActions';
import { outcomeText } from './tree/outcomeText';
import { showError, showInformation, showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

const SHOWS = { information: showInformation, warning: showWarning, error: showError };
type Kind = keyof typeof SHOWS;

/**
 * Shows the outcome of a run, with the possible actions as buttons. Does not wait for an answer.
 *
 * @param platformName the platform's name; '' if there is only one.
 * @param isSeen whether the result is visible, so that a success needs no message.
 */
export function showPlanOutcome(
  platform: Platform,
  platformName: string,
  environment: string,
  outcome: RunOutcome,
  isSeen: boolean,
  purpose?: 'drift',
): void {
  // An environment that was never applied is no problem of the check.
  const kind = purpose === 'drift' && outcome.kind === 'workspaceMissing' ? 'information' : kindOf(outcome);
  if (kind === undefined || (isSeen && kind === 'information')) return;
  // Only plans have a log of their own. The output channel has the output of other runs.
  const log =
    environment === ''
      ? { command: Command.showOutput, title: t('Show Output') }
      : { command: Command.planShowLog, title: t('Show Log') };
  const actions = outcomeActions(outcome, purpose).map(({ command }) =>
    command === Command.planShowLog ? log : { command, title: actionTitle(command, environment, purpose) },
  );
  const view = { command: 'kubestack.plan.focus', title: purpose === 'drift' ? t('Show Drift') : t('Show Plan') };
  const isPlan = outcome.kind === 'planned' || outcome.kind === 'noChanges';
  const offersLog = kind === 'error' && !actions.some(({ command }) => command === log.command);
  const buttons = [...(isPlan ? [view] : actions), ...(offersLog ? [log] : [])];
  const text = sentence(platformName, environment, outcome, purpose);
  const titles = buttons.map(({ title }) => title);
  void SHOWS[kind](text, ...titles).then(choice => {
    const chosen = buttons.find(({ title }) => title === choice);
    if (chosen) void vscode.commands.executeCommand(chosen.command, { platform: platform.uri, environment, purpose });
  });
}

function sentence(platformName: string, environment: string, outcome: RunOutcome, purpose?: 'drift'): string {
  const text = outcomeText(outcome, environment, purpose);
  const isNamed = environment === '' || text.includes(environment);
  const before = [platformName, ...(isNamed ? [] : [environment])].filter(Boolean).join(' · ');
  return before === '' ? text : `${before}: ${text}`;
}

/** Undefined for cancelled runs, which need no message. */
function kindOf({ kind }: RunOutcome): Kind | undefined {
  switch (kind) {
    case 'planned':
    case 'noChanges':
    case 'initialized':
    case 'valid':
    case 'created':
    case 'exists':
      return 'information';
    case 'cancelled':
      return undefined;
    case 'initializationNeeded':
    case 'workspaceMissing':
    case 'locked':
      return 'warning';
    default:
      return 'error';
  }
}
