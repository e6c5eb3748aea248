import * as vscode from 'vscode';
import { editorText, markdownName } from '../../../common/markdown';
import { cancellable } from '../../core/cancellable';
import { Command } from '../../core/ids';
import { errorMessage } from '../../core/errorMessage';
import { openWebPage } from '../../core/webPage';
import type { Platforms } from '../../core/platforms';
import { RestrictedModeError } from '../../processes/trust';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { runRef } from '../promotionPolicy';
import type { PromotionNode } from '../promotionNode';
import { pipelineKey, type Stage } from '../stage';
import type { DriftReports } from './driftReports';
import type { Promoting } from './promoting';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
import {
  chooseCommit,
  choosePromotion,
  choosePromotionRepository,
  chooseStage,
  promotionTarget,
  readableRepositories,
} from './promotionPickers';
import type { PromotionRepositories, PromotionRepository } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';
import { HistoryCommands } from './showHistory';
import { WhatChangedCommand } from './showWhatChanged';
import { showError, showInformation, showWarning, withProgress } from '../../core/messages';
import { documentSections } from '../../../common/review/documentSections';
import { t } from '../../../common/localization';

/** The target of a command, after all choices. */
interface PromotionTarget {
  readonly repository: PromotionRepository;
  readonly environment: string;
}

