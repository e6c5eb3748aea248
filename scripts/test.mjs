// npm test: builds, runs each suite in a separate process, and ends with the line `N passed, N failed` for all of them.
// Usage: npm test [-- suite …] [--quick] [--many] [--grep PATTERN] [--jobs NUMBER] [--times]
//   suite    by default, all suites
//   --quick  omits the slowest files of the unit and server suites
//   --many   tries many random cases
//   --grep   runs only tests whose full title matches the regular expression, and prints the output immediately
//   --jobs   number of suites that run at the same time; by default the number of cores plus one, at most three
//   --times  prints the ten slowest files of each suite that measures them, in seconds
// Suites are skipped if the machine lacks a program that they need. With CI set, that is a failure, since all programs except OpenTofu and
// terraform-ls are available from npm, Debian or HashiCorp.
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, constants as os, freemem } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'out/test/results');
const typeScript = ['--import', 'tsx'];

/** Mocha for TypeScript files, with our reporter. */
const mocha = (pattern, ...parameters) => [
  // Mocha starts a second Node with the options of .mocharc.json, which load tsx.
  ...[process.execPath, join(root, 'node_modules/mocha/bin/mocha.js')],
  ...[
    '--reporter',
    join(root, 'test/support/resultReporter.ts'),
    // Ends the run even if a failed test has left something open.
    '--exit',
    ...(process.env.CI ? ['--forbid-only'] : []),
    ...(options.grep === undefined ? [] : ['--grep', options.grep]),
    ...(options.quick ? slow.flatMap(file => ['--ignore', file]) : []),
    ...parameters,
    pattern,
  ],
];

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    jobs: { type: 'string' },
    many: { type: 'boolean' },
    quick: { type: 'boolean' },
    times: { type: 'boolean' },
  },
});
/** These files take half of the processor time of the unit and server suites: random orders, packages, and large inputs. */
const slow = [
  ...['test/unit/common/pipelines/hostilePipelines.test.ts', 'test/unit/fuzz/*.test.ts', 'test/unit/model/*.test.ts'],
  ...['test/unit/server/scaffold/{anyOrder,newFindings}.test.ts'],
  'test/unit/server/codeActions/fixesKeepPromises.test.ts',
  ...['test/server/{filesOutside,manifests,mcp,npmPackage,pipelines,releaseFiles,reportPipelines}.test.ts'],
];
/** The npm that runs this script, as a script: Windows can't start npm itself without a shell. */
const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
/** Number of suites that run at the same time. Three of them keep two cores busy, so with four, nothing ends sooner. */
const jobs = Number(options.jobs ?? (options.grep === undefined ? Math.min(3, availableParallelism() + 1) : 1));

/**
 * The suites in the order in which they start: the longest first, so that none runs alone at the end. `needs`: programs. `prepare`: steps that must
 * succeed first; other suites run meanwhile. `minutes`: timeout, many times the usual duration, after which the suite counts as failed. `count`: reads
 * the result from the output, if the suite's tool writes no result file.
 */
const suites = [
  {
    name: 'ui',
    minutes: 60,
    needs: ['git'],
    prepare: ['build', 'package', 'editor'],
    command: () => mocha('test/editor/ui/**/*.test.ts', '--timeout', '240000'),
  },
  {
    name: 'terraform',
    minutes: 45,
    needs: ['terraform'],
    prepare: process.env.CI ? ['openTofu'] : [],
    command: () => mocha('test/terraform/**/*.test.ts', '--timeout', '240000'),
  },
  {
    name: 'forecast',
    minutes: 45,
    needs: ['terraform'],
    command: () => mocha('test/forecast/**/*.test.ts', '--timeout', '240000'),
  },
  { name: 'unit', minutes: 45, command: () => mocha('test/unit/**/*.test.ts') },
  { name: 'server', minutes: 45, prepare: ['build'], command: () => mocha('test/server/**/*.test.ts') },
  {
    name: 'extension',
    minutes: 45,
    prepare: ['build', 'editor'],
    command: () => [process.execPath, ...typeScript, 'test/editor/runInServer.ts'],
  },
  { name: 'git', minutes: 30, needs: ['git'], command: () => mocha('test/git/**/*.test.ts') },
  {
    name: 'browser',
    minutes: 30,
    prepare: ['build', 'editor'],
    command: () => [process.execPath, ...typeScript, 'test/editor/runInBrowser.ts'],
  },
  {
    name: 'virtual',
    minutes: 30,
    prepare: ['build', 'editor'],
    command: () => [process.execPath, ...typeScript, 'test/editor/runInServer.ts', '--virtual'],
  },
  { name: 'grammar', minutes: 5, command: () => [...npm, 'run', '--silent', 'test:grammar'], count: countGrammarTests },
];

