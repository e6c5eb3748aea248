// Stands for an extension host: runs a program under a guard, tells what happens on standard output, and is killed by a test.
// Usage: node --import tsx host.ts <HostOrder as JSON>
import '../../startPrograms';
import { RunGuard } from '../../../../client/processes/runGuard';
import { startRunning } from '../../../../client/processes/runningProgram';
import type { StopTimeouts } from '../../../../client/processes/termination';

export interface HostOrder {
  /** Removed in the end. */
  folder: string;
  /** A script for Node that is run. */
  script?: string;
  timeout: StopTimeouts;
  killAtOnce?: boolean;
  /** Interrupt the program first, as a person who cancels does. */
  interrupt?: boolean;
  /** Be killed as soon as the program is started, before the guard can have heard of it. */
  dieAtOnce?: boolean;
}

const { folder, script, interrupt, dieAtOnce, ...ending } = JSON.parse(process.argv[2] ?? '') as HostOrder;
const guard = RunGuard.start(folder);
if (script !== undefined) {
  const spec = { file: process.execPath, arguments: ['-e', script], cwd: folder, environment: process.env };
  const program = startRunning(spec, guard, ending);
  if (dieAtOnce) process.kill(process.pid, 'SIGKILL');
  program.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    if (interrupt && chunk.includes('up'))
      void guard.interrupted(program.processId!).then(() => program.send('SIGINT'));
  });
  program.stderr.on('data', (chunk: Buffer) => process.stdout.write(chunk));
}
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
