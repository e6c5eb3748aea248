/**
 * `npm run sample`: writes the pipeline of the sample platform to `media/sample`, as New Platform writes it. A test fails if the file is outdated.
 */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scaffolded } from '../test/support/scaffold/scaffolded';

const project = resolve(__dirname, '..');
const PIPELINE = '.github/workflows/main.yaml';

/** Absolute path of the pipeline. */
export const SAMPLE_PIPELINE = join(project, 'media/sample', PIPELINE);

/** @returns the text of the pipeline that the scaffold writes for the current sample platform */
export async function samplePipeline(): Promise<string> {
  const root = join(project, 'test/platforms/multi-cloud');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name));
  const texts = Object.fromEntries(paths.map(file => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
  const text = (await scaffolded(texts, 'pipeline', { ci: 'github' })).texts[PIPELINE];
  if (text === undefined) throw new Error('The scaffold wrote no pipeline.');
  return text;
}

async function main(): Promise<void> {
  mkdirSync(dirname(SAMPLE_PIPELINE), { recursive: true });
  writeFileSync(SAMPLE_PIPELINE, await samplePipeline());
}

if (require.main === module) void main();
