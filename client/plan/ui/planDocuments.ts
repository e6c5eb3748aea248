import * as vscode from 'vscode';
import { Scheme } from '../../core/ids';
import type { Plan } from '../../../common/plan/plan';
import { outputDiff, resourceDiff, type PlanDiff } from '../model/planDiff';
import { actionMeaning, driftMeaning } from './tree/actionStyles';
import { planComparisonText } from './tree/comparisonText';
import type { PlanEntry } from '../model/planEntry';
import type { PlanNodeTarget } from './tree/planNode';
import { resourceLabel } from './tree/resourceLabel';
import type { PlanResults } from './planResults';
import { planTarget, planUri, type PlanDocumentSide } from './planUri';
import { t } from '../../../common/localization';

type Difference = Extract<PlanNodeTarget, { kind: 'difference' }>;

/** Refresh interval of a growing log, in milliseconds. */
const LOG_INTERVAL_MS = 250;

const SIDES: readonly PlanDocumentSide[] = ['before', 'after'];

/**
 * The read-only documents of scheme `kubestack-plan`. Documents of a plan stay unchanged after the next plan; logs are updated while they grow. VS
 * Code does not restore editors of such documents after a reload.
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

  /** Opens a change when its values are known: both sides in the diff editor, or a single side in a normal editor. */
  async openDifference(entry: PlanEntry, { of, id }: Difference): Promise<void> {
    if (entry.running?.listed) await this.ended(entry);
    const { plan, platform, environment, purpose } = entry;
    const found = plan && differenceIn(plan, of, id);
    if (!plan || !found) return;
    const { label, diff } = found;
    const title = t('{0} ({1})', label, environment);
    const uri = (side: PlanDocumentSide) => {
      const run = { platform, environment, ...(purpose && { purpose }) };
      const target = { kind: 'difference', ...run, of, id, side, at: plan.finishedAt } as const;
      return this.remember(vscode.Uri.from(planUri(target, title, 'tf')), diff[side]);
    };
    const [only, ...others] = SIDES.filter(side => diff[side] !== '');
    if (only && others.length === 0)
      await vscode.commands.executeCommand('vscode.open', uri(only), {
        preview: true,
      } satisfies vscode.TextDocumentShowOptions);
    else await vscode.commands.executeCommand('vscode.diff', uri('before'), uri('after'), title, { preview: true });
  }

  /** Opens the plans of two environments in the diff editor. */
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
      const text = planComparisonText(plan, otherPlan);
      return this.remember(vscode.Uri.from(planUri(target, t('plan of {0}', environment), 'plan')), text);
    };
    const title = t('Plans: {0} ↔ {1}', left.environment, right.environment);
    const [before, after] = [uri(left, left.plan, right, right.plan), uri(right, right.plan, left, left.plan)];
    await vscode.commands.executeCommand('vscode.diff', before, after, title);
  }

  /** Opens the output of the last run. */
  async openLog(entry: PlanEntry): Promise<void> {
    const document = await vscode.workspace.openTextDocument(logUri(entry));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const target = planTarget(uri);
    if (target?.kind === 'log') {
      const lines = this.results.logOf(this.results.of(target.platform, target.environment, target.purpose));
      return lines.length === 0 ? t('Nothing has been run yet.') : `${lines.join('\n')}\n`;
    }
    const text = this.opened.get(uri.toString());
    return text ?? `# ${t('This plan is no longer available. Plan again.')}\n`;
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
    }, LOG_INTERVAL_MS);
    this.growing.set(key, timer);
  }
}

function logUri({ platform, environment, purpose }: PlanEntry): vscode.Uri {
  const name = purpose === 'drift' ? t('drift of {0}', environment) : t('plan of {0}', environment);
  const run = { platform, environment, ...(purpose && { purpose }) };
  return vscode.Uri.from(planUri({ kind: 'log', ...run }, name, 'log'));
}

/** A change with its short name. A change with only one side includes the action, which no other side shows. */
function differenceIn(plan: Plan, of: Difference['of'], id: string): { label: string; diff: PlanDiff } | undefined {
  if (of === 'outputs') {
    const output = plan.outputs.find(({ name }) => name === id);
    return output && { label: output.name, diff: outputDiff(output) };
  }
  const resource = plan[of].find(candidate => candidate.id === id);
  if (!resource) return undefined;
  const diff = resourceDiff(resource);
  const meaning = of === 'drift' ? driftMeaning(resource.action) : actionMeaning(resource.action);
  const remarked = (text: string): string => (text === '' ? '' : `# ${meaning}\n${text}`);
  const isOneSided = diff.before === '' || diff.after === '';
  return {
    label: resourceLabel(resource).label,
    diff: isOneSided ? { before: remarked(diff.before), after: remarked(diff.after) } : diff,
  };
}
