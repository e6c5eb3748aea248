import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { ContextKey } from '../../core/ids';
import type { PlanDiagnostic } from '../../../common/plan/plan';
import type { RunOutcome } from '../model/planMessages';
import type {
  CreateWorkspaceOutcome,
  InitializeOutcome,
  OnEvent,
  Phase,
  PlanOutcome,
  ValidateOutcome,
} from '../run/planOutcome';
import { PlanRunner } from '../run/planRunner';
import type { InitializeRequest } from '../run/runRequest';
import { outcomeText } from './tree/outcomeText';
import type { PlanEntry } from '../model/planEntry';
import type { ReadFiles } from '../model/staleness';
import type { PlanProblems } from './planProblems';
import type { PlanResults } from './planResults';
import type { PlanSources } from './planSources';
import { planSettings } from './planSettings';
import { withRunProgress, type RunHandle } from './runProgress';
import { inRunEnvironment, inStateEnvironment } from './runEnvironment';
import { SaveFirst } from './saveFirst';
import { t } from '../../../common/localization';

/** Permitted changes of `.terraform.lock.hcl` by an initialization. */
export type LockFileChange = NonNullable<InitializeRequest['lockFile']>;

/** Runs plans and other commands with progress, and stores the results. planCommands.ts shows the messages. */
export class Planning implements vscode.Disposable {
  private readonly saveFirst = new SaveFirst();
  private readonly runs = new Map<string, Set<vscode.CancellationTokenSource>>();
  private runner: PlanRunner | undefined;

