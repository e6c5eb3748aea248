import * as vscode from 'vscode';
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import {
  Method,
  type Platform,
  type ScaffoldKind,
  type ScaffoldParams,
  type ScaffoldResult,
  type ScaffoldSuggestionsResult,
} from '../../../common/protocol';
import type { LanguageServerClient } from '../../core/languageClient';
import { gitStateOf } from '../../core/gitState';
import { errorMessage } from '../../core/errorMessage';
import { choosePlatform, targetOfActiveEditor } from '../../platform/ui/choose';
import { commandTarget } from '../../platform/commandTarget';
import type { Platforms } from '../../core/platforms';
import { answerProblem } from '../answerProblem';
import type { ForecastChange } from '../forecastedChange';
import { applyScaffold, showWritten } from './applyScaffold';
import { changedFiles, isNothing } from '../changedFiles';
import { changeDone } from '../changeLabel';
import { joinAnswers } from '../joinAnswers';
import { presetAnswers } from '../presetAnswers';
import type { Answers, Question, ValueSuggestion } from '../question';
import { QuestionRun, type GivenAnswers } from '../questionRun';
import type { QuestionContext } from '../questions/questionContext';
import type { StoredAnswers } from '../storedAnswers';
import { showLongWork } from './longWork';
import type { NextStepsDocuments } from './nextStepsDocuments';
import { openReviewedFiles, type ScaffoldReview } from './scaffoldReview';
import { offerFollowUp, showFollowUp, type FollowUp } from './showFollowUp';
import { offerOtherFolder, targetFolder } from './targetFolder';
import { prompt } from './wizard';
import { chooseApplyMode } from './chooseApplyMode';
import { showError, showInformation } from '../../core/messages';

/** A scaffolding command: the server's name of it, its title, and its questions. */
export interface ScaffoldCommand {
  readonly kind: ScaffoldKind;
  readonly title: string;
  readonly questions: (context: QuestionContext) => readonly Question[];
  /** Whether it creates a platform, in a folder without one. */
  readonly isNew?: boolean;
}

type Written = Extract<ScaffoldResult, { edit: unknown }>;

/** Asks the questions, requests the edit, shows it, applies it, and shows the next steps. */
export class Scaffolding {
  /** Cancels the validation of the previous value. */
  private checking = new vscode.CancellationTokenSource();
  private forecast: ForecastChange | undefined;

  constructor(
    private readonly server: LanguageServerClient,
    private readonly platforms: Platforms,
    private readonly kept: StoredAnswers,
    private readonly review: ScaffoldReview,
    private readonly documents: NextStepsDocuments,
  ) {}

  /** Without it, commands say that there is no forecast. */
  forecastWith(forecast: ForecastChange): void {
    this.forecast = forecast;
  }

  /** @param argument of the command */
  async run(command: ScaffoldCommand, argument: unknown): Promise<void> {
    try {
      await this.server.startOnce();
      const target = await this.chooseTarget(command, argument);
      if (target) await this.runAt(command, argument, target);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      void showError(errorMessage(error));
    }
  }

  private async chooseTarget(command: ScaffoldCommand, argument: unknown): Promise<ScaffoldTarget | undefined> {
    if (command.isNew) {
      const folder = await targetFolder();
      return folder && { uri: folder.toString(), platform: undefined };
    }
    const named = commandTarget(argument).platform ?? targetOfActiveEditor(this.platforms.all).platform;
    const platform = await choosePlatform(this.platforms, named);
    return platform && { uri: platform.uri, platform };
  }

  private async runAt(command: ScaffoldCommand, argument: unknown, target: ScaffoldTarget): Promise<void> {
    const { kind, title } = command;
    if (await this.isImpossible(command, target)) return;
    const key = `${kind} ${target.uri}`;
    let suggestions: Readonly<Record<string, ValueSuggestion>> = {};
    const git = command.isNew ? await gitStateOf(vscode.Uri.parse(target.uri)) : undefined;
    const context = (given: GivenAnswers): QuestionContext => ({
      ...(git ? { mainBranch: git.mainBranch } : {}),
      ...(target.platform ? { platform: target.platform } : {}),
      suggest: name => ownProperty(suggestions, name) ?? {},
      given,
    });
    const platform = presetAnswers(argument, target.platform);
    const run = new QuestionRun(given => command.questions(context(given)), this.kept.get(key), platform);
    for (;;) {
      ({ suggestions } = await this.server.request<ScaffoldParams, ScaffoldSuggestionsResult>(
        Method.scaffoldSuggestions,
        { uri: target.uri, kind, answers: run.answers() },
      ));
      const step = run.current();
      const reply = step
        ? await prompt(title, step, value => this.problemOf(kind, target, step.question, step.answers, value))
        : await this.finish(command, target, run, key);
      if (reply === 'done') this.kept.forget(key);
      if (reply === undefined || reply === 'done') return;
      if (reply === 'back') run.back();
      else if (reply !== 'again') run.answer(reply.value);
      this.kept.keep(key, run.kept());
    }
  }

