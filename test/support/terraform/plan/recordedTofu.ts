// A program that says again what a real tofu once said, for machines without one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One run of the program. Paths of plan files and of the folder are left out. */
export interface RecordedRun {
  readonly parameters: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** By the name of the scenario. */
export type Recording = Readonly<Record<string, readonly RecordedRun[]>>;

const FILE = join(__dirname, '../../../terraform/plan/recordedTofu.json');

export const readRecording = (): Recording => JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
export const writeRecording = (recording: Recording): void =>
  writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);

/** In both programs: what is another one in each run. */
const NORMALIZE =
  'const normalized = process.argv.slice(2).map(each => each.replace(/(^|=)\\/.*\\/(?=[^/]+$)/, "$1")).join(" ");';

/** Text of a program that says what was recorded, and fails loudly where it is asked something else. */
export const replayingProgram = (runs: readonly RecordedRun[]): string => `#!${process.execPath}
${NORMALIZE}
const runs = ${JSON.stringify(runs)};
const run = runs.find(each => each.parameters === normalized);
if (!run) { process.stderr.write("not recorded: " + normalized + "\\n"); process.exit(97); }
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
process.exitCode = run.status;
`;

/** Text of a program that runs a real one and keeps, line by line in a file, what it said. */
export const recordingProgram = (program: string, log: string): string => `#!${process.execPath}
${NORMALIZE}
const { spawnSync } = require("node:child_process");
const { status, stdout, stderr } = spawnSync(${JSON.stringify(program)}, process.argv.slice(2), { encoding: "utf8", maxBuffer: 1 << 28 });
require("node:fs").appendFileSync(${JSON.stringify(log)}, JSON.stringify({ parameters: normalized, status, stdout, stderr }) + "\\n");
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = status;
`;
