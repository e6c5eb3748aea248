/** *Show State*: committed, desired and current state of each environment as a document. */
import type * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { Command } from '../../core/ids';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
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
  return registerTrustedCommand(Command.showState, async () => {
    const read = await readableRepositories(repositories, platforms);
    if (read.length === 0) return;
    const shown = read.map(({ root, name, reading, stages }) => ({ root, name, facts: reading.facts, stages }));
    await documents.show(t('State of Environments'), stateMarkdown(shown, drift.of, Date.now()));
  });
}
