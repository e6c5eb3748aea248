// Another editor window that plans: a process of its own, which a test can kill.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Phase, PlanOutcome } from '../../../../client/plan/run/planOutcome';
import { builtGuard, guardVariable } from '../../startPrograms';

/** What the process is told as its argument, in JSON. */
export interface EditorOrder {
  storage: string;
  folder: string;
  environment: string;
  executable: string;
}

export class Editor {
  readonly #process: ChildProcessByStdio<null, Readable, null>;
  readonly #exited: Promise<unknown>;
  #said = '';

  constructor(order: EditorOrder, environment: NodeJS.ProcessEnv) {
    const parameters = ['--import', 'tsx', join(__dirname, 'editorProcess.ts'), JSON.stringify(order)];
    const env = { ...environment, [guardVariable]: builtGuard() };
    this.#process = spawn(process.execPath, parameters, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#process.stdout.on('data', (chunk: Buffer) => (this.#said += chunk.toString('utf8')));
    this.#exited = once(this.#process, 'close');
  }

  /** Settled when the plan has come so far. @throws Error when it has ended before */
  async reached(phase: Phase): Promise<void> {
    while (!this.#said.split('\n').includes(phase)) {
      if (this.#process.exitCode !== null) throw new Error(`The editor has ended: ${this.#said}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** As when the extension host crashes. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  /** How its plan has ended. */
  async outcome(): Promise<PlanOutcome> {
    await this.#exited;
    return JSON.parse(this.#said.trim().split('\n').at(-1) ?? '') as PlanOutcome;
  }
}
