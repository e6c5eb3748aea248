/** What `terraform validate` says of the platforms of the exam. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { terraformVersion, type Program } from '../../../common/program';

const FILE = join(__dirname, '../../fixtures/exam/verdicts.json');

/** Whether all verdicts are recorded again. */
const records = process.env['EXAM_VERDICTS'] === 'record';
/** Of so many recorded verdicts, one is compared with the program's. */
const COMPARED = 20;

interface Recording {
  /** The program that gave the verdicts, with its version. */
  readonly program: string;
  /** Whether it accepts a platform, by the hash of its files. */
  readonly accepts: Readonly<Record<string, boolean>>;
}

/**
 * Verdicts on platforms. They are recorded, since a version of a program always gives the same verdict on the same files, and 280 runs take half
 * a minute of processor time. The program is asked about platforms that are not recorded, about all if it has another version, and about every
 * twentieth recorded one. `EXAM_VERDICTS=record` asks about all of them and records the verdicts.
 */
export class ExamVerdicts {
  readonly #program: string;
  readonly #recorded: Readonly<Record<string, boolean>>;
  readonly #given: Record<string, boolean> = {};
  #found = 0;

  constructor(program: Program) {
    const found = terraformVersion(execFileSync(program, ['version'], { encoding: 'utf8' }));
    this.#program = `${program} ${found?.version ?? 'of an unknown version'}`;
    const recording = JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
    this.#recorded = records || recording.program !== this.#program ? {} : recording.accepts;
  }

  /**
   * @param files of the platform, by path
   * @param ask lets the program judge them
   * @throws Error if the program's verdict differs from the recorded one
   */
  async isAccepted(files: Readonly<Record<string, string>>, ask: () => Promise<boolean>): Promise<boolean> {
    const hash = hashOf(files);
    const recorded = this.#recorded[hash];
    if (recorded !== undefined && this.#found++ % COMPARED > 0) return recorded;
    const given = await ask();
    if (recorded !== undefined && recorded !== given)
      throw new Error(
        `${this.#program} now ${given ? 'accepts' : 'refuses'} ${hash}: record with EXAM_VERDICTS=record`,
      );
    this.#given[hash] = given;
    return given;
  }

  /** Writes the verdicts if they are recorded again. */
  save(): void {
    if (!records) return;
    const accepts = Object.fromEntries(Object.entries(this.#given).sort(([a], [b]) => (a < b ? -1 : 1)));
    const recording: Recording = { program: this.#program, accepts };
    writeFileSync(FILE, `${JSON.stringify(recording, null, 2)}\n`);
  }
}

function hashOf(files: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 24);
}
