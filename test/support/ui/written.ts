// Waits for files that the window writes to disk.
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a file exists on disk. */
export async function written(folder: string, name: string): Promise<void> {
  const watcher = watch(folder);
  try {
    const signal = AbortSignal.timeout(90_000);
    while (!existsSync(join(folder, name))) await once(watcher, 'change', { signal });
  } catch {
    throw new Error(`${name} was not written; there is ${readdirSync(folder).join(', ')}`);
  } finally {
    watcher.close();
  }
}

/** Waits until a file is saved with a matching text. @param name path relative to the folder @returns the text */
export async function savedText(folder: string, name: string, expected: RegExp): Promise<string> {
  const path = join(folder, name);
  const end = Date.now() + 90_000;
  let text: string | undefined;
  while (Date.now() < end) {
    text = textOf(path);
    if (text !== undefined && expected.test(text)) return text;
    // Watching does not report changes in folders that don't exist yet.
    await delay(100);
  }
  const found = existsSync(dirname(path)) ? readdirSync(dirname(path)).join(', ') : 'no such folder';
  throw new Error(`${name} was not saved with ${expected}: ${text ?? found}`);
}

/** Undefined if there is no such file, also because VS Code is just renaming it. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Waits until a file is gone. */
export async function removed(folder: string, name: string): Promise<void> {
  for (const end = Date.now() + 90_000; existsSync(join(folder, name)); await delay(100))
    if (Date.now() > end) throw new Error(`${name} was not removed`);
}
