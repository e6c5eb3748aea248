// npm run test:load: runs the tests while other processes keep all cores busy, to find tests that depend on time.
// Usage: npm run test:load [-- --times NUMBER] [suite …]; by default five times and all suites. Stops at the first failed run.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '5' } },
});

const busy = Array.from({ length: availableParallelism() }, () =>
  spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
);
const stop = () => busy.forEach(child => child.kill('SIGKILL'));
process.once('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const runTests = () =>
  new Promise((resolve, reject) => {
    const script = join(dirname(fileURLToPath(import.meta.url)), 'test.mjs');
    const child = spawn(process.execPath, [script, ...positionals], { stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', code => resolve(code ?? 1));
  });

for (let run = 1; run <= Number(values.times); run++) {
  console.log(`Run ${run} of ${values.times}, with ${busy.length} busy processes`);
  const code = await runTests();
  if (code !== 0) {
    console.log(`Run ${run} failed.`);
    process.exit(code);
  }
}
console.log(`${values.times} runs passed.`);
process.exit(0);
