import * as vscode from 'vscode';
import { completeStep } from '../../core/completeStep';
import { cancellable } from '../../core/cancellable';
import type { PipelineState } from '../../gitHost/pipelineState';
import { errorMessage } from '../../core/errorMessage';
import { Command } from '../../core/ids';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import { planMarkdown } from '../../../common/plan/planMarkdown';
import { planTexts } from '../../plan/model/planTexts';
import { isStale, type PlanEntry } from '../../plan/model/planEntry';
import type { PlanResults } from '../../plan/ui/planResults';
import type { StagedSource } from '../../scaffold/stagedSource';
import { planSummaries } from '../../plan/model/planSummaries';
import { shortHash, type Commit } from '../commitGraph';
import { currentState } from '../currentState';
import { evaluatePolicy, runRef, type PolicyInput, type PromotionPurpose } from '../promotionPolicy';
import type { ManifestChanges } from '../../manifests/ui/manifestChanges';
import { previewMarkdown } from '../previewMarkdown';
import { promote, type PromotionOutcome } from '../promote';
import { OVERRIDABLE, type Refusal } from '../refusal';
import { judgedRefusals } from '../rulesRefusals';
import type { TagOutcome } from '../../../common/promotion/pipelineFiles';
import type { RepositorySnapshot, Stage } from '../stage';
import { tagMessage } from '../tagMessage';
import { confirmPromotion } from './confirmPromotion';
import { showPromotionOutcome } from './showPromotionOutcome';
import type { PipelineWatch } from './pipelineWatch';
import type { MarkdownDocuments } from '../../core/markdownDocuments';
import type { PromotionRepositories, PromotionRepository, ReadingAtCommit } from './promotionRepositories';
import type { RevisionChanges } from './revisionChanges';
import { showRefusals } from './remedy';
import { waysAround } from './waysAround';
import { showError, showInformation, withProgress } from '../../core/messages';
import { clustersOf } from '../../../common/forecast/lostClusters';
import { t } from '../../../common/localization';

/** A requested promotion; by default of the environment's source. */
export interface PromotionRequest {
  readonly environment: string;
  readonly commit?: string;
  /** Promoting a commit older than the deployed one is always a rollback. */
  readonly purpose: PromotionPurpose;
}

interface Judged extends PromotionRequest {
  readonly commit: string;
  readonly facts: RepositorySnapshot;
  readonly stage: Stage;
  readonly pipeline: PipelineState;
  readonly ref: string;
  readonly isRollback: boolean;
  /** What the commit's pipelines do with the deploy tag. */
  readonly tagOutcome: TagOutcome;
  readonly isUnguarded: boolean;
  /** The question that has read the repository as the commit declares it. */
  readonly question: ReadingAtCommit['question'];
  readonly refusals: readonly Refusal[];
}

type End =
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'ended'; readonly outcome: PromotionOutcome; readonly judged: Judged };

/** Timeout for querying the remote to refresh the view, in milliseconds. */
const timeout = 60_000;

/** Runs a promotion: queries the remote, refuses or shows the preview, tags, pushes, and watches the pipeline. */
export class Promoting {
  /** Repositories with a running promotion. */
  private readonly busy = new Set<string>();

  constructor(
    private readonly repositories: PromotionRepositories,
    private readonly changes: RevisionChanges,
    private readonly manifests: ManifestChanges,
    private readonly documents: MarkdownDocuments,
    private readonly plans: PlanResults,
    private readonly pipelinePlans: PipelinePlans,
    private readonly watch: PipelineWatch,
    private readonly staged: Pick<StagedSource, 'of'>,
  ) {}

  async run(repository: PromotionRepository, asked: PromotionRequest): Promise<void> {
    for (;;) {
      const end = await this.alone(repository, () => this.attempt(repository, asked));
      // Not awaited: a notification can stay unanswered for hours, and must not block the next promotion.
      if (!end) return;
      if (end.kind === 'ended') return showPromotionOutcome(end.outcome, end.judged, repository.root);
      const first = (environment: string): void =>
        void this.run(repository, { environment, purpose: 'promote' }).catch((error: unknown) =>
          showError(errorMessage(error)),
        );
      if (!(await showRefusals(end.refusals, asked.environment, repository, first))) return;
    }
  }

