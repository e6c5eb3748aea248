import { Worker } from 'node:worker_threads';

/** Agents ignore a hook that takes longer than its time limit, which *Set Up Agents…* sets to a minute, with the start of npx. */
const MAX_SECONDS = 30;

/**
 * Ends the process with a failure, which blocks the call, if it doesn't answer in time. A thread of its own, since a computation can keep this one
 * busy.
 */
export function limitGateTime(seconds = MAX_SECONDS): void {
  const code = `
    setTimeout(() => {
      require('node:fs').writeSync(2, 'Kubestack: the call takes too long to judge.\\n');
      process.kill(process.pid, 'SIGKILL');
    }, ${seconds * 1_000});`;
  new Worker(code, { eval: true }).unref();
}