  /** Problems of the platform or the folder itself are reported before any question. */
  private async isImpossible({ kind, isNew }: ScaffoldCommand, { uri }: ScaffoldTarget): Promise<boolean> {
    const result = await this.server.scaffold({ uri, kind, answers: {}, check: true });
    const problem = 'problems' in result ? result.problems.find(({ answer }) => answer === 'uri') : undefined;
    if (problem && isNew) void offerOtherFolder(problem.message, showError);
    else if (problem) void showError(problem.message);
    return problem !== undefined;
  }

  private async problemOf(
    kind: ScaffoldKind,
    { uri }: ScaffoldTarget,
    question: Question,
    before: Answers,
    value: unknown,
  ): Promise<string | undefined> {
    const refused = question.refuse?.(value);
    if (refused !== undefined) return refused;
    const answers = joinAnswers(before, question.answers(value));
    // Only the validation of the latest value is awaited.
    this.checking.cancel();
    const { token } = (this.checking = new vscode.CancellationTokenSource());
    const result = await this.server.scaffold({ uri, kind, answers, check: true }, token).catch((error: unknown) => {
      if (token.isCancellationRequested) return undefined;
      throw error;
    });
    return result && answerProblem(question, value, 'problems' in result ? result.problems : []);
  }

  private async finish(
    command: ScaffoldCommand,
    target: ScaffoldTarget,
    run: QuestionRun,
    key: string,
  ): Promise<'done' | 'back' | 'again' | undefined> {
    const params = { uri: target.uri, kind: command.kind, answers: run.answers() };
    const result = await showLongWork(command.title, (token, report) => this.server.scaffold(params, token, report));
    if (!result) return run.canGoBack ? 'back' : undefined;
    if ('problems' in result) {
      const [first] = result.problems;
      void showError(first?.message ?? '');
      return run.goTo(result.problems.map(({ answer }) => answer)) ? 'again' : undefined;
    }
    const files = changedFiles(result.edit);
    if (isNothing(files)) {
      await this.showNothing(command, target, result);
      return 'done';
    }
    const effects = command.kind === 'frameworkVersion' ? await this.effectsOf(command, target, result, run) : [];
    // The first note summarizes the others if there are several. Choosing it opens the review, which has all of them.
    const shownNotes = [...effects, ...result.notes.slice(0, 1)];
    const manner = await chooseApplyMode(command.title, files, shownNotes, run.canGoBack);
    if (manner === undefined || manner === 'back') return manner;
    const write = () => this.write(command, target, result, key);
    if (manner === 'review')
      await this.review.show({ title: command.title, edit: result.edit, notes: [...effects, ...result.notes], write });
    return manner === 'write' && (await write()) ? 'done' : undefined;
  }

  /** What the change replaces and destroys, in sentences. */
  private async effectsOf(
    { title }: ScaffoldCommand,
    { platform }: ScaffoldTarget,
    { edit }: Written,
    run: QuestionRun,
  ): Promise<readonly string[]> {
    if (!this.forecast || !platform)
      return [t('What is replaced and destroyed is unknown, because Git is not available in this window.')];
    const changed = Object.fromEntries((await openReviewedFiles(edit)).map(({ uri, after }) => [uri, after ?? null]));
    return this.forecast({ platform, title: `${title} ${String(run.answers()['to'])}`, changed });
  }

  /** The answers are stored until the files are written. */
  private async write(
    command: ScaffoldCommand,
    target: ScaffoldTarget,
    result: Written,
    key: string,
  ): Promise<boolean> {
    if (!(await applyScaffold(result.edit, command.title))) return false;
    this.kept.forget(key);
    await showWritten(result.edit);
    void offerFollowUp(this.documents, this.followUp(command, target, result), writtenText(command.title, result));
    return true;
  }

  /** Explains stages that the user has to do manually, and platforms that need no change. */
  private async showNothing(command: ScaffoldCommand, target: ScaffoldTarget, result: Written): Promise<void> {
    if (result.followUp.length > 0) await showFollowUp(this.documents, this.followUp(command, target, result));
    else void showInformation(result.notes.join(' '));
  }

  private followUp(
    { title }: ScaffoldCommand,
    { uri, platform }: ScaffoldTarget,
    { notes, followUp, mainBranch }: Written,
  ): FollowUp {
    const given = platform ?? this.platforms.all.find(each => each.uri === uri);
    const environment = given?.environments[0];
    return { folder: vscode.Uri.parse(uri), title, notes, steps: followUp, environment, mainBranch };
  }
}

interface ScaffoldTarget {
  /** Folder of the platform. */
  readonly uri: string;
  /** The platform before the change; undefined for a new one. */
  readonly platform: Platform | undefined;
}

function writtenText(title: string, { edit, notes }: Written): string {
  return [changeDone(title, changedFiles(edit)), ...notes.slice(0, 1)].join(' ');
}
