import * as path from 'node:path';
import * as vscode from 'vscode';
import { countActions, isEmptyPlan } from '../../../common/plan/planModel';
import {
  MAX_REPORT_LENGTH,
  readPlanReport,
  type ReadReport,
  type ReportProblem,
} from '../../../common/plan/readPlanReport';
import type { Plan } from '../../../common/plan/plan';
import type { Platform } from '../../../common/protocol';
import { Command } from '../../core/ids';
import { showError } from '../../core/messages';
import { commandTarget } from '../../platform/commandTarget';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { collectInputs } from '../model/staleness';
import type { PlanResults } from './planResults';
import type { PlanTargets } from './planTarget';
import type { PlanView } from './planView';

/** Show Pipeline Plan: opens a report that a pipeline has kept, in place of a plan that was made here. */
export class ShowPipelinePlan {
  constructor(
    private readonly results: PlanResults,
    private readonly targets: PlanTargets,
    private readonly view: PlanView,
  ) {}

  register(): vscode.Disposable {
    return registerTrustedCommand(Command.showPipelinePlan, (argument, file) => this.show(argument, file));
  }

  /** @param file of the report, as a URI; asked for where it is missing. */
  private async show(argument: unknown, file: unknown): Promise<void> {
    const platform = await this.targets.platform(argument);
    if (!platform) return;
    const uri = file instanceof vscode.Uri ? file : await chooseFile(platform);
    const report = uri && (await readFile(uri));
    if (!report) return;
    const named = report.origin.environment;
    const known = named !== undefined && platform.environments.includes(named) ? { environment: named } : {};
    const called = { ...commandTarget(argument), platform: platform.uri, ...known };
    const target = await this.targets.environment(called, vscode.l10n.t('Select the environment that was planned'));
    if (!target) return;
    const { entry } = target;
    const plan = await planOf(report, platform, entry.environment, path.basename(uri.fsPath));
    const outcome = { kind: isEmptyPlan(plan) ? 'noChanges' : 'planned', plan } as const;
    this.results.update(entry, { plan, outcome, endedAt: plan.finishedAt, changedFiles: [], arguments: [] });
    await this.view.show();
  }
}

async function planOf(
  { origin, plan }: ReadReport,
  platform: Platform,
  environment: string,
  file: string,
): Promise<Plan> {
  const folder = vscode.Uri.parse(platform.uri).fsPath;
  const { commit, url, plannedAt } = origin;
  return {
    ...plan,
    environment,
    folder,
    diagnostics: [],
    counts: countActions(plan.changes),
    inputs: await collectInputs(folder),
    finishedAt: plannedAt === undefined ? 0 : Date.parse(plannedAt),
    origin: { file, ...(commit !== undefined && { commit }), ...(url !== undefined && { url }) },
  };
}

async function chooseFile(platform: Platform): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Plan Report'),
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
    void showError(problemText(read.problem, name));
  } catch {
    void showError(vscode.l10n.t('{0} can’t be read.', name));
  }
  return undefined;
}

function problemText(problem: ReportProblem, name: string): string {
  switch (problem) {
    case 'notJson':
    case 'notReport':
      return vscode.l10n.t('{0} is not a plan report. Make one with “kubestack-language-server plan-report”.', name);
    case 'newer':
      return vscode.l10n.t('{0} was made by a newer version. Update the Kubestack extension to open it.', name);
    case 'tooLarge':
      return vscode.l10n.t('{0} is too large to open.', name);
  }
}