/** Shared preparation steps. A failed step fails the suites that need it. A step that only lacks the network skips them. */
const steps = {
  build: { command: [process.execPath, 'scripts/build.mjs'] },
  package: { command: [process.execPath, 'scripts/package.mjs', '--fast', 'out/kubestack.vsix'] },
  editor: { command: [process.execPath, ...typeScript, 'test/editor/install.ts'], downloads: true },
  // Takes a quarter of an hour once per machine, so npm test doesn't make people wait for it. It succeeds without Go.
  openTofu: { command: [process.execPath, ...typeScript, 'scripts/buildOpenTofu.ts'], minutes: 60 },
};

const colour = (code, text) => (process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
const print = line => process.stdout.write(`${line}\n`);
const hasProgram = name =>
  (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Memory that temporary files need at most, with that of the programs, in bytes. */
const NEEDED_MEMORY = 6 * 1024 ** 3;

/**
 * A folder in memory for temporary files, since git and terraform wait for the disk after almost every file that they write. A container often has
 * less memory there, or does not allow programs.
 *
 * @returns its absolute path; undefined if the machine has no such folder
 */
function folderInMemory() {
  const memory = '/dev/shm';
  if (process.env.TMPDIR || process.platform !== 'linux') return undefined;
  let folder;
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (Math.min(bavail * bsize, freemem()) < NEEDED_MEMORY) return undefined;
    folder = mkdtempSync(join(memory, 'kubestack-'));
    // Tests start servers as other users, which must be able to read and write here, as in /tmp.
    chmodSync(folder, 0o1777);
    const script = join(folder, 'script');
    writeFileSync(script, '#!/bin/sh\n', { mode: 0o700 });
    if (spawnSync(script).status === 0) return folder;
  } catch {
    // It is missing or not writable.
  }
  if (folder) rmSync(folder, { recursive: true });
  return undefined;
}

const temporaryFolder = folderInMemory();
if (temporaryFolder)
  process.once('exit', () => rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 5 }));

/** Terraform and OpenTofu are short-running Go programs: less frequent garbage collection saves a third of their processor time. */
const environment = {
  GOGC: '400',
  ...(temporaryFolder && { TMPDIR: temporaryFolder }),
  ...(options.many && { KUBESTACK_MANY_CASES: '1' }),
  ...process.env,
};

/** Running programs. */
const running = new Set();

/**
 * Runs a command in a separate process group. Prints its output immediately, or with `silent` not at all.
 *
 * @returns exit code (124 after a timeout), and the output
 */
function run([program, ...parameters], { minutes = 5, env = {}, silent = false } = {}) {
  return new Promise(resolve => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, parameters, { cwd: root, env: { ...environment, ...env }, stdio, detached: true });
    running.add(child);
    let output = '';
    let stuck = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text;
        if (!silent) process.stdout.write(text);
      });
    }
    const timer = setTimeout(() => {
      stuck = true;
      output += `not finished after ${minutes} minutes\n`;
      // Ends the suite gracefully first, so that an editor suite can end its VS Code.
      endGroup(child, 'SIGTERM');
      setTimeout(() => endGroup(child, 'SIGKILL'), 5_000).unref();
    }, minutes * 60_000);
    const finish = code => {
      clearTimeout(timer);
      // Ends the remaining processes of the suite.
      endGroup(child, 'SIGKILL');
      running.delete(child);
      resolve({ code: stuck ? 124 : code, output });
    };
    child.once('error', error => {
      output += `${String(error)}\n`;
      finish(127);
    });
    child.once('close', (code, signal) => finish(code ?? 128 + (os.signals[signal] ?? 0)));
  });
}

function endGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}

/** Runs a command under a title. The output of concurrent commands is printed one after the other. */
async function runTitled(name, command, limits) {
  const silent = jobs > 1;
  const title = colour(1, `── ${name}`);
  print(silent ? title : `\n${title}`);
  const { code, output } = await run(command, { ...limits, silent });
  if (silent) print(`\n${title}\n${output}`);
  return { code, output };
}

const prepared = new Map();

/** Runs a preparation step, once for all suites. @returns {Promise<'ready' | 'missing' | 'failed'>} */
function prepare(name) {
  if (!prepared.has(name)) prepared.set(name, runStep(name, steps[name]));
  return prepared.get(name);
}

async function runStep(name, { command, downloads, minutes = 10 }) {
  const { code } = await runTitled(name, command, { minutes });
  return code === 0 ? 'ready' : downloads && !process.env.CI ? 'missing' : 'failed';
}

