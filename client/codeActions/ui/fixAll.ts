import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { errorMessage } from '../../core/errorMessage';
import { choosePlatform, platformLabel, targetOfActiveEditor } from '../../platform/ui/choose';
import { commandTarget } from '../../platform/commandTarget';
import type { Platforms } from '../../core/platforms';
import { showError, showInformation, showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

/** Registers Fix All Problems: applies all automatic fixes as one edit that can be undone. */
export function registerFixAll(platforms: Platforms, server: LanguageServerClient): vscode.Disposable {
  return vscode.commands.registerCommand(Command.fixAll, async (argument: unknown) => {
    const called = commandTarget(argument);
    const platform = await choosePlatform(platforms, called.platform ?? targetOfActiveEditor(platforms.all).platform);
    if (!platform) return;
    try {
      const edit = await server.fixAll({ uri: platform.uri });
      if (edit.size === 0) {
        void showInformation(t('No automatic fixes available in {0}.', platformLabel(platform)));
      } else if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
        void showWarning(t('Nothing was changed because a file was edited in the meantime. Try again.'));
      }
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(t('The problems could not be fixed: {0}', errorMessage(error)));
    }
  });
}
