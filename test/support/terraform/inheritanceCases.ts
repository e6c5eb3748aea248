import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExactJson } from './effectiveValues';
import { readBlocks } from './hclBlocks';

/** One of the 290 module calls in `test/fixtures/inheritance`, with terraform's result. */
export interface InheritanceCase {
  /** Unique, readable: `head/p001/scw_p001_eu-west-0.tf#scw_p001_eu-west-0`. */
  readonly id: string;
  /** Absolute path of the platform's folder. */
  readonly platform: string;
  /** Absolute path of the file with the call. */
  readonly file: string;
  readonly module: string;
  readonly source: string;
  readonly version: string;
  readonly kind: 'cluster' | 'node-pool' | 'service';
  readonly baseKey: string;
  readonly setPaths: readonly (readonly string[])[];
  readonly features: readonly string[];
  /** Effective attributes by environment. */
  readonly environments: Readonly<Record<string, ExactJson>>;
}

type Entry = Omit<InheritanceCase, 'id' | 'platform'>;

/** Folder of the fixtures. */
const inheritanceFolder = path.join(__dirname, '../../fixtures/inheritance');

/** All cases of all three generations, in the order of their files. */
export function inheritanceCases(): InheritanceCase[] {
  return ['head', 'v0.19.2', 'v0.12.2'].flatMap(generation => {
    const folder = path.join(inheritanceFolder, generation);
    const entries = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Entry[];
    return entries.map(entry => ({
      ...entry,
      id: `${generation}/${entry.file}#${entry.module}`,
      platform: path.join(folder, path.dirname(entry.file)),
      file: path.join(folder, entry.file),
    }));
  });
}

/** HCL text of an argument in the case's module block; undefined if it is absent. */
export function writtenArgument({ file, module }: InheritanceCase, name: string): string | undefined {
  const block = readBlocks(readFileSync(file, 'utf8')).find(
    ({ type, labels }) => type === 'module' && labels[0] === module,
  );
  return block?.arguments.find(argument => argument.name === name)?.expression;
}
