// A short run of `npm run fuzz`: the corpus and the first inputs of a fixed seed, and every recorded failing input.
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minimizeBytes } from '../../fuzz/minimize';
import { inputOf, runAlone, runTarget } from '../../fuzz/runTarget';
import type { FuzzTarget } from '../../fuzz/target';
import { functionsTarget } from '../../fuzz/targets/functions';
import { gitHostTarget } from '../../fuzz/targets/gitHost';
import { planTargets } from '../../fuzz/targets/plan';
import { repositoryFiles } from '../../fuzz/targets/repositoryFiles';
import { settingsTarget } from '../../fuzz/targets/settings';

const SEED = 1;
/** Targets that need the built server are in the server suite. */
const targets = [...repositoryFiles, functionsTarget, settingsTarget, ...planTargets, gitHostTarget];
/** Timeout in milliseconds, sufficient for slow machines, since this only tests that the run ends. */
const HANG = 20_000;
const found = join(__dirname, '../../fixtures/found/fuzz');

describe('fuzzing', function () {
  for (const target of targets) {
    it(`finds no failure in the first inputs of seed ${SEED} for ${target.name}`, async () => {
      const { finding } = await runTarget(target, { seed: SEED, runs: 12, from: target.corpus().length, hang: HANG });
      assert.equal(finding?.problem, undefined, JSON.stringify(finding?.input.toString('latin1')));
    });

    const folder = join(found, target.name);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      it(`finds no failure in the recorded input ${name} for ${target.name}`, async () => {
        assert.equal(await runAlone(target, readFileSync(join(folder, name)), HANG), undefined);
      });
    }
  }

  it('has a target for every recorded input', () => {
    const names = new Set([...targets.map(({ name }) => name), 'messages', 'frames']);
    assert.deepEqual(
      readdirSync(found).filter(name => !names.has(name)),
      [],
    );
  });

  it('generates the same input for the same seed, and others for other seeds', () => {
    const [target] = targets;
    assert.ok(target);
    const corpus = target.corpus();
    const at = (seed: number): string => inputOf(target, corpus, seed, corpus.length + 5).toString('latin1');
    assert.equal(at(1), at(1));
    assert.notEqual(at(1), at(2));
  });
});

describe('a failing fuzz target', () => {
  const failing = (run: (input: Buffer) => void): FuzzTarget => ({
    name: 'failing',
    corpus: () => [Buffer.from('one\ntwo\nthree BUG four\nfive\n')],
    dictionary: ['x'],
    open: () => Promise.resolve({ run: input => Promise.resolve(run(input)), close: () => Promise.resolve() }),
  });

  it('is reported with a minimal input that fails in the same way', async () => {
    const target = failing(input => {
      if (input.includes('BUG')) throw new TypeError('a bug');
    });
    const { finding, runs } = await runTarget(target, { seed: SEED, runs: 10 });
    assert.equal(runs, 1);
    assert.equal(finding?.input.toString(), 'BUG');
    assert.match(finding.problem, /^TypeError: a bug/);
  });

  it('is reported if it takes too long', async () => {
    const target = failing(() => {
      const end = process.cpuUsage().user + 40_000;
      while (process.cpuUsage().user < end);
    });
    const { finding } = await runTarget(
      { ...target, corpus: () => [Buffer.from('x')] },
      { seed: SEED, runs: 1, hang: 20 },
    );
    assert.match(finding?.problem ?? '', /^hang: computed for \d+ ms$/);
  });

  it('is reported if it leaks its input', async () => {
    const kept: Buffer[] = [];
    const target = failing(() => void kept.push(Buffer.alloc(200_000)));
    const { finding } = await runTarget(target, { seed: SEED, runs: 2_000 });
    assert.match(finding?.problem ?? '', /^growth: \d+ MB/);
  });
});

describe('minimizing an input', () => {
  it('keeps the part that causes the failure, wherever it is', async () => {
    const needs = (input: Buffer): Promise<boolean> => Promise.resolve(/a[^]*b[^]*c/.test(input.toString()));
    const smallest = await minimizeBytes(Buffer.from('xx a\nyy\nzz b\nww c ww\n'), needs);
    assert.equal(smallest.toString(), 'abc');
  });
});