  private async alone<T>({ root }: PromotionRepository, work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy.has(root)) {
      void showInformation(t('Another promotion in this repository is in progress. Finish it first.'));
      return undefined;
    }
    this.busy.add(root);
    try {
      return await work();
    } finally {
      this.busy.delete(root);
    }
  }

  /** Queries the remote and the Git host, then asks the user. @returns undefined on cancel */
  private async attempt(repository: PromotionRepository, asked: PromotionRequest): Promise<End | undefined> {
    const title = t('Fetching from {0}', repository.reading?.facts.remote ?? repository.name);
    const found = await cancellable(title, signal => this.read(repository, asked, signal));
    if (!found) return undefined;
    const hard = found.refusals.filter(({ kind }) => !OVERRIDABLE.has(kind));
    if (hard.length > 0 || !('commit' in found)) return { kind: 'refused', refusals: hard };
    const outcome = await this.confirmed(repository, found);
    return outcome && { kind: 'ended', outcome, judged: found };
  }

  private async read(
    repository: PromotionRepository,
    asked: PromotionRequest,
    signal: AbortSignal,
  ): Promise<Judged | { refusals: readonly Refusal[] }> {
    await this.repositories.readRemote(repository, signal);
    const { facts } = repository.reading ?? {};
    if (!facts) throw new Error(t('The repository {0} could not be read.', repository.name));
    const shown = repository.stages.find(({ environment }) => environment === asked.environment);
    const first = asked.commit ?? shown?.source?.commit ?? facts.main;
    if (first === undefined) return { refusals: shown?.refusals ?? [] };
    const seen = new Set<string>();
    for (let commit = first; ;) {
      seen.add(commit);
      const declared = await this.repositories.readingAt(repository, commit, signal);
      const stage = declared.stages.find(({ environment }) => environment === asked.environment);
      // The commit decides about the stages, and so about the commit that the previous environment has.
      const next: string | undefined = stage && asked.commit === undefined ? stage.source?.commit : commit;
      if (next === undefined || seen.has(next))
        return this.judge(repository, asked, next === undefined ? undefined : commit, declared, signal);
      commit = next;
    }
  }

  /** Judges a promotion by the environments, stages, pipelines and settings of its commit. */
  private async judge(
    repository: PromotionRepository,
    asked: PromotionRequest,
    commit: string | undefined,
    declared: ReadingAtCommit,
    signal: AbortSignal,
  ): Promise<Judged | { refusals: readonly Refusal[] }> {
    const { pipelines, environments } = repository;
    const isNamed = ({ environment }: Stage): boolean => environment === asked.environment;
    // A commit that lacks the environment has no stage for it.
    const { reading = declared.reading, stages } = declared.stages.some(isNamed) ? declared : repository;
    const index = stages.findIndex(isNamed);
    const [stage, previous] = [stages[index], stages[index - 1]];
    if (!stage) throw new Error(t("Environment {0} doesn't exist here.", asked.environment));
    const { facts, rules } = reading;
    const there = stage.there?.commit;
    const isOlder =
      commit !== undefined && there !== undefined && there !== commit && facts.graph.contains(there, commit) === true;
    const purpose: PromotionPurpose = asked.purpose !== 'promote' && isOlder ? 'rollback' : asked.purpose;
    const input: PolicyInput = {
      stage,
      ...(previous ? { previous } : {}),
      purpose,
      ...(commit === undefined ? {} : { commit }),
      facts,
      rules,
      pipelines,
      environments,
      now: Date.now(),
    };
    if (commit === undefined) return { refusals: evaluatePolicy(input) };
    const ref = runRef(input, commit);
    const pipeline = await this.repositories.pipelineOf(repository, commit, ref, signal);
    const revisions = [there, commit, facts.main] as const;
    const verdicts = this.changes.verdicts(repository, revisions, asked.environment);
    return {
      ...asked,
      purpose,
      commit,
      facts,
      stage,
      pipeline,
      ref,
      isRollback: purpose === 'rollback',
      tagOutcome: rules.tagOutcomes?.get(asked.environment) ?? { kind: 'unknown' },
      question: declared.question,
      refusals: [...evaluatePolicy(input), ...(await judgedRefusals(verdicts, purpose === 'rollback'))],
      isUnguarded: rules.checksRules !== true && (await verdicts.catch(() => [])).length > 0,
    };
  }

  /** Rendered only for the command, since the view must not start programs. */
  private async objectChanges(
    { git, platforms, folders }: PromotionRepository,
    { environment, commit, stage, question }: Judged,
  ): Promise<string> {
    const before = stage.there?.commit;
    if (before === undefined) return '';
    const texts: string[] = [];
    for (const [index, { uri }] of platforms.entries()) {
      if (!question.platforms[index]?.includes(environment)) continue;
      const folder = folders[index] ?? '';
      texts.push(await this.manifests.between(git, folder, uri, [before, commit], environment));
    }
    return texts.filter(text => text !== '').join('\n');
  }

  private async confirmed(repository: PromotionRepository, judged: Judged): Promise<PromotionOutcome | undefined> {
    const { environment, commit, facts, stage, isRollback, refusals, pipeline, tagOutcome } = judged;
    const there = stage.there?.commit;
    const commits: Commit[] = isRollback ? facts.graph.between(commit, there!) : facts.graph.between(there, commit);
    const progress = t('Computing changes in {0}', environment);
    const change = { repository, before: there, after: commit, environment };
    const [values, resources] = await withProgress({ location: vscode.ProgressLocation.Window, title: progress }, () =>
      Promise.all([this.changes.values(change), this.changes.resources(change)]),
    );
    const plan = await this.planOf(repository, judged);
    // For a chosen or deployed commit, uncommitted files are irrelevant.
    const uncommitted = judged.purpose === 'promote' && commit === facts.main ? facts.changes : [];
    const text = previewMarkdown({
      stage,
      commit: facts.graph.get(commit),
      hash: commit,
      isRollback,
      commits,
      pipeline,
      tagOutcome,
      isUnguarded: judged.isUnguarded,
      refusals,
      texts: { ...values?.texts, ...resources?.texts, objects: await this.objectChanges(repository, judged) },
      plan: plan?.markdown,
      uncommitted,
      now: Date.now(),
    });
    const title = isRollback
      ? t('Rollback of {0} to {1}', environment, shortHash(commit))
      : t('Promotion of {0} to {1}', shortHash(commit), environment);
    await this.documents.show(title, text);
    const reason = await confirmPromotion({
      environment,
      commit,
      isRollback,
      commits,
      changes: values?.lines ?? [],
      ways: waysAround(this.staged, values, clustersOf(resources?.lost ?? [])),
      versionOrder: values?.versionOrder ?? [],
      lost: clustersOf(resources?.lost ?? []),
      pipeline,
      tagOutcome,
      refusals,
      plan: plan?.text ?? '',
      uncommitted,
    });
    if (typeof reason === 'object') {
      void vscode.commands.executeCommand(Command.replaceStepByStep, reason);
      return undefined;
    }
    return reason === undefined ? undefined : this.execute(repository, judged, commits, reason);
  }

  /** The last plan of the environment if it is for exactly this commit; otherwise a pipeline's plan of it. */
  private async planOf(
    { platforms }: PromotionRepository,
    { environment, commit, facts, stage, isRollback }: Judged,
  ): Promise<{ text: string; markdown: string } | undefined> {
    const here = new Set(platforms.map(({ uri }) => uri));
    const isThere = facts.head.commit === commit && facts.changes.length === 0;
    const empty = (platform: string): PlanEntry => ({ platform, environment, arguments: [], changedFiles: [] });
    const plans = this.plans.byPlatform.flatMap(({ platform, name, entries }) => {
      const wanted = entries.filter(entry => entry.environment === environment);
      const ofCommit = wanted.filter(entry => isThere && entry.plan && !entry.plan.origin && !isStale(entry));
      const all = ofCommit.length > 0 ? ofCommit : wanted.map(() => empty(platform));
      return here.has(platform) ? [{ platform, name, entries: all }] : [];
    });
    // A plan from before the last promotion is outdated, and a rollback has no plan.
    const completed = isRollback ? plans : await this.pipelinePlans.complete(plans, facts.remoteUrl, commit);
    const since = stage.there?.at ?? 0;
    const isValid = ({ plan }: PlanEntry): boolean => !plan?.origin || plan.finishedAt >= since;
    const summaries = planSummaries(completed.map(each => ({ ...each, entries: each.entries.filter(isValid) })));
    if (summaries.length === 0) return undefined;
    const texts = summaries.flatMap(({ plan, platform: name }) => {
      const counts = plan ? planTexts(plan).join(' · ') : '';
      return [name === undefined ? counts : `${name}: ${counts}`];
    });
    return { text: texts.join('; '), markdown: planMarkdown(summaries) };
  }

  private async execute(
    repository: PromotionRepository,
    judged: Judged,
    commits: readonly Commit[],
    reason: string,
  ): Promise<PromotionOutcome> {
    const { environment, commit, purpose, isRollback, refusals, stage, ref, pipeline } = judged;
    const { git, extension, pipelines, environments } = repository;
    const before = stage.there?.tag;
    const story = {
      environment,
      commit,
      commits: isRollback ? [] : commits,
      ...(before ? { before: { tag: before.name, commit: before.commit } } : {}),
      isRollback,
      passed: refusals,
      ...(reason === '' ? {} : { reason }),
      ...(pipeline.url === undefined ? {} : { run: pipeline.url }),
    };
    const passed = new Set(refusals.map(({ kind }) => kind));
    const title = t('Promoting {0} to {1}', shortHash(commit), environment);
    const outcome = await withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token): Promise<PromotionOutcome> => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        const { signal } = controller;
        // Time has passed since the preview.
        await this.repositories.pipelineOf(repository, commit, ref, signal);
        const question = { ...judged.question, git: git.until(signal), fetch: true };
        const intention = { environment, commit, purpose, passed, environments };
        return promote(
          { environment, commit, before: before?.name, isRollback, message: () => tagMessage(story) },
          {
            git,
            signal,
            now: () => Date.now(),
            current: () => currentState(question, intention, pipelines, Date.now()),
            ...(extension
              ? { pushOtherwise: (remote, refspec) => this.pushByExtension(repository, remote, refspec) }
              : {}),
          },
        );
      },
    );
    void this.repositories.readRemote(repository, AbortSignal.timeout(timeout)).catch(() => undefined);
    if (outcome.kind === 'promoted') {
      completeStep('promote');
      if (judged.tagOutcome.kind !== 'notStarted')
        this.watch.begin(repository, environment, outcome.commit, outcome.tag);
    }
    return outcome;
  }

  /**
   * Pushes with VS Code's git extension, which has the user's credentials. It can't exclude other tags, so it is not used if git is configured to
   * push them, too.
   */
  private async pushByExtension(
    { git, extension }: PromotionRepository,
    remote: string,
    refspec: string,
  ): Promise<void> {
    if ((await git.tryRead(['config', '--type=bool', '--get', 'push.followTags'])) === 'true') {
      throw new Error(
        t(
          "Git has no credentials for {0}, and VS Code can't push a single tag while push.followTags is set. Set up a credential helper, or unset push.followTags.",
          remote,
        ),
      );
    }
    await extension?.push(remote, refspec);
  }
}