/** The commands of promotion. */
export class PromotionCommands {
  private readonly history: HistoryCommands;
  private readonly whatChanged: WhatChangedCommand;

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly platforms: Platforms,
    private readonly promoting: Promoting,
    private readonly changes: RevisionChanges,
    private readonly documents: MarkdownDocuments,
    private readonly driftReports: DriftReports,
  ) {
    this.history = new HistoryCommands(repositories, platforms, changes, documents);
    this.whatChanged = new WhatChangedCommand(repositories, platforms, changes);
  }

  register(): vscode.Disposable {
    const command = (id: string, run: (argument: unknown) => Promise<void>) =>
      registerTrustedCommand(id, argument => withFailureShown(() => run(argument)));
    return vscode.Disposable.from(
      command(Command.promote, argument => this.promote(argument)),
      command(Command.promoteApps, argument => this.promote({ ...promotionTarget(argument), environment: 'apps' })),
      command(Command.promoteAppsProd, argument =>
        this.promote({ ...promotionTarget(argument), environment: 'apps-prod' }),
      ),
      command(Command.createDeployTag, argument => this.createDeployTag(argument)),
      command(Command.rollBack, argument => this.rollBack(argument)),
      command(Command.promotionRefresh, () => this.refresh()),
      command(Command.promotionCompare, argument => this.compare(argument)),
      command(Command.promotionShowChanges, argument => this.showChanges(argument)),
      command(Command.promotionOpenRun, argument => this.openRun(argument)),
      command(Command.showHistory, argument => this.history.showHistory(argument)),
      command(Command.showChangesBetween, argument => this.history.showBetween(argument)),
      command(Command.showWhatChanged, argument => this.whatChanged.show(argument)),
      command(Command.promotionDeleteLocalTag, argument => this.deleteLocalTag(argument)),
    );
  }

  private async promote(argument: unknown): Promise<void> {
    const target = await this.chooseTarget(argument, t('Select an environment to promote to'));
    if (target) await this.promoting.run(target.repository, { environment: target.environment, purpose: 'promote' });
  }

  private async createDeployTag(argument: unknown): Promise<void> {
    const target = await this.chooseTarget(argument, t('Select an environment to create a deploy tag for'));
    if (!target) return;
    const { repository, environment } = target;
    const isCommit = (argument as Partial<PromotionNode> | undefined)?.kind === 'promotionCommit';
    const commit = isCommit ? promotionTarget(argument).commit : await chooseCommit(repository, environment);
    if (commit !== undefined) await this.promoting.run(repository, { environment, commit, purpose: 'tag' });
  }

  private async rollBack(argument: unknown): Promise<void> {
    const target = await this.chooseTarget(argument, t('Select an environment to roll back'));
    const stage = target && stageOf(target);
    if (!stage) return;
    const { repository, environment } = target;
    const named = stage.history.find(({ name }) => name === promotionTarget(argument).tag);
    if (stage.history.every(({ commit }) => commit === stage.there?.commit)) {
      void showInformation(t('There is no earlier promotion to roll {0} back to.', environment));
      return;
    }
    const placeHolder = t('Roll {0} back to the commit of…', environment);
    const tag =
      named ??
      (await choosePromotion(stage, placeHolder, repository.reading, ({ commit }) => commit === stage.there?.commit));
    if (tag) await this.promoting.run(repository, { environment, commit: tag.commit, purpose: 'tag' });
  }

  private async refresh(): Promise<void> {
    const title = t('Fetching deploy tags from remotes');
    await cancellable(title, async signal => {
      await this.repositories.refresh();
      for (const repository of this.repositories.all) {
        await this.repositories.readRemote(repository, signal);
        await this.driftReports.read(repository, signal);
      }
    });
  }

  private async compare(argument: unknown): Promise<void> {
    const target = await this.chooseTarget(argument, t('Select an environment to compare promotions of'));
    const stage = target && stageOf(target);
    if (!stage) return;
    const { repository, environment } = target;
    if (stage.history.length < 2) {
      void showInformation(t('{0} has fewer than two promotions to compare.', environment));
      return;
    }
    const named = stage.history.find(({ name }) => name === promotionTarget(argument).tag);
    const one = named ?? (await choosePromotion(stage, t('Select a promotion to compare'), repository.reading));
    if (!one) return;
    const placeHolder = t('Compare {0} with…', one.name);
    const other = await choosePromotion(stage, placeHolder, repository.reading, tag => tag === one);
    if (!other) return;
    const isNewer = stage.history.indexOf(one) < stage.history.indexOf(other);
    const [older, newer] = isNewer ? [other, one] : [one, other];
    await this.show(target, older.commit, newer.commit, `${older.name} → ${newer.name}`);
  }

  private async showChanges(argument: unknown): Promise<void> {
    const { comparison } = (argument ?? {}) as Partial<PromotionNode>;
    const target = await this.chooseTarget(argument, '');
    if (target && comparison) await this.show(target, comparison.before, comparison.after, comparison.title);
  }

  private async show(
    { repository, environment }: PromotionTarget,
    before: string | undefined,
    after: string,
    title: string,
  ): Promise<void> {
    const progress = t('Computing changes in {0}', environment);
    const change = { repository, before, after, environment };
    const [changes, resources] = await withProgress({ location: vscode.ProgressLocation.Window, title: progress }, () =>
      Promise.all([this.changes.values(change), this.changes.resources(change)]),
    );
    const text =
      changes === undefined
        ? t('Changes unavailable. See the output for details.')
        : changes.texts.values || t('No changes to the effective configuration.');
    const heading = `# ${markdownName(environment)}: ${editorText(title)}`;
    const rules = documentSections({ rules: resources?.texts.rules });
    await this.documents.show(`${environment}: ${title}`, `${[heading, text, ...rules].join('\n\n')}\n`);
  }

  private async openRun(argument: unknown): Promise<void> {
    const { url } = (argument ?? {}) as Partial<PromotionNode>;
    const { tag, commit, environment } = promotionTarget(argument);
    const target = url === undefined ? await this.chooseTarget(argument, '') : undefined;
    const found = url ?? (target && commit !== undefined ? await this.runOf(target, commit, tag) : undefined);
    if (found !== undefined) await openWebPage(found);
    else {
      const text = t(
        'The pipeline status of {0} is unavailable. Sign in to the Git host, or check there yourself.',
        tag ?? environment ?? '',
      );
      const signIn = t('Sign In to Git Host…');
      if ((await showInformation(text, signIn)) === signIn) await vscode.commands.executeCommand(Command.signIn);
    }
  }

  private async runOf(target: PromotionTarget, commit: string, tag: string | undefined): Promise<string | undefined> {
    const { repository } = target;
    const stage = stageOf(target);
    const facts = repository.reading?.facts;
    if (!stage || !facts) return undefined;
    const own = tag ?? stage.there?.tag?.name;
    const ref = own === undefined ? runRef({ facts }, commit) : `refs/tags/${own}`;
    const run = repository.pipelines.get(pipelineKey(commit, ref));
    return run?.url ?? (await this.repositories.pipelineOf(repository, commit, ref)).url;
  }

  private async deleteLocalTag(argument: unknown): Promise<void> {
    const target = await this.chooseTarget(argument, '');
    const tag = target && stageOf(target)?.localOnly.find(({ name }) => name === promotionTarget(argument).tag);
    if (!tag) return;
    const remove = t('Delete Local Tag');
    const text = t('Delete tag {0} from this clone? It does not exist on the remote.', tag.name);
    if ((await showWarning(text, remove)) !== remove) return;
    // Only if it is still the one that is shown.
    await target.repository.git.run(['update-ref', '-d', `refs/tags/${tag.name}`, tag.object]);
    await this.repositories.refresh();
  }

  /** Asks for what the argument does not specify; explains if there is nothing to choose from. */
  private async chooseTarget(argument: unknown, placeHolder: string): Promise<PromotionTarget | undefined> {
    const target = promotionTarget(argument);
    const readable = await readableRepositories(this.repositories, this.platforms);
    const repository = await choosePromotionRepository(readable, target);
    if (!repository) return undefined;
    const isKnown = repository.stages.some(({ environment }) => environment === target.environment);
    const environment = isKnown ? target.environment : await chooseStage(repository, placeHolder);
    return environment === undefined ? undefined : { repository, environment };
  }
}

const stageOf = ({ repository, environment }: PromotionTarget): Stage | undefined =>
  repository.stages.find(stage => stage.environment === environment);

async function withFailureShown(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof RestrictedModeError) throw error;
    const showOutput = t('Show Output');
    const chosen = await showError(errorMessage(error), showOutput);
    if (chosen === showOutput) await vscode.commands.executeCommand(Command.showOutput);
  }
}
