// What is on disk below the window.
import { once } from 'node:events';
import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Waits until a file of a folder is on disk: what is written is saved. */
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