  constructor(
    private readonly results: PlanResults,
    private readonly problems: PlanProblems,
    private readonly sources: PlanSources,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Plans one environment. @returns undefined on cancel, or if it is already being planned. */
  async plan(platform: Platform, environment: string): Promise<PlanOutcome | undefined> {
    const entry = this.results.of(platform.uri, environment);
    if (entry.running || !(await this.saveFirst.save(vscode.Uri.parse(platform.uri), entry))) return undefined;
    return this.runOf(platform, entry, t('Plan {0}', environment), t('plan {0}', environment));
  }

  /**
   * Reads what has changed outside of Terraform in several environments at the same time.
   *
   * @param ended is called when an environment has been checked. Environments that are already being checked are left out.
   */
  async checkDrift(
    platform: Platform,
    environments: readonly string[],
    ended: (environment: string, outcome: PlanOutcome) => void,
  ): Promise<void> {
    if (!(await this.saveFirst.save(vscode.Uri.parse(platform.uri)))) return;
    const entries = environments.map(environment => this.results.of(platform.uri, environment, 'drift'));
    await Promise.all(
      entries
        .filter(({ running }) => !running)
        .map(async entry => {
          const { environment } = entry;
          const [title, source] = [t('Check drift of {0}', environment), t('drift of {0}', environment)];
          ended(environment, await this.runOf(platform, entry, title, source));
        }),
    );
  }

  private async runOf(platform: Platform, entry: PlanEntry, title: string, source: string): Promise<PlanOutcome> {
    const { environment, purpose } = entry;
    const { arguments: parameters } = planSettings(vscode.Uri.parse(platform.uri));
    this.results.beginLog(entry);
    const started = performance.now();
    const request = { environment, platform, arguments: parameters, refreshOnly: purpose === 'drift' };
    const noted = notedFiles();
    const outcome = await this.run(platform, title, 'checking', [entry], ({ signal, onEvent }) => {
      const handle = { signal, onEvent: noted.in(onEvent) };
      return inStateEnvironment(platform, execution => this.runnerNow.plan({ ...handle, ...execution, ...request }));
    });
    const isPlan = outcome.kind === 'planned' || outcome.kind === 'noChanges';
    this.showProblems(platform, keyOf(entry), source, outcome, noted.files());
    this.results.update(entry, {
      outcome,
      endedAt: Date.now(),
      ...(isPlan && {
        plan: outcome.plan,
        duration: performance.now() - started,
        changedFiles: [],
        arguments: parameters,
      }),
    });
    this.logOutcome(title, outcome, environment, purpose);
    if (isPlan && purpose === undefined) void this.sources.find(entry, outcome.plan);
    return outcome;
  }

  /** Initializes the platform's folder. @param lockFile the changes that the user has agreed to. */
  async initialize(platform: Platform, lockFile: LockFileChange = 'readonly'): Promise<InitializeOutcome> {
    const title = t('Terraform Init');
    const outcome = await this.run(platform, title, 'initializing', [], handle =>
      inStateEnvironment(platform, execution => this.runnerNow.initialize({ ...handle, ...execution, lockFile })),
    );
    this.showProblems(platform, runKey(platform, ' init'), title, outcome);
    this.logOutcome(title, outcome, '');
    return outcome;
  }

  /** Validates the platform. @returns undefined on cancel. */
  async validate(platform: Platform): Promise<ValidateOutcome | undefined> {
    if (!(await this.saveFirst.save(vscode.Uri.parse(platform.uri)))) return undefined;
    const title = t('Validate');
    const noted = notedFiles();
    const outcome = await this.run(platform, title, 'checking', [], ({ signal, onEvent }) => {
      const handle = { signal, onEvent: noted.in(onEvent) };
      return inRunEnvironment(platform, execution => this.runnerNow.validate({ ...handle, ...execution }));
    });
    this.showValidation(platform, title, outcome, noted.files());
    return outcome;
  }

  /** Validates the files on disk, without progress or a message. Diagnostics are shown in the editor, everything else in the output channel. */
  async validateQuietly(platform: Platform): Promise<void> {
    const noted = notedFiles();
    const onEvent = noted.in(event => {
      if (event.kind === 'command') this.output.info(event.line);
    });
    const outcome = await inRunEnvironment(platform, execution => this.runnerNow.validate({ ...execution, onEvent }));
    this.showValidation(platform, t('Validate on save'), outcome, noted.files());
  }

  /** Creates the workspace of an environment. */
  async createWorkspace(platform: Platform, environment: string): Promise<CreateWorkspaceOutcome> {
    const title = t('Create workspace {0}', environment);
    const outcome = await this.run(platform, title, 'checking', [], handle =>
      inStateEnvironment(platform, execution =>
        this.runnerNow.createWorkspace({ ...handle, ...execution, environment }),
      ),
    );
    this.logOutcome(title, outcome, environment);
    return outcome;
  }

  /** Cancels the plan of an environment, or all runs. */
  cancel(entry?: PlanEntry): void {
    const sources = entry ? (this.runs.get(keyOf(entry)) ?? []) : [...this.runs.values()].flatMap(set => [...set]);
    for (const source of sources) source.cancel();
  }

  /** Cancels all runs, and waits until they have ended and their files are removed. */
  async end(): Promise<void> {
    await this.runner?.dispose();
  }

  dispose(): void {
    void this.end();
  }

  /** Created on first use. */
  private get runnerNow(): PlanRunner {
    this.runner ??= new PlanRunner();
    return this.runner;
  }

  private async run<T>(
    platform: Platform,
    title: string,
    phase: Phase,
    entries: readonly PlanEntry[],
    work: (handle: RunHandle) => Promise<T>,
  ): Promise<T> {
    const source = new vscode.CancellationTokenSource();
    const key = entries[0] ? keyOf(entries[0]) : title;
    const sources = this.runs.get(key) ?? new Set();
    this.runs.set(key, sources.add(source));
    this.setRunning();
    this.output.info(t('{0} in {1}', title, vscode.Uri.parse(platform.uri).fsPath));
    const log = (line: string) => {
      if (entries.length === 0) this.output.info(line);
      for (const entry of entries) this.results.log(entry, line);
    };
    const listeners = {
      log,
      command: (line: string) => {
        this.output.info(line);
        for (const entry of entries) this.results.log(entry, `> ${line}`);
      },
      progress: (running: PlanEntry['running']) => {
        if (running) entries.forEach(entry => this.results.update(entry, { running }));
      },
    };
    try {
      const name = this.results.nameBeside(platform);
      return await withRunProgress(name === '' ? title : `${title} (${name})`, phase, source.token, listeners, work);
    } finally {
      for (const entry of entries) delete entry.running;
      sources.delete(source);
      if (sources.size === 0) this.runs.delete(key);
      source.dispose();
      this.setRunning();
    }
  }

  private setRunning(): void {
    void vscode.commands.executeCommand('setContext', ContextKey.planRunning, this.runs.size > 0);
  }

  private showValidation(platform: Platform, title: string, outcome: ValidateOutcome, files?: ReadFiles): void {
    this.showProblems(platform, runKey(platform, ' validate'), t('validate'), outcome, files);
    this.logOutcome(title, outcome, '');
  }

  /** @param files those that the run has read; by default, as they are now */
  private showProblems({ uri }: Platform, run: string, source: string, outcome: RunOutcome, files?: ReadFiles): void {
    this.problems.set(run, source, vscode.Uri.parse(uri).fsPath, diagnosticsOf(outcome), files);
  }

  private logOutcome(title: string, outcome: RunOutcome, environment: string, purpose?: 'drift'): void {
    const text = outcomeText(outcome, environment, purpose);
    // The title contains the environment.
    this.output.info(`${title}: ${text.startsWith(`${environment}: `) ? text.slice(environment.length + 2) : text}`);
  }
}

/** Takes the files that a run has read from its events. */
function notedFiles() {
  let files: ReadFiles | undefined;
  return {
    in:
      (onEvent: OnEvent): OnEvent =>
      event => {
        if (event.kind === 'files') files = event.files;
        onEvent(event);
      },
    /** Undefined before the run has read them. */
    files: () => files,
  };
}

function keyOf({ platform, environment, purpose }: Pick<PlanEntry, 'platform' | 'environment' | 'purpose'>): string {
  return JSON.stringify([platform, environment, purpose]);
}

function runKey({ uri }: Platform, environment: string): string {
  return keyOf({ platform: uri, environment });
}

function diagnosticsOf(outcome: RunOutcome): readonly PlanDiagnostic[] {
  if (outcome.kind === 'planned' || outcome.kind === 'noChanges') return outcome.plan.diagnostics;
  return 'diagnostics' in outcome ? outcome.diagnostics : [];
}
