import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { completeStep } from '../../core/completeStep';
import { ContextKey } from '../../core/ids';
import { platformLabel } from '../../platform/ui/choose';
import type { Platforms } from '../../core/platforms';
import type { PlanEntry, PlatformEntries, RunPurpose } from '../model/planEntry';

/** Maximum number of lines in a log; older lines are dropped. */
const MAX_LOG_LINES = 50_000;

/** Maximum length of a line; the rest is dropped. */
const MAX_LINE_LENGTH = 10_000;

/** The last plan and the last drift check of every environment in this window, with their logs. `StoredPlans` keeps the plans across reloads. */
export class PlanResults implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<PlanEntry>();
  private readonly logged = new vscode.EventEmitter<PlanEntry>();
  private readonly entries = new Map<string, PlanEntry>();
  private readonly logs = new WeakMap<PlanEntry, string[]>();

  constructor(private readonly platforms: Platforms) {}

  /** Fires when the data of an environment changes. */
  readonly onDidChange = this.changed.event;

  /** Fires when the raw log of an environment has grown or was reset. */
  readonly onDidLog = this.logged.event;

  /** The data of an environment. Every call returns the same object. */
  of(platform: string, environment: string, purpose: RunPurpose = 'plan'): PlanEntry {
    const key = JSON.stringify([platform, environment, purpose]);
    const existing = this.entries.get(key);
    if (existing) return existing;
    const drift = purpose === 'drift' ? { purpose } : {};
    const entry: PlanEntry = { platform, environment, ...drift, arguments: [], changedFiles: [] };
    this.entries.set(key, entry);
    return entry;
  }

  /** All platforms of the window with their environments in promotion order. */
  get byPlatform(): PlatformEntries[] {
    return this.platforms.all.map(platform => ({
      platform: platform.uri,
      name: platformLabel(platform),
      entries: platform.environments.map(environment => this.of(platform.uri, environment)),
      driftChecks: platform.environments.map(environment => this.of(platform.uri, environment, 'drift')),
    }));
  }

  /** The name that distinguishes a platform from others; '' if the window has only one. */
  nameBeside(platform: Platform): string {
    return this.platforms.all.length > 1 ? platformLabel(platform) : '';
  }

  /** Entries that have a plan, without drift checks. */
  get planned(): PlanEntry[] {
    return [...this.entries.values()].filter(({ plan, purpose }) => plan !== undefined && purpose === undefined);
  }

  /** The environments of a platform that have a plan, in promotion order. */
  plannedOf({ uri, environments }: Platform): PlanEntry[] {
    return environments.map(environment => this.of(uri, environment)).filter(({ plan }) => plan !== undefined);
  }

  /** Applies a change and fires the event. */
  update(entry: PlanEntry, change: Partial<PlanEntry>): void {
    Object.assign(entry, change);
    this.fireChange(entry);
  }

  /** Lines of the last run, oldest first. */
  logOf(entry: PlanEntry): readonly string[] {
    return this.logs.get(entry) ?? [];
  }

  beginLog(entry: PlanEntry): void {
    this.logs.set(entry, []);
    this.logged.fire(entry);
  }

  log(entry: PlanEntry, line: string): void {
    const lines = this.logs.get(entry) ?? [];
    lines.push(line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line);
    if (lines.length > MAX_LOG_LINES) lines.splice(0, lines.length - MAX_LOG_LINES);
    this.logs.set(entry, lines);
    this.logged.fire(entry);
  }

  dispose(): void {
    this.changed.dispose();
    this.logged.dispose();
  }

  private fireChange(entry: PlanEntry): void {
    const set = (key: string, value: boolean) => void vscode.commands.executeCommand('setContext', key, value);
    set(ContextKey.planPresent, this.planned.length > 0);
    if (this.planned.length > 0) completeStep('plan');
    this.changed.fire(entry);
  }
}
