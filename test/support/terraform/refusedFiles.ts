import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Program } from '../../../common/program';
import { judgedBy } from './judgedBy';
import { programEnvironment } from './programEnvironment';

/**
 * Finds texts that terraform can't parse as configuration files. Uses `terraform fmt`, which checks only the syntax.
 *
 * @returns indexes of invalid texts, with the first error message of each
 */
export async function refusedFiles(
  texts: readonly string[],
  program: Program = judgedBy,
): Promise<Map<number, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'syntax-'));
  try {
    for (const [index, text] of texts.entries()) await writeFile(path.join(folder, `f${index}.tf`), text);
    const problems = await format(folder, program);
    const refused = new Map<number, string>();
    for (const problem of problems.split(/^Error: /m)) {
      const index = Number(/^ {2}on f(\d+)\.tf line/m.exec(problem)?.[1] ?? Number.NaN);
      if (!Number.isNaN(index) && !refused.has(index)) refused.set(index, problem.trim());
    }
    return refused;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function format(folder: string, program: Program): Promise<string> {
  const options = { cwd: folder, env: programEnvironment(folder), maxBuffer: 1 << 28 };
  return new Promise((resolve, reject) => {
    execFile(program, ['fmt', '-check', '-list=false', '-no-color'], options, (error, _, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error(`${program} does not start`, { cause: error }));
      else resolve(stderr);
    });
  });
}
