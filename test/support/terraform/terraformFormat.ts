import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgedBy } from './judgedBy';
import { programEnvironment } from './programEnvironment';

/**
 * Formats texts with one run of `terraform fmt`.
 *
 * @returns the formatted texts; a text that terraform refuses is unchanged
 */
export async function terraformFormat(texts: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'format-'));
  try {
    const files = texts.map((_, index) => path.join(folder, `f${index}.tf`));
    for (const [index, file] of files.entries()) await writeFile(file, texts[index]!);
    await format(folder);
    return await Promise.all(files.map(file => readFile(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asserts that texts are formatted, with one run of `terraform fmt`. @param texts by their names in failure messages */
export async function assertFormatted(texts: Readonly<Record<string, string>>): Promise<void> {
  const formatted = await terraformFormat(Object.values(texts));
  assert.deepEqual(Object.fromEntries(Object.keys(texts).map((what, index) => [what, formatted[index]])), texts);
}

function format(folder: string): Promise<void> {
  const options = { cwd: folder, env: programEnvironment(folder), maxBuffer: 1 << 28 };
  return new Promise((resolve, reject) => {
    execFile(judgedBy, ['fmt', '-list=false', '-no-color'], options, (error, _, stderr) => {
      // 2: some file has a syntax error.
      if (error && error.code !== 2) reject(new Error(`terraform fmt: ${error.message}\n${stderr}`));
      else resolve();
    });
  });
}
