// Simulates an extension host that a test kills: runs a program under a guard, and prints events to standard output.
// Usage: node --import tsx host.ts <HostOrder as JSON>
import '../../startPrograms';
import { sharedGuard } from '../../../../client/processes/sharedGuard';
import { startRunning } from '../../../../client/processes/runningProgram';
import type { StopTimeouts } from '../../../../client/processes/termination';

export interface HostOrder {
  /** Folder that is removed at the end. */
  folder: string;
  /** Node script to run. */
  script?: string;
  timeout: StopTimeouts;
  killAtOnce?: boolean;
  /** Whether to interrupt the program first, like a user who cancels. */
  interrupt?: boolean;
  /** Whether this process is killed right after the program has started, before the guard is notified. */
  dieAtOnce?: boolean;
}

const { folder, script, interrupt, dieAtOnce, ...ending } = JSON.parse(process.argv[2] ?? '') as HostOrder;
sharedGuard.protect(folder);
if (script !== undefined) {
  const spec = { file: process.execPath, arguments: ['-e', script], cwd: folder, environment: process.env };
  const program = startRunning(spec, ending);
  if (dieAtOnce) process.kill(process.pid, 'SIGKILL');
  program.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    if (interrupt && chunk.includes('up'))
      void sharedGuard.interrupted(program.processId!).then(() => program.send('SIGINT'));
  });
  program.stderr.on('data', (chunk: Buffer) => process.stdout.write(chunk));
}
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