/** Runs the preparation steps of a suite. @returns why the suite can't run; undefined if it can */
async function prepareSuite(suite) {
  const lacks = (suite.needs ?? []).filter(program => !hasProgram(program));
  if (lacks.length > 0) return without(`${lacks.join(', ')} not on PATH`);
  for (const step of suite.prepare ?? []) {
    const state = await prepare(step);
    if (state === 'missing') return without(`${step} could not be installed`);
    if (state === 'failed') return { ...nothing, failed: 1, note: `${step} failed` };
  }
  return undefined;
}

/** @returns {Promise<{ passed: number, failed: number, skipped: number, note?: string, seconds?: number }>} */
async function runSuite(suite) {
  const start = Date.now();
  const file = join(results, `${suite.name}.json`);
  rmSync(file, { force: true });
  const { code, output } = await runTitled(suite.name, suite.command(), {
    minutes: suite.minutes * (options.many ? 10 : 1),
    env: { TEST_RESULT_FILE: file, ...(options.grep === undefined ? {} : { TEST_GREP: options.grep }) },
  });
  const seconds = (Date.now() - start) / 1000;
  return { seconds, ...judge(code, suite.count ? suite.count(output) : readResult(file)) };
}

const nothing = { passed: 0, failed: 0, skipped: 0 };

const without = note => (process.env.CI ? { ...nothing, failed: 1, note } : { ...nothing, skipped: 1, note });

/** The exit code alone is not sufficient: a suite passes only if it has also counted passed tests. */
function judge(code, counted) {
  if (!counted) return { ...nothing, failed: 1, note: code === 124 ? 'stuck' : `crashed (exit code ${code})` };
  if (counted.failed === 0 && counted.passed > 0 && code !== 0)
    return { ...counted, failed: 1, note: `exit code ${code}` };
  if (counted.passed + counted.failed === 0 && options.grep === undefined)
    return { ...counted, failed: 1, note: 'no test ran' };
  return counted;
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** vscode-tmgrammar-test prints one line for each file, with a symbol in front. */
function countGrammarTests(output) {
  const count = mark =>
    output.split('\n').filter(line =>
      line
        .replace(/\u001b\[[\d;]*m/g, '')
        .trimStart()
        .startsWith(mark),
    ).length;
  return { passed: count('✓'), failed: count('✖'), skipped: 0 };
}

async function main() {
  const unknown = names.filter(name => !suites.some(suite => suite.name === name));
  if (unknown.length > 0) {
    print(`There is no suite ${unknown.join(', ')}; there are ${suites.map(suite => suite.name).join(', ')}.`);
    process.exit(2);
  }
  mkdirSync(results, { recursive: true });
  const total = { ...nothing };
  const lines = [];
  const failures = [];
  const report = (suite, result) => {
    for (const key of Object.keys(total)) total[key] += result[key];
    lines.push(describe(suite.name, result));
    failures.push(...(result.failures ?? []).map(failure => ({ suite: suite.name, ...failure })));
    print(lines.at(-1));
  };
  // Tests of the grammar have no titles.
  const isAsked = ({ name }) => name !== 'grammar' || options.grep === undefined;
  const waiting = suites.filter(({ name }) => names.length === 0 || names.includes(name)).filter(isAsked);
  const waited = [...waiting];
  const work = async () => {
    for (let suite = waiting.shift(); suite; suite = waiting.shift())
      report(suite, (await prepareSuite(suite)) ?? (await runSuite(suite)));
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  // Repeats the failures at the end, since the end of a long log is often the only part that is read or displayed. The file is for programs that
  // print more after the tests, such as .ci/run.
  const texts = failures.map(
    ({ suite, title, error }) => `\n${colour(31, '✖')} ${suite}: ${title}\n${indented(error)}`,
  );
  const text = [...texts, '', ...lines, ''].join('\n');
  print(text);
  if (options.times) waited.forEach(printTimes);
  print(summary(total));
  writeFileSync(join(results, 'summary.txt'), `${text}\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** Prints the slowest files of a suite. */
function printTimes({ name }) {
  const files = Object.entries(readResult(join(results, `${name}.json`))?.files ?? {}).sort(([, a], [, b]) => b - a);
  for (const [file, seconds] of files.slice(0, 10)) print(`${seconds.toFixed(1).padStart(7)} s  ${file}`);
}

function describe(name, result) {
  const mark = result.failed > 0 ? colour(31, '✖') : result.passed > 0 ? colour(32, '✔') : colour(33, '−');
  const note = result.note ? ` (${result.note})` : '';
  const time = result.seconds === undefined ? '' : `, ${result.seconds.toFixed(1)} s`;
  return `${mark} ${name.padEnd(10)} ${summary(result)}${note}${time}`;
}

/** At most 40 lines of an error, below its title. */
const indented = error => error.split('\n').slice(0, 40).join('\n').replace(/^/gm, '  ');

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) endGroup(child, 'SIGTERM');
    process.exit(128 + os.signals[signal]);
  });
}

await main();
