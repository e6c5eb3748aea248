import { isRecord } from '../../../common/isRecord';
import { t } from '../../../common/localization';
import {
  blocksText,
  destroysNodes,
  replacementTitle,
  stageTitle,
  type StagedProgress,
} from '../../../common/replacement/stagedChange';
import { Command } from '../../core/ids';
import { confirm, showError, showInformation } from '../../core/messages';
import type { Platforms } from '../../core/platforms';
import { commandTarget } from '../../platform/commandTarget';
import { choosePlatform, targetOfActiveEditor } from '../../platform/ui/choose';
import { GIVEN, replacementQuestions } from '../questions/replacementQuestions';
import { moduleAt, type ChangedSince, type ReplacedModule } from '../replacedModules';
import type { StagedSource } from '../stagedSource';
import type { ScaffoldCommand, Scaffolding } from './scaffolding';
import * as vscode from 'vscode';

/** Registers *Replace Step by Step*, which begins a replacement or writes its next stage. */
export function registerReplaceStepByStep(
  platforms: Platforms,
  scaffolding: Scaffolding,
  sources: () => { readonly source: StagedSource; readonly changedSince: ChangedSince } | undefined,
): vscode.Disposable {
  return vscode.commands.registerCommand(Command.replaceStepByStep, async (argument: unknown) => {
    const named = commandTarget(argument).platform ?? targetOfActiveEditor(platforms.all).platform;
    const platform = await choosePlatform(platforms, named);
    if (!platform) return;
    const { name, attribute, answers, since } = namedIn(argument);
    const open = name === undefined ? [] : ((await sources()?.source.read(platform.uri)) ?? []);
    const progress = open.find(({ change }) => change.old === name || change.next === name);
    const given = progress
      ? await continued(progress)
      : name !== undefined && since
        ? await changed(sources()?.changedSince(platform.uri, name, since), name)
        : answers;
    if ((progress ?? since) && !given) return;
    const command: ScaffoldCommand = {
      kind: 'replacement',
      title: progress ? replacementTitle(progress.change) : t('Replace Step by Step'),
      questions: replacementQuestions,
    };
    await scaffolding.run(command, {
      kind: 'replacement',
      platform: platform.uri,
      ...(name === undefined ? {} : { name }),
      ...(given ? { [GIVEN]: given } : attribute === undefined ? {} : { attribute }),
    });
  });
}

/** Answers for a change that the code has already; undefined if there is none. */
async function changed(
  read: Promise<ReplacedModule | undefined> | undefined,
  name: string,
): Promise<Record<string, unknown> | undefined> {
  const found = await read;
  if (found) return { keep: found.keep };
  void showInformation(
    t(
      "{0} can't be replaced step by step from here: none of its own values differs, or the old ones are unknown.",
      name,
    ),
  );
  return undefined;
}

/** Answers for the next stage; undefined if it can't begin, or the user doesn't want it to. */
async function continued({
  change,
  written,
  following,
  blocks,
}: StagedProgress): Promise<Record<string, unknown> | undefined> {
  const known = blocks.filter(({ kind }) => kind !== 'unknown');
  if (known.length > 0) {
    await refused(
      following ? t("{0} can't begin yet. {1}", stageTitle(following, change), blocksText(known)) : blocksText(known),
      known,
    );
    return undefined;
  }
  if (!following) {
    void showInformation(t('All stages of {0} are written.', replacementTitle(change)));
    return undefined;
  }
  if (blocks.length > 0) {
    const question = t('Is stage {0} of {1} applied in every environment?', written, replacementTitle(change));
    if (!(await confirm(question, blocksText(blocks), t('It Is Applied')))) return undefined;
  }
  if (!destroysNodes(following)) return { applied: true };
  const question = t('Have the pods moved? The next stage destroys nodes.');
  return (await confirm(question, stageTitle(following, change), t('They Have Moved')))
    ? { applied: true, moved: true }
    : undefined;
}

/** The first button is the way on. */
async function refused(message: string, blocks: StagedProgress['blocks']): Promise<void> {
  const waiting = blocks.find(block => block.kind === 'notPromoted');
  const isMerged = blocks.every(({ kind }) => kind !== 'notMerged');
  const steps = t('Next Steps…');
  const promote =
    waiting && isMerged && waiting.kind === 'notPromoted' ? [t('Promote to {0}…', waiting.environment)] : [];
  const choice = await showError(message, ...promote, steps);
  if (choice === steps) await vscode.commands.executeCommand(Command.showNextSteps);
  else if (choice !== undefined && waiting?.kind === 'notPromoted')
    await vscode.commands.executeCommand(Command.promote, { environment: waiting.environment });
}

/** What a forecast, an item of the view, or an open change says is replaced. */
function namedIn(argument: unknown): {
  readonly name?: string;
  readonly attribute?: string;
  readonly answers?: Record<string, unknown>;
  readonly since?: { readonly revision: string } | { readonly environment: string };
} {
  if (!isRecord(argument)) return {};
  const { attribute, values, keep, environment, revision, address } = argument;
  // A planned change names the resource.
  const name = typeof address === 'string' ? moduleAt(address) : argument['name'];
  if (typeof name !== 'string') return {};
  if (typeof revision === 'string') return { name, since: { revision } };
  if (typeof address === 'string' && typeof environment === 'string') return { name, since: { environment } };
  const answers = {
    ...(isRecord(values) ? { values } : {}),
    ...(isRecord(keep) ? { keep } : {}),
    ...(isRecord(values) && typeof environment === 'string' ? { environment } : {}),
  };
  return {
    name,
    ...(typeof attribute === 'string' ? { attribute } : {}),
    ...(Object.keys(answers).length > 0 ? { answers } : {}),
  };
}
