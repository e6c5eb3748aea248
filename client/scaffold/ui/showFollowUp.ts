import * as vscode from 'vscode';
import { errorMessage } from '../../core/errorMessage';
import { terminals } from '../../core/terminals';
import { isPullRequest, promotedTo } from '../../../common/followUp';
import { followUpStep } from '../followUpStep';
import { showError, showInformation } from '../../core/messages';
import { createPick, separator, shownItem, type PickItem } from '../../core/quickPicks';

/** What comes after a change, in the order in which it is to be done. */
export interface FollowUp {
  /** Folder of the platform. */
  readonly folder: vscode.Uri;
  /** What was done, e.g. "Add Node Pool". */
  readonly title: string;
  /** What to know. */
  readonly notes: readonly string[];
  readonly steps: readonly string[];
  /** The environment that is planned first. */
  readonly environment: string | undefined;
}

interface StepItem extends PickItem {
  readonly run?: () => Promise<void> | void;
}

/** Commands of other parts, run where they are there. */
const COMMANDS = {
  plan: 'kubestack.plan',
  openPullRequest: 'kubestack.openPullRequest',
  promote: 'kubestack.promote',
};

/** Says in a notification what was written, and offers the first steps. */
export async function offerFollowUp(followUp: FollowUp, written: string): Promise<void> {
  const { environment } = followUp;
  const all = vscode.l10n.t('Next Steps…');
  const plan = environment === undefined ? [] : [vscode.l10n.t('Plan {0}', environment)];
  const choice = await showInformation(written, all, ...plan);
  if (choice === all) await showFollowUp(followUp);
  else if (choice !== undefined) await runPlan(followUp);
}

/** The steps as a list; a chosen one is done, or typed into a terminal. The list stays until it is closed. */
export async function showFollowUp(followUp: FollowUp): Promise<void> {
  const items = itemsOf(followUp, await knownCommands()).map(shownItem);
  const pick = createPick<StepItem>();
  pick.title = vscode.l10n.t('{0}: Next Steps', followUp.title);
  pick.placeholder = terminals()
    ? vscode.l10n.t('Select a step. Commands are typed into a terminal, but not run.')
    : vscode.l10n.t('Select a step. A browser has no terminal, so commands are copied to the clipboard.');
  pick.items = items;
  pick.activeItems = items.filter(({ item }) => item.run).slice(0, 1);
  pick.ignoreFocusOut = true;
  const chosen = await new Promise<StepItem | undefined>(resolve => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.item));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  await chosen?.run?.();
}

function itemsOf(followUp: FollowUp, known: ReadonlySet<string>): StepItem[] {
  const { notes, steps, environment, folder } = followUp;
  const items = steps.map((text, index): StepItem => {
    const step = followUpStep(text);
    const label = `${index + 1}. ${step.text}`;
    const target = promotedTo(text);
    if (target !== undefined && known.has(COMMANDS.promote))
      return { label, icon: 'rocket', run: () => run(COMMANDS.promote, { environment: target }) };
    if (step.commands.length > 0)
      return {
        label,
        detail: step.commands.join('  '),
        detailIcon: 'terminal',
        run: () => (terminals() ? typeCommands(folder, step.commands) : copyCommands(step.commands)),
      };
    if (isPullRequest(text) && known.has(COMMANDS.openPullRequest))
      return { label, icon: 'git-pull-request', run: () => openPullRequest(followUp) };
    return { label };
  });
  const plan: StepItem[] =
    environment !== undefined && steps.length > 0 && known.has(COMMANDS.plan)
      ? [
          {
            label: vscode.l10n.t('Plan {0} Now', environment),
            icon: 'play',
            detail: vscode.l10n.t('Shows what the change does before anyone else sees it'),
            run: () => runPlan(followUp),
          },
        ]
      : [];
  const remarks = notes.map((note): StepItem => ({ label: note.replaceAll('`', ''), icon: 'info' }));
  return [
    ...(remarks.length > 0 ? [separator(vscode.l10n.t('note')), ...remarks] : []),
    separator(vscode.l10n.t('to do')),
    ...plan,
    ...items,
  ];
}

async function runPlan({ folder, environment }: FollowUp): Promise<void> {
  await run(COMMANDS.plan, { platform: folder.toString(), environment });
}

async function openPullRequest({ folder }: FollowUp): Promise<void> {
  await run(COMMANDS.openPullRequest, { platform: folder.toString() });
}

async function run(command: string, argument: unknown): Promise<void> {
  try {
    await vscode.commands.executeCommand(command, argument);
  } catch (error) {
    void showError(errorMessage(error));
  }
}

/** The person reads the commands in the terminal, and runs them with Enter. */
function typeCommands(folder: vscode.Uri, typed: readonly string[]): void {
  const name = vscode.l10n.t('Kubestack: {0}', vscode.workspace.asRelativePath(folder));
  try {
    terminals()?.type(name, folder, typed);
  } catch (error) {
    void showError(errorMessage(error));
  }
}

async function copyCommands(typed: readonly string[]): Promise<void> {
  await vscode.env.clipboard.writeText(typed.join('\n'));
}

async function knownCommands(): Promise<ReadonlySet<string>> {
  return new Set(await vscode.commands.getCommands(true));
}
