// Stands for an extension host: runs programs under a guard, tells what happens on standard output, and is killed by a test.
// Usage: node --import tsx host.ts <HostOrder as JSON>
import '../../../startPrograms';
import { RunGuard } from '../../../../client/processes/runGuard';
import { startRunning } from '../../../../client/processes/runningProgram';
import type { Patience } from '../../../../client/processes/termination';

export interface HostOrder {
  /** Removed in the end. */
  folder: string;
  /** A script for Node that the guard runs. */
  guarded?: string;
  /** A script for Node that the host runs itself. */
  watched?: string;
  patience: Patience;
  killAtOnce?: boolean;
  /** Interrupt the program first, as a person who cancels does. */
  interrupt?: boolean;
}

const order = JSON.parse(process.argv[2] ?? '') as HostOrder;
const spec = (script: string) => ({
  file: process.execPath,
  arguments: ['-e', script],
  cwd: order.folder,
  environment: process.env,
});
const guard = RunGuard.start(order.folder);
const { patience, killAtOnce = false } = order;
const programs = [
  ...(order.guarded === undefined ? [] : [guard.run({ ...spec(order.guarded), patience, killAtOnce })]),
  ...(order.watched === undefined ? [] : [startRunning(spec(order.watched), guard)]),
];
process.stdout.write('ready\n');
for (const program of programs) {
  program.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    if (order.interrupt && chunk.includes('up')) program.send('SIGINT');
  });
  program.stderr.on('data', (chunk: Buffer) => process.stdout.write(chunk));
}
