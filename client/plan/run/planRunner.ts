/**
 * Plans, initializes, validates and creates workspaces, independent of VS Code. It never applies and never selects a workspace. In Restricted Mode,
 * every run fails before it starts a program.
 */
import { isWorkspaceName } from '../../../common/environmentName';
import { sharedGuard } from '../../processes/sharedGuard';
import { DEFAULT_STOP_TIMEOUTS, type StopTimeouts } from '../../processes/termination';
import { hostEnvironment } from './executionEnvironment';
import { containerFor } from './container';
import { locateExecutable, type ExecutableResult } from './executable';
import { ExecutableCache } from './executableCache';
import { runInitialize } from './initializeRun';
import type {
  CreateWorkspaceOutcome,
  Failed,
  InitializeOutcome,
  Interrupted,
  PlanOutcome,
  ValidateOutcome,
} from './planOutcome';
import { runPlan, type RunContext } from './planRun';
import { PlanStorage, type RunFolder } from './planStorage';
import { RunQueue } from './runQueue';
import {
  type CreateWorkspaceRequest,
  type InitializeRequest,
  type PlanRequest,
  type RunRequest,
  type ValidateRequest,
} from './runRequest';
import { runValidate } from './validateRun';
import { createWorkspace } from './workspaceCheck';

export interface PlanRunnerOptions {
  /** Folder for plan files, created on first use, private to the user; by default in the system's temporary folder. */
  temporaryFolder?: string;
  timeout?: StopTimeouts;
  /** The environment variables of programs; by default `process.env`. */
  environment?: NodeJS.ProcessEnv;
}

/** How a run is queued. */
interface Turn {
  key: string;
  exclusive: boolean;
}

/** There is one for each extension host, since it contains the queues of all folders. */
export class PlanRunner {
  private readonly queues = new Map<string, RunQueue>();
  private readonly storage: PlanStorage;
  private readonly timeouts: StopTimeouts;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly executables = new ExecutableCache();
  private readonly disposing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  constructor(options: PlanRunnerOptions = {}) {
    this.storage = new PlanStorage(options.temporaryFolder);
    this.timeouts = options.timeout ?? DEFAULT_STOP_TIMEOUTS;
    this.environment = options.environment ?? process.env;
  }

  /** Checks the environment, plans, reads the plan and deletes its file. Failures of terraform or the machine do not reject. */
  plan(request: PlanRequest): Promise<PlanOutcome> {
    if (!isWorkspaceName(request.environment)) return Promise.resolve(refused(request));
    const turn = { key: request.environment, exclusive: false };
    return this.run(request, turn, context => runPlan(request, context));
  }

  /** `init -input=false`. It waits for all plans of the folder, and later plans wait for it. */
  initialize(request: InitializeRequest): Promise<InitializeOutcome> {
    return this.run(request, { key: '', exclusive: true }, context => runInitialize(request, context));
  }

  /** `validate`: needs neither environment nor state, and runs concurrently with plans. */
  validate(request: ValidateRequest): Promise<ValidateOutcome> {
    return this.run(request, { key: ' validate', exclusive: false }, context => runValidate(request, context));
  }

  /** Creates a workspace without changing the selected one. */
  createWorkspace(request: CreateWorkspaceRequest): Promise<CreateWorkspaceOutcome> {
    if (!isWorkspaceName(request.environment)) return Promise.resolve(refused(request));
    const turn = { key: request.environment, exclusive: false };
    return this.run(request, turn, context => {
      const question = { ...context, folder: request.folder, environment: request.environment };
      return createWorkspace(question, context.storage);
    });
  }

  /** Whether a run of an environment, or of any, is running or waiting in a folder; for context keys. */
  isBusy(folder: string, environment?: string): boolean {
    return this.queues.get(folder)?.isBusy(environment) ?? false;
  }

  /** Cancels all runs, waits for their end and deletes their files. For `deactivate`. */
  async dispose(): Promise<void> {
    this.disposing.abort();
    await Promise.allSettled([...this.running]);
    await this.storage.close();
  }

  private run<T>(
    request: RunRequest,
    turn: Turn,
    work: (context: RunContext) => Promise<T>,
  ): Promise<T | Failed | Interrupted> {
    const running = this.oneAtATime(request, turn, work);
    this.running.add(running);
    const forget = () => this.running.delete(running);
    running.then(forget, forget);
    return running;
  }

  private async oneAtATime<T>(
    request: RunRequest,
    turn: Turn,
    work: (context: RunContext) => Promise<T>,
  ): Promise<T | Failed | Interrupted> {
    const signals = [this.disposing.signal, ...(request.signal ? [request.signal] : [])];
    const signal = AbortSignal.any(signals);
    const queue = this.queueOf(request.folder);
    const onEvent = request.onEvent ?? (() => undefined);
    if (queue.wouldWait(turn.key, turn.exclusive)) onEvent({ kind: 'phase', phase: 'waiting' });
    const release = await queue.enter(turn.key, turn.exclusive, signal).catch(() => undefined);
    if (!release) return { kind: 'cancelled', lockMayRemain: false };
    let folder: RunFolder | undefined;
    let unprotect: (() => void) | undefined;
    try {
      folder = await this.storage.open();
      unprotect = sharedGuard.protect(folder.path);
      const context = await this.contextOf(request, folder.path, signal);
      return 'kind' in context ? context : await work(context);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'failed', exitCode: -1, stderrTail: [message] };
    } finally {
      await folder?.remove().catch(() => undefined);
      unprotect?.();
      release();
    }
  }

  private async contextOf(
    request: RunRequest,
    storage: string,
    signal: AbortSignal,
  ): Promise<RunContext | Failed | Interrupted> {
    const onEvent = request.onEvent ?? (() => undefined);
    const variables = { ...this.environment, ...request.variables };
    const shared = { variables, storage, signal, timeout: this.timeouts, onEvent };
    if (request.container) return containerFor(request.container, request.folder, shared);
    const found = await this.executableOf(request);
    if ('problem' in found) return { kind: 'executable', problem: found.problem };
    const { executable } = found;
    return { ...shared, executable, execution: hostEnvironment(executable, request.folder, variables) };
  }

  private async executableOf({ executable: setting, folder }: RunRequest): Promise<ExecutableResult> {
    const question = { setting, folder, environment: this.environment };
    const located = await locateExecutable(question);
    return 'file' in located ? this.executables.identify(located.file, question) : located;
  }

  private queueOf(folder: string): RunQueue {
    const queue = this.queues.get(folder) ?? new RunQueue();
    this.queues.set(folder, queue);
    return queue;
  }
}

const refused = ({ environment }: PlanRequest | CreateWorkspaceRequest) =>
  ({ kind: 'environmentRefused', environment }) as const;
