/** *Show Status of Environments*: committed, desired and current state of each environment as a document. */
import * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { Command, ContextKey } from '../../core/ids';
import { isActivePreview, type MarkdownDocuments } from '../../core/markdownDocuments';
import type { Platforms } from '../../core/platforms';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { stateMarkdown } from '../stateMarkdown';
import type { DriftStates } from './driftStates';
import { readableRepositories } from './promotionPickers';
import type { PromotionRepositories } from './promotionRepositories';

export function registerShowState(
  { repositories, platforms }: { repositories: PromotionRepositories; platforms: Platforms },
  drift: DriftStates,
  documents: MarkdownDocuments,
): vscode.Disposable {
  // VS Code's preview runs no commands, so the actions are in the title of its editor.
  const setActions = (): void =>
    void vscode.commands.executeCommand(
      'setContext',
      ContextKey.environmentStatus,
      isActivePreview(t('Status of Environments')),
    );
  const command = registerTrustedCommand(Command.showState, async () => {
    const read = await readableRepositories(repositories, platforms);
    if (read.length === 0) return;
    const shown = read.map(({ root, name, reading, stages }) => ({ root, name, facts: reading.facts, stages }));
    await documents.show(t('Status of Environments'), stateMarkdown(shown, drift.of, Date.now()));
  });
  return vscode.Disposable.from(
    command,
    vscode.window.tabGroups.onDidChangeTabs(setActions),
    vscode.window.tabGroups.onDidChangeTabGroups(setActions),
  );
}
