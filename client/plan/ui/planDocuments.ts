import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';
import type { Plan, PlannedOutput, PlannedResource } from '../../../common/plan/plan';
import { outputDiff, resourceDiff, type PlanDiff } from '../model/planDiff';
import { planComparisonText } from './tree/comparisonText';
import type { PlanEntry } from './tree/planEntry';
import type { PlanNodeTarget } from './tree/planNode';
import type { PlanResults } from './planResults';
import { planTarget, planUri, type PlanDocumentTarget, type PlanDocumentSide } from './planUri';

type Difference = Extract<PlanNodeTarget, { kind: 'difference' }>;

/** A growing log is shown this often, in milliseconds. */
const LOG_INTERVAL = 250;

/**
 * The read-only documents of scheme `kubestack-plan`. What was opened from a plan stays as it was when the next plan comes; logs grow
 * while they are watched.
 */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly opened = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable;
  private readonly growing = new Map<string, NodeJS.Timeout>();

  constructor(private readonly results: PlanResults) {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(Scheme.plan, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.opened.delete(uri.toString())),
      results.onDidLog(entry => this.logGrew(entry)),
    );
  }

  readonly onDidChange = this.changed.event;

  /** Opens a change in the diff editor, as soon as its values are known. */
  async openDifference(entry: PlanEntry, { of, id }: Difference): Promise<void> {
    if (entry.running?.listed) await this.ended(entry);
    const { plan, platform, environment } = entry;
    const found = plan && differenceIn(plan, of, id);
    if (!plan || !found) return;
    const uri = (side: PlanDocumentSide) => {
      const target: PlanDocumentTarget = {
        kind: 'difference',
        platform,
        environment,
        of,
        id,
        side,
        at: plan.finishedAt,
      };
      return this.remember(vscode.Uri.from(planUri(target, id, 'tf')), found.diff[side]);
    };
    const title = vscode.l10n.t('{0} (plan of {1})', found.name, environment);
    await vscode.commands.executeCommand('vscode.diff', uri('before'), uri('after'), title, { preview: true });
  }

  /** Opens what two plans of a platform do in the diff editor. */
  async openComparison(left: PlanEntry, right: PlanEntry): Promise<void> {
    if (!left.plan || !right.plan) return;
    const uri = (entry: PlanEntry, plan: Plan, other: PlanEntry, otherPlan: Plan) => {
      const { platform, environment } = entry;
      const target = {
        kind: 'comparison',
        platform,
        environment,
        other: other.environment,
        at: plan.finishedAt,
      } as const;
      const text = planComparisonText(plan, otherPlan, vscode.l10n.t);
      return this.remember(vscode.Uri.from(planUri(target, vscode.l10n.t('plan of {0}', environment), 'plan')), text);
    };
    const title = vscode.l10n.t('Plans: {0} ↔ {1}', left.environment, right.environment);
    const [before, after] = [uri(left, left.plan, right, right.plan), uri(right, right.plan, left, left.plan)];
    await vscode.commands.executeCommand('vscode.diff', before, after, title);
  }

  /** Opens what terraform has written in the last run. */
  async openLog(entry: PlanEntry): Promise<void> {
    const document = await vscode.workspace.openTextDocument(logUri(entry));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const target = planTarget(uri);
    if (target?.kind === 'log') {
      const lines = this.results.logOf(this.results.of(target.platform, target.environment));
      return lines.length === 0 ? vscode.l10n.t('Nothing has been run yet.') : `${lines.join('\n')}\n`;
    }
    const known = this.opened.get(uri.toString());
    return known ?? `# ${vscode.l10n.t('This plan is no longer available. Plan again.')}\n`;
  }

  dispose(): void {
    this.subscriptions.dispose();
    for (const timer of this.growing.values()) clearTimeout(timer);
    this.changed.dispose();
  }

  private ended(entry: PlanEntry): Promise<void> {
    return new Promise(resolve => {
      const subscription = this.results.onDidChange(changed => {
        if (changed !== entry || entry.running) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  private remember(uri: vscode.Uri, text: string): vscode.Uri {
    this.opened.set(uri.toString(), text);
    return uri;
  }

  private logGrew(entry: PlanEntry): void {
    const uri = logUri(entry);
    const key = uri.toString();
    const isOpen = vscode.workspace.textDocuments.some(document => document.uri.toString() === key);
    if (!isOpen || this.growing.has(key)) return;
    const timer = setTimeout(() => {
      this.growing.delete(key);
      this.changed.fire(uri);
    }, LOG_INTERVAL);
    this.growing.set(key, timer);
  }
}

function logUri({ platform, environment }: PlanEntry): vscode.Uri {
  return vscode.Uri.from(
    planUri({ kind: 'log', platform, environment }, vscode.l10n.t('plan of {0}', environment), 'log'),
  );
}

function differenceIn(plan: Plan, of: Difference['of'], id: string): { name: string; diff: PlanDiff } | undefined {
  if (of === 'outputs') {
    const output: PlannedOutput | undefined = plan.outputs.find(({ name }) => name === id);
    return output && { name: output.name, diff: outputDiff(output, vscode.l10n.t) };
  }
  const resource: PlannedResource | undefined = plan[of].find(candidate => candidate.id === id);
  return resource && { name: resource.id, diff: resourceDiff(resource, vscode.l10n.t) };
}
