// npm run counts: what answers cost, in counts that don't depend on the machine, compared with recorded ones (recordedCounts.json). A count that is
// higher than recorded is a failure. Option: --record stores the counts of this run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { aligned } from './aligned';
import { CallCounter, type CountedFunction } from './callCounter';
import { comparedCounts, type Counts } from './recordedCounts';

const FILE = join(__dirname, 'recordedCounts.json');
const SIZES = [10, 40];

/** What is counted, with the functions that do it. */
const COUNTED: Readonly<Record<string, readonly CountedFunction[]>> = {
  'items parsed': ['server/syntax/parser/bodyParser.ts parseItem'],
  'expressions evaluated': ['server/hcl/evaluation/evaluate.ts evaluate'],
  'configurations evaluated': ['server/kubestack/inheritance/effectiveConfiguration.ts computeEffectiveConfiguration'],
  'modules walked': ['server/kubestack/modules/moduleTree.ts children'],
  'blocks looked up': ['server/workspace/moduleFolder.ts declaration'],
  'folders listed': ['server/workspace/moduleFolder.ts sourceFiles'],
  'names searched': ['server/semantics/occurrences.ts findOccurrences'],
  'results kept': ['server/kubestack/memoization/dependencyTracker.ts complete'],
  'resources forecast': ['server/forecast/configBlock.ts resourceArguments'],
  'file system calls': [
    'server/node/nodeFileSystem.ts read',
    'server/node/nodeFileSystem.ts list',
    'server/node/nodeFileSystem.ts kind',
    'server/node/nodeFileSystem.ts stamp',
  ],
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
  const counter = await CallCounter.start();
  // Only functions of files that are loaded later are counted.
  const { countedActions } = await import('./countedActions');
  const now: Counts = {};
  const unused = new Set<string>(Object.values(COUNTED).flat());
  for (const clusters of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'kubestack-counts-'));
    try {
      for (const { name, prepare, run } of countedActions(folder, clusters)) {
        await prepare?.();
        const calls = await counter.during(Object.values(COUNTED).flat(), run);
        for (const [counted, count] of calls) if (count > 0) unused.delete(counted);
        now[`${clusters} clusters: ${name}`] = Object.fromEntries(
          Object.entries(COUNTED).map(([what, functions]) => [
            what,
            functions.reduce((sum, each) => sum + (calls.get(each) ?? 0), 0),
          ]),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  counter.stop();
  if (unused.size > 0) throw new Error(`Not called, so probably renamed: ${[...unused].join(', ')}`);
  if (values.record) return writeFileSync(FILE, `${JSON.stringify(now, undefined, 2)}\n`);
  const { rows, isWorse, isOutdated } = comparedCounts(JSON.parse(readFileSync(FILE, 'utf8')) as Counts, now);
  process.stdout.write(`${aligned([['', ...Object.keys(COUNTED)], ...rows], 1)}\n`);
  if (isWorse) {
    process.stdout.write('\nThe counts with → are higher than recorded. npm run counts -- --record accepts them.\n');
    process.exitCode = 1;
  } else if (isOutdated) process.stdout.write('\nSome counts are lower than recorded: record them with --record.\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
