import * as vscode from 'vscode';
import { completeStep } from '../../core/completeStep';
import { Command } from '../../core/ids';
import type { Platforms } from '../../core/platforms';
import { chooseEnvironment, choosePlatform, platformLabel, targetOfActiveEditor } from './choose';
import { commandTarget } from '../commandTarget';
import type { EffectiveDocuments } from './effectiveDocuments';
import { showInformation } from '../../core/messages';
import { t } from '../../../common/localization';

/** Registers Compare Environments. */
export function registerCompareEnvironments(platforms: Platforms, documents: EffectiveDocuments): vscode.Disposable {
  return vscode.commands.registerCommand(Command.compareEnvironments, (argument: unknown, other: unknown) =>
    compareEnvironments(platforms, documents, argument, other),
  );
}

/** Opens the documents of two environments in VS Code's diff editor. Asks for missing parts, unless the platform has only one choice. */
async function compareEnvironments(
  platforms: Platforms,
  documents: EffectiveDocuments,
  argument: unknown,
  other: unknown,
): Promise<void> {
  const called = commandTarget(argument);
  const active = targetOfActiveEditor(platforms.all);
  const platform = await choosePlatform(platforms, called.platform ?? active.platform);
  if (!platform) return;
  if (platform.environments.length < 2) {
    const message = t('{0} has only one environment, so there is nothing to compare it with.', platformLabel(platform));
    await showInformation(message);
    return;
  }
  const shown = active.platform === platform.uri ? active.environment : undefined;
  const first = called.environment ?? shown;
  const [before, after] = await pair(platform, first, commandTarget(other).environment);
  if (before === undefined || after === undefined) return;
  await vscode.commands.executeCommand(
    'vscode.diff',
    documents.uriOf({ platform: platform.uri, environment: before, forComparison: true }),
    documents.uriOf({ platform: platform.uri, environment: after, forComparison: true }),
    `${before} ↔ ${after} — ${platformLabel(platform)}`,
  );
  completeStep('compare');
}

type Environments = [before: string | undefined, after: string | undefined];

async function pair(
  platform: Parameters<typeof chooseEnvironment>[0],
  first: string | undefined,
  second: string | undefined,
): Promise<Environments> {
  const { environments } = platform;
  const onlyTwo = environments.length === 2;
  if (onlyTwo && first === undefined) return [environments[0], environments[1]];
  const before = first ?? (await chooseEnvironment(platform, t('Select an environment to compare')));
  if (before === undefined) return [undefined, undefined];
  if (second !== undefined) return [before, second];
  if (onlyTwo) return [before, environments.find(environment => environment !== before)];
  return [before, await chooseEnvironment(platform, t('Select an environment to compare {0} with', before), before)];
}
