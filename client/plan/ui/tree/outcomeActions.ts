/** The actions for a run that did not result in a plan. */
import { Command } from '../../../core/ids';
import { signInCloud } from '../../run/planOutcome';
import type { RunOutcome } from '../../model/planMessages';

export interface OutcomeAction {
  command: string;
  /** Codicon. */
  icon: string;
}

/** @returns commands of this extension, the most helpful one first; empty if none can help. */
export function outcomeActions(outcome: Pick<RunOutcome, 'kind'>, purpose?: 'drift'): readonly OutcomeAction[] {
  const again = { command: purpose === 'drift' ? Command.checkDrift : Command.plan, icon: 'refresh' };
  switch (outcome.kind) {
    case 'initializationNeeded': {
      const { reason } = outcome as Extract<RunOutcome, { kind: 'initializationNeeded' }>;
      if (reason === 'backendChanged') return [{ command: Command.planOpenInTerminal, icon: 'terminal' }];
      return [{ command: Command.initialize, icon: 'cloud-download' }];
    }
    case 'workspaceMissing':
      // Without a workspace, nothing was applied.
      if (purpose === 'drift') return [];
      return [{ command: Command.planCreateWorkspace, icon: 'add' }];
    case 'executable':
    case 'argumentsRefused':
    case 'optionMissing':
      return [{ command: Command.planOpenSettings, icon: 'settings-gear' }];
    case 'locked':
    case 'cancelled':
    case 'killed':
      return [again];
    case 'credentialsMissing': {
      const { missing } = outcome as Extract<RunOutcome, { kind: 'credentialsMissing' }>;
      const canSignIn = signInCloud(missing.provider) !== undefined;
      return [...(canSignIn ? [{ command: Command.planSignIn, icon: 'key' }] : []), again];
    }
    case 'failed':
      return [{ command: Command.planShowLog, icon: 'output' }];
    default:
      return [];
  }
}
