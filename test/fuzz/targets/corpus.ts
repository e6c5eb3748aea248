/** Initial inputs: the files of the sample platforms and of the fixtures, by their names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const test = join(__dirname, '../..');
/** Excludes 500 copies of one module, which would dominate the corpus. */
const FOLDERS = ['platforms', 'fixtures/found', 'fixtures/inheritance/head', 'grammar'];
const MOST = 150;

/** Every sample with a matching path, in the order of the paths. @throws if there is none */
export function samples(pattern: RegExp): readonly Buffer[] {
  const paths = FOLDERS.flatMap(folder =>
    readdirSync(join(test, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => !path.includes(join('found', 'fuzz')) && pattern.test(path.replaceAll('\\', '/')))
      .sort(),
  );
  if (paths.length === 0) throw new Error(`No sample matches ${pattern.source}.`);
  return paths.slice(0, MOST).map(path => readFileSync(path));
}

export const texts = (...all: readonly string[]): readonly Buffer[] => all.map(text => Buffer.from(text));
