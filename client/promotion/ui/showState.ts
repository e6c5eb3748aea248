/** *Show State*: committed, desired and current state of each environment as a document. */
import type * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { Command } from '../../core/ids';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
import { showInformation } from '../../core/messages';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { stateMarkdown } from '../stateMarkdown';
import type { DriftStates } from './driftStates';
import type { PromotionRepositories } from './promotionRepositories';

export function registerShowState(
  repositories: PromotionRepositories,
  drift: DriftStates,
  documents: MarkdownDocuments,
): vscode.Disposable {
  return registerTrustedCommand(Command.showState, async () => {
    if (repositories.all.length === 0) await repositories.refresh();
    const shown = repositories.all.flatMap(({ root, name, reading, stages }) =>
      reading ? [{ root, name, facts: reading.facts, stages }] : [],
    );
    if (shown.length === 0) {
      void showInformation(t('The platform is not in a readable Git repository.'));
      return;
    }
    await documents.show(t('State of Environments'), stateMarkdown(shown, drift.of, Date.now()));
  });
}
