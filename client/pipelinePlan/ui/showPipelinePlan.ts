import * as path from 'node:path';
import * as vscode from 'vscode';
import { isEmptyPlan } from '../../../common/plan/planModel';
import { MAX_REPORT_LENGTH, readPlanReport, type ReadReport } from '../../../common/plan/readPlanReport';
import type { Plan } from '../../../common/plan/plan';
import type { Platform } from '../../../common/protocol';
import { cancellable } from '../../core/cancellable';
import { Command, Setting } from '../../core/ids';
import { showError, showInformation } from '../../core/messages';
import { Git } from '../../git/git';
import { findMainBranch } from '../../../common/promotion/findMainBranch';
import type { GitHost, HostedRepository } from '../../gitHost/gitHost';
import { GitHostError } from '../../gitHost/gitHostError';
import { gitHostErrorText } from '../../gitHost/gitHostErrorText';
import { hasApi } from '../../gitHost/openGitHost';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import { commandTarget } from '../../platform/commandTarget';
import type { PlanResults } from '../../plan/ui/planResults';
import type { PlanTargets } from '../../plan/ui/planTarget';
import type { PlanView } from '../../plan/ui/planView';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { recentCommits, recentTags } from '../recentCommits';
import { reportedPlan } from '../reportedPlan';
import { reportProblemText } from '../readReports';
import { choosePlan, type PlanChoices } from './choosePlan';
import type { PipelinePlans, PipelinePlansFound, PlannedCommit } from './pipelinePlans';
import { t } from '../../../common/localization';

/** How to sign in: without a prompt, with a prompt for a missing sign-in, or again after a rejected one. */
type SignIn = 'silent' | 'prompt' | 'again';

/** Show Pipeline Plan: shows reports of pipelines in place of local plans. */
export class ShowPipelinePlan {
  constructor(
    private readonly results: PlanResults,
    private readonly targets: PlanTargets,
    private readonly view: PlanView,
    private readonly plans: PipelinePlans,
    private readonly connections: GitHostConnections,
    private readonly extension: vscode.Uri,
  ) {}

  register(): vscode.Disposable {
    return registerTrustedCommand(Command.showPipelinePlan, (argument, file) => this.show(argument, file));
  }

  /** @param file URI of the report; the user is asked if it is missing. */
  private async show(argument: unknown, file: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    if (!platform) return;
    if (file instanceof vscode.Uri) return this.open(platform, argument, file);
    await this.choose(platform, argument, 'silent');
  }

  /** Offers pull requests, commits and tags that pipelines may have planned. */
  private async choose(platform: Platform, argument: unknown, signIn: SignIn): Promise<void> {
    try {
      const hostedRepository = await this.repositoryOf(platform);
      const title = t('Looking for pull requests');
      const gitHost = hostedRepository && (await this.connections.connect(hostedRepository, signIn));
      const choices = await cancellable(title, () => choicesOf(platform, hostedRepository, gitHost));
      const choice = choices && (await choosePlan(choices));
      if (!choice) return;
      if (choice.kind === 'help') return await this.help();
      if (choice.kind === 'signIn') return await this.choose(platform, argument, 'prompt');
      if (choice.kind === 'commit') return await this.find(platform, argument, hostedRepository, choice.commit);
      const file = await chooseFile(platform);
      if (file) await this.open(platform, argument, file);
    } catch (error) {
      await this.showFailure(error, () => this.choose(platform, argument, 'again'));
    }
  }

  /** Shows all reports of a commit in place of the plans of their environments. */
  private async find(
    platform: Platform,
    argument: unknown,
    hostedRepository: HostedRepository | undefined,
    commit: PlannedCommit,
    signIn: SignIn = 'prompt',
  ): Promise<void> {
    const title = t('Looking for the plan reports of {0}', commit.name);
    const named = commandTarget(argument).environment;
    const environments = named === undefined ? platform.environments : [named];
    try {
      const found =
        hostedRepository && (await this.look(hostedRepository, signIn, title, platform, environments, commit));
      if (!found) return;
      for (const plan of found.plans) this.put(platform, plan);
      if (found.plans.length > 0) return await this.view.show();
      await this.showNoReports(found, new URL(hostedRepository.web).host, commit.name);
    } catch (error) {
      await this.showFailure(error, () => this.find(platform, argument, hostedRepository, commit, 'again'));
    }
  }

