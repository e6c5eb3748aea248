// Another editor window that plans, in a separate process that a test can kill.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Phase, PlanOutcome } from '../../../../client/plan/run/planOutcome';
import { builtGuard, guardVariable } from '../../startPrograms';

/** The argument of the process, in JSON. */
export interface EditorOrder {
  storage: string;
  folder: string;
  environment: string;
  executable: string;
}

export class Editor {
  readonly #process: ChildProcessByStdio<null, Readable, null>;
  readonly #exited: Promise<unknown>;
  #output = '';

  constructor(order: EditorOrder, environment: NodeJS.ProcessEnv) {
    const parameters = ['--import', 'tsx', join(__dirname, 'editorProcess.ts'), JSON.stringify(order)];
    const env = { ...environment, [guardVariable]: builtGuard() };
    this.#process = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process.stdout.on('data', (chunk: Buffer) => (this.#output += chunk.toString('utf8')));
    this.#exited = once(this.#process, 'close');
  }

  /** Waits until the plan reaches a phase. @throws Error if it has ended before */
  async reached(phase: Phase): Promise<void> {
    while (!this.#output.split('\n').includes(phase)) {
      if (this.#process.exitCode !== null) throw new Error(`The editor has ended: ${this.#output}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Kills the process, like a crash of the extension host. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** Waits for the result of the plan. */
  async outcome(): Promise<PlanOutcome> {
    await this.#exited;
    return JSON.parse(this.#output.trim().split('\n').at(-1) ?? '') as PlanOutcome;
  }
}
