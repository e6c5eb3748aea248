import * as path from 'node:path';
import type * as vscode from 'vscode';
import { isEmptyPlan } from '../../../common/plan/planModel';
import type { Plan } from '../../../common/plan/plan';
import { errorMessage } from '../../core/errorMessage';
import { StoredPlanFiles } from '../run/storedPlanFiles';
import type { PlanEntry } from '../model/planEntry';
import type { PlanResults } from './planResults';

/** Keeps the last plan and the last drift check of every environment across reloads of the window. */
export class StoredPlans implements vscode.Disposable {
  private readonly files: StoredPlanFiles | undefined;
  private readonly stored = new WeakSet<Plan>();
  private readonly subscription: vscode.Disposable;

  /** @param storage folder of the workspace. If there is none, nothing is stored. */
  constructor(
    private readonly results: PlanResults,
    storage: vscode.Uri | undefined,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.files = storage?.scheme === 'file' ? new StoredPlanFiles(path.join(storage.fsPath, 'plans')) : undefined;
    void this.restore();
    this.subscription = results.onDidChange(entry => this.keep(entry));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async restore(): Promise<void> {
    for (const { platform, environment, plan, ...made } of (await this.files?.read(Date.now())) ?? []) {
      const entry = this.results.of(platform, environment, plan.refreshOnly ? 'drift' : 'plan');
      if (entry.plan || entry.running) continue;
      this.stored.add(plan);
      const outcome = { kind: isEmptyPlan(plan) ? 'noChanges' : 'planned', plan } as const;
      this.results.update(entry, { ...made, plan, outcome, endedAt: plan.finishedAt, changedFiles: [] });
    }
  }

  private keep(entry: PlanEntry): void {
    const { platform, environment, plan, duration } = entry;
    if (!plan || !this.files || this.stored.has(plan)) return;
    this.stored.add(plan);
    const kept = {
      platform,
      environment,
      plan,
      arguments: entry.arguments,
      ...(duration !== undefined && { duration }),
    };
    this.files
      .write(kept)
      .catch((error: unknown) => this.output.warn(`Plan of ${environment}: ${errorMessage(error)}`));
  }
}
