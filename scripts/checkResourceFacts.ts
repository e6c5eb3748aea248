/**
 * `npm run facts`: checks the form of data/resources.json. `npm run facts -- CLONE` also lists the types and arguments that the modules in a clone of
 * the framework's repository use and that have no facts, from the oldest supported release to the clone's HEAD.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factProblems } from './resourceFacts';
import { filesAt, git } from './schemas/gitFiles.mjs';
import { hclReader, type HclBody } from './schemas/hclTree.mjs';

const FACTS = join(__dirname, '..', 'data', 'resources.json');
const OLDEST_RELEASE = 'v0.15.0-beta.0';
const META_ARGUMENTS = new Set([
  ...['connection', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner'],
]);

interface Facts {
  readonly resources: Readonly<Record<string, { readonly types: Readonly<Record<string, string>> }>>;
  readonly dataSources: Readonly<Record<string, unknown>>;
}

/** Types and arguments that the modules of a clone use without facts; one line each. */
export async function missingFacts({ resources, dataSources }: Facts, clone: string): Promise<string[]> {
  const tags = git(clone, ['tag', '--sort=v:refname']).toString().trim().split('\n');
  const refs = [...tags.slice(tags.indexOf(OLDEST_RELEASE)), 'HEAD'];
  const files = filesAt(
    clone,
    refs,
    path => path.endsWith('.tf') && !/(^|\/)(tests?|quickstart|examples)\//.test(path),
  );
  const texts = new Map([...files.values()].flatMap(paths => [...paths.values()].map(({ id, text }) => [id, text])));
  const read = await hclReader();
  const missing = new Set<string>();
  for (const text of texts.values())
    for (const { type: kind, labels, body } of read(text, true).blocks) {
      const type = labels[0] ?? '';
      if (kind === 'data' && !Object.hasOwn(dataSources, type)) missing.add(`data ${type}`);
      if (kind !== 'resource') continue;
      const facts = Object.hasOwn(resources, type) ? resources[type] : undefined;
      if (!facts) missing.add(type);
      else for (const path of pathsIn(body, '')) if (!Object.hasOwn(facts.types, path)) missing.add(`${type}: ${path}`);
    }
  return [...missing].sort();
}

/** Paths of arguments and blocks that a body sets. */
function pathsIn(body: HclBody, prefix: string): string[] {
  const isMeta = (name: string): boolean => prefix === '' && META_ARGUMENTS.has(name);
  return [
    ...[...body.attributes.keys()].filter(name => !isMeta(name)).map(name => prefix + name),
    ...body.blocks.flatMap(({ type, labels, body: inner }) => {
      if (isMeta(type)) return [];
      const isDynamic = type === 'dynamic';
      const path = prefix + (isDynamic ? labels[0]! : type);
      const content = isDynamic ? inner.blocks.find(block => block.type === 'content')?.body : inner;
      return [path, ...(content ? pathsIn(content, `${path}.`) : [])];
    }),
  ];
}

async function main(): Promise<void> {
  const facts = JSON.parse(readFileSync(FACTS, 'utf8')) as Facts;
  const clone = process.argv[2];
  const problems = [
    ...factProblems(facts),
    ...(clone === undefined ? [] : (await missingFacts(facts, clone)).map(name => `${name} has no facts.`)),
  ];
  console.log(problems.join('\n') || `${Object.keys(facts.resources).length} resource types: no problems.`);
  if (problems.length > 0) process.exitCode = 1;
}

if (require.main === module) void main();
