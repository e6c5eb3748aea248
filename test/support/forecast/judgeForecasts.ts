/** `npm run judge -- --forecast N`: forecasts of random changes of the framework's own modules, compared with plans. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FrameworkCorpus, randomFrom, type CorpusCase } from './frameworkCorpus';
import { judgeForecast, UnusableCase, type ForecastVerdict } from './forecastCase';
import { builtStubProvider } from './stubProvider';
import type { FactsFile } from './stubSchema';

/** Cases at the same time: Terraform and the provider keep about two cores busy. */
const PARALLEL = 2;
/** The least share of resources whose action is forecast, and equal. The others are unknown. */
const LEAST_EQUAL = 0.98;

/** @returns the exit code */
export async function judgeForecasts(count: number, seed: number): Promise<number> {
  const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
  if (clone === undefined || clone === '')
    throw new Error('KUBESTACK_FRAMEWORK_CLONE has to name a clone of the framework.');
  const program = await builtStubProvider();
  if (program === undefined) throw new Error("The stub provider can't be built: its modules can't be downloaded.");
  const facts = JSON.parse(readFileSync(join(__dirname, '../../../data/resources.json'), 'utf8')) as FactsFile;
  const corpus = new FrameworkCorpus(clone, facts);
  const totals = { cases: 0, equal: 0, unknown: 0, wrong: 0, unusable: 0 };
  const waiting = Array.from({ length: count }, (_, index) => index);
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const each = corpus.case(randomFrom(seed * 100_000 + index), index);
      const verdict = await judged(each, program);
      totals.cases++;
      if (!verdict) {
        totals.unusable++;
        continue;
      }
      totals.equal += verdict.equal;
      totals.unknown += verdict.unknown.length;
      totals.wrong += verdict.wrong.length;
      print(each, verdict);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  const share = totals.equal / Math.max(1, totals.equal + totals.unknown + totals.wrong);
  console.log(
    `${totals.cases} changes (${totals.unusable} that can't be applied), ${totals.equal} resources equal (${(100 * share).toFixed(1)} %), ${totals.unknown} unknown, ${totals.wrong} wrong`,
  );
  return totals.wrong === 0 && share >= LEAST_EQUAL ? 0 : 1;
}

async function judged(each: CorpusCase, program: string): Promise<ForecastVerdict | undefined> {
  try {
    return await judgeForecast(each, program);
  } catch (error) {
    if (!(error instanceof UnusableCase)) throw error;
    const [, message = error.message] = /Error: ([^\n]*)/.exec(error.message) ?? [];
    console.log(`${each.title}: can't be applied: ${message}`);
    return undefined;
  }
}

function print({ title }: CorpusCase, { unknown, wrong }: ForecastVerdict): void {
  for (const text of wrong) console.log(`${title}\n  wrong:   ${text}`);
  for (const text of unknown) console.log(`${title}\n  unknown: ${text}`);
}
