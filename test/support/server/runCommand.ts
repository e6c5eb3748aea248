/**
 * Runs commands of the command line in one other thread of this process, which has loaded the code already: a new process takes most of a second of
 * processor time until its code runs fast. `commandLine.test.ts` compares the commands with those of the built program.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { CommandRequest, Ran } from './commandWorker';
import { serverBundle } from './languageServer';

export type { Ran };

export interface RunOptions {
  /** The current folder; by default, one without a platform. */
  readonly cwd?: string;
  /** All environment variables; by default, those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input. */
  readonly input?: string;
}

interface Thread {
  readonly port: MessagePort;
  readonly done: Int32Array;
}

let thread: Thread | undefined;

/** Starts the built program, and waits for its end. */
export function runProgram(parameters: readonly string[], { cwd = __dirname, env, input = '' }: RunOptions = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverBundle, ...parameters], {
    ...{ cwd, input, encoding: 'utf8', env: { ...(env ?? process.env) } },
  });
  return { code: status, out: stdout, error: stderr };
}

/** Runs a command, and waits for its end. What is not a command of the command line starts the program. */
export function runCommand(parameters: readonly string[], options: RunOptions = {}): Ran {
  if (/^(?:mcp$|-)/.test(parameters[0] ?? '')) return runProgram(parameters, options);
  const { cwd = __dirname, env, input = '' } = options;
  const { port, done } = (thread ??= startThread());
  const request: CommandRequest = { parameters, cwd, env: { ...(env ?? process.env) }, input };
  Atomics.store(done, 0, 0);
  port.postMessage(request);
  if (Atomics.wait(done, 0, 0, 120_000) === 'timed-out') throw new Error(`${parameters.join(' ')} did not end.`);
  return receiveMessageOnPort(port)!.message as Ran;
}

function startThread(): Thread {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-commands-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'worker.js');
  buildSync({
    ...{ entryPoints: [join(__dirname, 'commandWorker.ts')], outfile },
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' },
    // As in scripts/build.mjs.
    mainFields: ['module', 'main'],
    alias: { 'web-tree-sitter': join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.cjs') },
  });
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { port: port2, done, assets: resolve(__dirname, '../../../dist') };
  new Worker(outfile, { workerData, transferList: [port2], execArgv: [] }).unref();
  port1.unref();
  return { port: port1, done };
}
