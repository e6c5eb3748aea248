/** The thread of `runCommand.ts`. */
import { Buffer } from 'node:buffer';
import { workerData, type MessagePort } from 'node:worker_threads';
import { runCommandLine } from '../../../server/cli/commandLine';

export interface CommandRequest {
  readonly parameters: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: string;
}

/** The end of a command. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

interface WorkerData {
  readonly port: MessagePort;
  /** Set to 1 after an answer. */
  readonly done: Int32Array;
  readonly assets: string;
}

const { port, done, assets } = workerData as WorkerData;

async function run({ parameters, cwd, env, input }: CommandRequest): Promise<Ran> {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  let [out, error] = ['', ''];
  const code = await runCommandLine(parameters, assets, {
    stdout: { write: text => (out += text) },
    stderr: { write: text => (error += text) },
    stdin: (async function* () {
      yield await Promise.resolve(Buffer.from(input));
    })(),
    env,
    cwd: () => cwd,
  });
  return { code, out, error };
}

port.on('message', (request: CommandRequest) => {
  void run(request)
    .catch((thrown: unknown): Ran => ({ code: null, out: '', error: String(thrown) }))
    .then(result => {
      port.postMessage(result);
      Atomics.store(done, 0, 1);
      Atomics.notify(done, 0);
    });
});
