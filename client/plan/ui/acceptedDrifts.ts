/** Asks the server which drift of the last checks is accepted, and reports entries that accept nothing. */
import * as vscode from 'vscode';
import {
  DRIFT_FILE_ENDING,
  type AcceptedDriftParams,
  type AcceptedDriftResult,
  type DriftedResource,
} from '../../../common/drift/drift';
import { t } from '../../../common/localization';
import type { Plan, PlannedResource } from '../../../common/plan/plan';
import { changedAttributePaths } from '../../../common/plan/changedPaths';
import { Method, type Platform } from '../../../common/protocol';
import { coalesced } from '../../../common/coalesced';
import { errorMessage } from '../../core/errorMessage';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Platforms } from '../../core/platforms';
import type { PlanResults } from './planResults';
import type { PlanEntry } from '../model/planEntry';

/** Delay after a file has changed on disk, so that the server knows of it too, in milliseconds. */
const QUIET_TIME_MS = 500;

/** Interval at which entries are compared with the day again, in milliseconds. */
const HOUR_MS = 60 * 60_000;

/** Maximum number of attribute paths that are compared with an entry. */
const MAX_PATHS = 100;

export class AcceptedDrifts implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('kubestack-drift');
  private readonly judged = new WeakMap<PlanEntry, Plan>();
  private readonly subscriptions: vscode.Disposable;
  private readonly refresh = coalesced(() => this.readAll());
  private readonly hourly = setInterval(this.refresh, HOUR_MS);
  private soon: NodeJS.Timeout | undefined;

  constructor(
    private readonly results: PlanResults,
    private readonly platforms: Platforms,
    private readonly server: LanguageServerClient,
    private readonly output: vscode.LogOutputChannel,
  ) {
    const files = vscode.workspace.createFileSystemWatcher(`**/*${DRIFT_FILE_ENDING}`);
    const later = (): void => {
      clearTimeout(this.soon);
      this.soon = setTimeout(this.refresh, QUIET_TIME_MS);
    };
    this.subscriptions = vscode.Disposable.from(
      this.collection,
      files,
      files.onDidCreate(later),
      files.onDidChange(later),
      files.onDidDelete(later),
      results.onDidChange(entry => {
        if (entry.purpose === 'drift' && entry.plan && this.judged.get(entry) !== entry.plan) this.refresh();
      }),
      platforms.onDidChange(this.refresh),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.path.endsWith(DRIFT_FILE_ENDING)) this.refresh();
      }),
    );
  }

  dispose(): void {
    clearInterval(this.hourly);
    clearTimeout(this.soon);
    this.subscriptions.dispose();
  }

  private async readAll(): Promise<void> {
    const unused = new Map<string, vscode.Diagnostic[]>();
    for (const platform of this.platforms.all) await this.read(platform, unused);
    this.collection.clear();
    this.collection.set([...unused].map(([uri, problems]) => [vscode.Uri.parse(uri), problems]));
  }

  private async read(platform: Platform, unused: Map<string, vscode.Diagnostic[]>): Promise<void> {
    const checked = platform.environments
      .map(environment => this.results.of(platform.uri, environment, 'drift'))
      .flatMap(entry => (entry.plan ? [{ entry, plan: entry.plan }] : []));
    if (checked.length === 0) return;
    const checks = checked.map(({ plan }) => ({
      environment: plan.environment,
      drift: plan.drift.map(driftedResource),
    }));
    // Drift that can't be compared with the entries counts.
    const result = await this.server
      .request<AcceptedDriftParams, AcceptedDriftResult | null>(Method.acceptedDrift, { uri: platform.uri, checks })
      .catch((error: unknown) => void this.output.warn(`${platform.uri}: ${errorMessage(error)}`));
    for (const [index, { entry, plan }] of checked.entries()) {
      if (entry.plan !== plan) continue;
      this.judged.set(entry, plan);
      const found = plan.drift.flatMap(({ id }, at) => {
        const accepted = result?.accepted[index]?.[at];
        return accepted ? [[id, accepted] as const] : [];
      });
      const accepted = new Map(found);
      if (JSON.stringify([...accepted]) !== JSON.stringify([...(entry.accepted ?? [])]))
        this.results.update(entry, { accepted });
    }
    for (const { uri, range } of result?.unused ?? [])
      unused.set(uri, [...(unused.get(uri) ?? []), unusedEntry(range)]);
  }
}

function unusedEntry({ start, end }: AcceptedDriftResult['unused'][number]['range']): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(
    new vscode.Range(start.line, start.character, end.line, end.character),
    t('The last drift checks found nothing that this entry accepts. Remove it if the difference is gone.'),
    vscode.DiagnosticSeverity.Information,
  );
  problem.source = t('drift check');
  problem.tags = [vscode.DiagnosticTag.Unnecessary];
  return problem;
}

/** The part of a drifted resource that entries are compared with. */
export function driftedResource(resource: PlannedResource): DriftedResource {
  const { paths, more } = changedAttributePaths(resource, MAX_PATHS);
  const isDeleted = resource.action === 'delete';
  return { address: resource.address, isDeleted, ...(!isDeleted && !more && { paths }) };
}