  /** @returns undefined without a sign-in or on cancel. */
  private async look(
    hostedRepository: HostedRepository,
    signIn: SignIn,
    title: string,
    platform: Platform,
    environments: readonly string[],
    commit: PlannedCommit,
  ): Promise<PipelinePlansFound | undefined> {
    const credentials = await this.connections.credentials(hostedRepository, signIn);
    if (!credentials) return undefined;
    return cancellable(title, async signal => {
      const gitHost = await this.connections.open(hostedRepository, credentials, signal);
      return gitHost && this.plans.find(gitHost, platform.uri, environments, commit);
    });
  }

  private put(platform: Platform, plan: Plan): void {
    const outcome = { kind: isEmptyPlan(plan) ? 'noChanges' : 'planned', plan } as const;
    const entry = this.results.of(platform.uri, plan.environment, plan.refreshOnly ? 'drift' : 'plan');
    this.results.update(entry, { plan, outcome, endedAt: plan.finishedAt, changedFiles: [], arguments: [] });
  }

  private async open(platform: Platform, argument: unknown, file: vscode.Uri): Promise<void> {
    const report = await readFile(file);
    if (!report) return;
    const named = report.origin.environment;
    const inPlatform = named !== undefined && platform.environments.includes(named) ? { environment: named } : {};
    const called = { ...commandTarget(argument), platform: platform.uri, ...inPlatform };
    const target = await this.targets.environment(called, t('Select the environment that was planned'));
    if (!target) return;
    const folder = vscode.Uri.parse(platform.uri).fsPath;
    const { environment } = target.entry;
    this.put(platform, await reportedPlan(report, { folder, environment, file: path.basename(file.fsPath) }));
    await this.view.show();
  }

  /** The hosted repository of the platform; undefined if it is on no supported Git host. */
  private async repositoryOf({ uri }: Platform): Promise<HostedRepository | undefined> {
    const folder = vscode.Uri.parse(uri);
    const setting = vscode.workspace.getConfiguration(undefined, folder).get<string>(Setting.mainBranch, '');
    const { url } = await findMainBranch(new Git(folder.fsPath), setting, false).catch(() => ({ url: '' }));
    const found = await this.connections.hostingOf(url);
    return found.kind === 'gitHost' && hasApi(found.hostedRepository.kind) ? found.hostedRepository : undefined;
  }

  private async showNoReports({ unreadable }: PipelinePlansFound, host: string, name: string): Promise<void> {
    const help = t('How to Keep Reports');
    const [first] = unreadable;
    const message = first
      ? reportProblemText(first)
      : t('{0} has no plan report for {1}. Add a step to your pipeline that keeps one.', host, name);
    if ((await showInformation(message, help)) === help) await this.help();
  }

  private async showFailure(error: unknown, signInAgain: () => Promise<void>): Promise<void> {
    if (!(error instanceof GitHostError)) throw error;
    const signIn = t('Sign In');
    const actions = error.failure === 'signedOut' ? [signIn] : [];
    if ((await showError(gitHostErrorText(error), ...actions)) === signIn) await signInAgain();
  }

  /** Shows the page of the documentation, which is part of the extension. */
  private async help(): Promise<void> {
    const page = vscode.Uri.joinPath(this.extension, 'docs', 'pipelines.md').with({ fragment: 'keep-plan-reports' });
    await vscode.commands.executeCommand('markdown.showPreview', page);
  }
}

async function choicesOf(
  { uri }: Platform,
  hostedRepository: HostedRepository | undefined,
  gitHost: GitHost | undefined,
): Promise<PlanChoices> {
  const git = new Git(vscode.Uri.parse(uri).fsPath);
  const [pullRequests, tags, commits] = await Promise.all([
    gitHost?.openPullRequests(),
    recentTags(git),
    recentCommits(git),
  ]);
  return { host: hostedRepository && new URL(hostedRepository.web).host, pullRequests, tags, commits };
}

async function chooseFile(platform: Platform): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('Open Plan Report'),
    defaultUri: vscode.Uri.parse(platform.uri),
    filters: { JSON: ['json'] },
  });
  return chosen?.[0];
}

async function readFile(uri: vscode.Uri): Promise<ReadReport | undefined> {
  const name = path.basename(uri.fsPath);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    const read =
      size > MAX_REPORT_LENGTH
        ? ({ problem: 'tooLarge' } as const)
        : readPlanReport(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    if (!('problem' in read)) return read;
    void showError(reportProblemText({ name, problem: read.problem }));
  } catch {
    void showError(t("{0} can't be read.", name));
  }
  return undefined;
}
