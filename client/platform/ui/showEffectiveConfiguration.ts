import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { chooseEnvironment, choosePlatform, targetOfActiveEditor } from './choose';
import { commandTarget } from '../commandTarget';
import type { EffectiveDocuments } from './effectiveDocuments';
import { lineOfSource } from '../effectiveLines';
import { t } from '../../../common/localization';

/** Registers Show Effective Configuration. */
export function registerShowEffectiveConfiguration(
  platforms: Platforms,
  documents: EffectiveDocuments,
): vscode.Disposable {
  return vscode.commands.registerCommand(Command.showEffectiveConfiguration, (argument: unknown) =>
    showEffectiveConfiguration(platforms, documents, argument),
  );
}

/** Opens the document of an environment; beside the source if the command was called there, so that both are visible. */
async function showEffectiveConfiguration(
  platforms: Platforms,
  documents: EffectiveDocuments,
  argument: unknown,
): Promise<void> {
  const called = commandTarget(argument);
  const active = targetOfActiveEditor(platforms.all);
  const platform = await choosePlatform(platforms, called.platform ?? active.platform);
  if (!platform) return;
  const placeHolder = t('Select an environment to show the effective configuration of');
  const environment = called.environment ?? (await chooseEnvironment(platform, placeHolder));
  if (environment === undefined) return;
  const fromSource = called.platform === undefined && active.at !== undefined;
  const document = await vscode.workspace.openTextDocument(documents.uriOf({ platform: platform.uri, environment }));
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: fromSource ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    preview: true,
  });
  const at = called.at ?? (fromSource ? active.at : undefined);
  const line = at && lineOfSource(documents.contentOf(document)?.lines ?? [], at.uri, at.line);
  if (line === undefined) return;
  editor.selection = new vscode.Selection(line, 0, line, 0);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
