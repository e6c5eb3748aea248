/** Sample platforms of test/platforms as text. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const platforms = path.join(__dirname, '../../platforms');

/** All files of a sample platform by path. */
export function readSamplePlatform(name: string): Record<string, string> {
  const folder = path.join(platforms, name);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.sort().map(file => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
  );
}
