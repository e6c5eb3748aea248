import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { Command } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { commandTarget, isWithoutEnvironment, platformOf, type CommandTarget } from '../commandTarget';
import { effectiveTarget } from '../effectiveUri';
import { platformName } from '../platformName';
import { showError, showInformation } from '../../core/messages';
import { pickOne } from '../../core/quickPicks';
import { platformOfActivePage } from '../../webview/ui/webviewPage';
import { enumeration, t } from '../../../common/localization';

/** The target of the active editor: a file of a platform, or a document or page of this extension. */
export function targetOfActiveEditor(platforms: readonly Platform[]): CommandTarget {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return commandTarget({ platform: platformOfActivePage() });
  const shown = effectiveTarget(editor.document.uri);
  if (shown) return shown;
  const uri = editor.document.uri.toString();
  const platform = platformOf(platforms, uri);
  return platform ? { platform: platform.uri, at: { uri, line: editor.selection.active.line } } : {};
}

/**
 * The platform with a folder, otherwise the only one, otherwise the one that the user chooses.
 *
 * @param target names an environment that the platform must have, if there is one
 * @returns undefined if there is none, after a message, or on cancel.
 */
export async function choosePlatform(
  platforms: Platforms,
  uri: string | undefined,
  target: CommandTarget = {},
): Promise<Platform | undefined> {
  await platforms.whenKnown();
  const [first] = platforms.all;
  if (!first) return showNoPlatform(platforms);
  const named = platforms.all.find(platform => platform.uri === uri);
  const possible = platforms.all.filter(platform => !isWithoutEnvironment(platform, target));
  const [only, ...others] = named ? [named] : possible;
  if (!only || isWithoutEnvironment(only, target)) return showNoEnvironment(only ?? first, target);
  if (others.length === 0) return only;
  const items = possible.map(platform => ({
    label: platformLabel(platform),
    description: platform.environments.join(' · '),
    platform,
  }));
  const placeHolder = t('Choose a platform');
  return (await pickOne(items, { placeHolder, matchOnDescription: true }))?.platform;
}

/** Lets the user choose one of a platform's environments; undefined on cancel. */
export async function chooseEnvironment(
  { environments, baseEnvironment }: Platform,
  placeHolder: string,
  without?: string,
): Promise<string | undefined> {
  const items = environments
    .filter(environment => environment !== without)
    .map(label => ({ label, description: label === baseEnvironment ? t('base') : '' }));
  return (await pickOne(items, { placeHolder }))?.label;
}

/** The name that distinguishes a platform from others in the window. */
export function platformLabel({ uri }: Platform): string {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(folder => ({
    name: folder.name,
    uri: folder.uri.toString(),
  }));
  return platformName(uri, folders);
}

async function showNoEnvironment(platform: Platform, { environment = '' }: CommandTarget): Promise<undefined> {
  const environments = enumeration(platform.environments);
  await showInformation(
    t('{0} has no environment {1}. It has {2}.', platformLabel(platform), environment, environments),
  );
  return undefined;
}

async function showNoPlatform(platforms: Platforms): Promise<undefined> {
  const showOutput = t('Show Output');
  const restart = t('Restart');
  if (platforms.state === 'failed') {
    const message = t("The Kubestack language server isn't running.");
    const choice = await showError(message, restart, showOutput);
    if (choice === restart) void vscode.commands.executeCommand(Command.restartServer);
    if (choice === showOutput) void vscode.commands.executeCommand(Command.showOutput);
    return undefined;
  }
  const message = t(
    'No Kubestack platform found in this window. Open a folder with a root module that calls Kubestack modules.',
  );
  await showInformation(message);
  return undefined;
}
