import * as assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareActions,
  forecastOf,
  planCase,
  type ForecastCase,
  type Planned,
} from '../support/forecast/forecastCase';
import { ROOT_CASES, STAND_IN_CASES, STAND_IN_FACTS, standInFiles } from '../support/forecast/standInCases';
import { stubProvider } from '../support/forecast/stubProvider';
import { skipWithout } from '../support/skipWithout';

const PROJECT = join(__dirname, '../..');

/** Mutations of the engine: the file, a text in it and its replacement. */
const MUTATIONS: Readonly<Record<string, readonly [file: string, from: string, to: string]>> = {
  'ignores moved blocks': ['server/forecast/matchInstances.ts', 'yield* movesOf(this.after, this.isReached)', '[]'],
  'drops ignore_changes': [
    'server/forecast/ignoredChanges.ts',
    'ignored ? mergedConfig(before, after, ignored) : after',
    'ignored ? after : after',
  ],
  'treats opaque values as equal': [
    'server/forecast/valueEquality.ts',
    "if (after.content === 'pending') return 'different';",
    "if (after.content !== undefined) return 'equal';",
  ],
  'ignores replace_triggered_by': [
    'server/forecast/plannedWalk.ts',
    "if (list?.kind !== 'tuple') return 'no';",
    "if (list?.kind !== 'none') return 'no';",
  ],
  'ignores default tags': ['server/forecast/plannedWalk.ts', 'if (facts?.isTaggable) this', 'if (facts === null) this'],
};

describe('forecasts of stand-in modules', function () {
  let program: string;
  const plans = new Map<string, Planned>();
  const cases = new Map(
    STAND_IN_CASES.map(([title, before, after]): [string, ForecastCase] => [
      title,
      { before: standInFiles(before), after: standInFiles(after), environment: 'ops', facts: STAND_IN_FACTS },
    ]),
  );

  before(async function () {
    skipWithout(this, 'terraform');
    program = await stubProvider(this);
  });

  for (const [title, forecastCase] of cases)
    it(`equal the plan: ${title}`, async () => {
      const planned = await planCase(forecastCase, program);
      plans.set(title, planned);
      const { unknown, wrong, equal, planError } = compareActions(planned, await forecastOf(forecastCase), 'ops');
      assert.deepEqual({ unknown, wrong, planError }, { unknown: [], wrong: [], planError: undefined });
      assert.equal(equal > 0, true);
    });

  for (const { title, before, after, unknown = [], fails } of ROOT_CASES)
    it(`equal the plan: ${title}`, async () => {
      const forecastCase: ForecastCase = {
        before: { 'main.tf': before },
        after: { 'main.tf': after },
        environment: 'ops',
        facts: STAND_IN_FACTS,
      };
      const planned = await planCase(forecastCase, program);
      plans.set(title, planned);
      cases.set(title, forecastCase);
      const forecast = await forecastOf(forecastCase);
      const verdict = compareActions(planned, forecast, 'ops');
      assert.deepEqual(
        { unknown: [...verdict.unknown].sort(), wrong: verdict.wrong, fails: verdict.planError !== undefined },
        { unknown, wrong: [], fails: fails !== undefined },
      );
      if (!fails) return;
      assert.match(verdict.planError ?? '', fails);
      assert.match(forecast.environments['ops']?.cannotPlan?.[0]?.message ?? '', fails);
    });

  for (const [name, [file, from, to]] of Object.entries(MUTATIONS))
    it(`differ from plans if the engine ${name}`, async () => {
      const mutant = new Mutant(file, from, to);
      try {
        const wrong: string[] = [];
        for (const [title, planned] of plans) {
          const forecast = await mutant.forecastOf(cases.get(title)!);
          wrong.push(...compareActions(planned, forecast, 'ops').wrong);
        }
        assert.notDeepEqual(wrong, []);
      } finally {
        mutant.delete();
      }
    });
});

/** A copy of the server in which one text is replaced. It is below the project, so that it finds its packages. */
class Mutant {
  private readonly folder: string;

  constructor(file: string, from: string, to: string) {
    mkdirSync(join(PROJECT, 'out'), { recursive: true });
    this.folder = mkdtempSync(join(PROJECT, 'out', 'mutant-'));
    for (const part of ['server', 'common', 'data', 'test/support', 'package.json'])
      cpSync(join(PROJECT, part), join(this.folder, part), { recursive: true });
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    assert.equal(text.includes(from), true, `${file} lacks: ${from}`);
    writeFileSync(path, text.replace(from, to));
  }

  async forecastOf(forecastCase: ForecastCase): ReturnType<typeof forecastOf> {
    const module = (await import(join(this.folder, 'test/support/forecast/forecastCase.ts'))) as {
      readonly forecastOf: typeof forecastOf;
    };
    return module.forecastOf(forecastCase);
  }

  delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
