// Records and replays the output of OpenTofu, for machines without it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A run of the program, without the paths of plan files and of the folder. */
export interface RecordedRun {
  readonly parameters: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** Runs by name of the scenario. */
export type Recording = Readonly<Record<string, readonly RecordedRun[]>>;

const FILE = join(__dirname, '../../../terraform/plan/recordedTofu.json');

export const readRecording = (): Recording => JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
export const writeRecording = (recording: Recording): void =>
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);

/** Code of both programs that removes values which differ between runs. */
const NORMALIZE =
  'const normalized = process.argv.slice(2).map(each => each.replace(/(^|=)\\/.*\\/(?=[^/]+$)/, "$1")).join(" ");';

/** Text of a program that prints the recorded output, and fails for other arguments. */
export const replayingProgram = (runs: readonly RecordedRun[]): string => `#!${process.execPath}
${NORMALIZE}
const runs = ${JSON.stringify(runs)};
const run = runs.find(each => each.parameters === normalized);
if (!run) { process.stderr.write("not recorded: " + normalized + "\\n"); process.exit(97); }
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
process.exitCode = run.status;
`;

/** Text of a program that runs another one, and logs each run on a line of a file. */
export const recordingProgram = (program: string, log: string): string => `#!${process.execPath}
${NORMALIZE}
const { spawnSync } = require("node:child_process");
const { status, stdout, stderr } = spawnSync(${JSON.stringify(program)}, process.argv.slice(2), { encoding: "utf8", maxBuffer: 1 << 28 });
require("node:fs").appendFileSync(${JSON.stringify(log)}, JSON.stringify({ parameters: normalized, status, stdout, stderr }) + "\\n");
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
`;
