// Scaffolds that change and remove parts of the sample platforms, with a real terraform and stand-ins for modules and providers. docs/scaffolding.md
// describes the limits of this test. scaffolds.test.ts tests scaffolds that add parts.
import assert from 'node:assert/strict';
import { listPlatforms } from '../../server/kubestack/platform/platform';
import { skipWithout } from '../support/skipWithout';
import { newDiagnostics, successorOf } from '../support/scaffold/diagnosticsOf';
import { scaffolded, writtenFiles, type Texts } from '../support/scaffold/scaffolded';
import { memoizedWorkspaceOf } from '../support/testWorkspace';
import { judgedBy } from '../support/terraform/judgedBy';
import { LIFE_COURSES, type Plans } from '../support/terraform/lifeCourses';
import { plannedValues, PlatformFolder } from '../support/terraform/platformFolder';
import { StandInProviders } from '../support/terraform/standInProviders';
import { assertFormatted } from '../support/terraform/terraformFormat';

describe('platforms after many scaffolds, with a real terraform', function () {
  this.timeout(600_000);
  let providers: StandInProviders;
  const seen = new Map<string, Plans>();

  before(async function () {
    skipWithout(this, judgedBy);
    providers = await StandInProviders.start();
  });
  after(() => providers?.stop());

  for (const { name, before: original, steps } of LIFE_COURSES) {
    it(`${name}: is formatted, valid, and planned as requested in every environment`, async () => {
      const folder = new PlatformFolder(providers.reattach);
      try {
        const history: Texts[] = [original];
        const allWritten: Record<string, string> = {};
        let plans = await planned(folder, original);
        for (const { kind, answers, expect, restores } of steps) {
          const what = `step ${history.length}, ${kind} ${JSON.stringify(answers)}`;
          const before = history.at(-1)!;
          const { texts, changed } = await scaffolded(before, kind, answers);
          assert.ok(changed.length > 0, `${what} changed nothing`);
          for (const [path, text] of Object.entries(writtenFiles(before, texts)))
            allWritten[`${path} after ${what}`] = text;
          assert.deepEqual(await newDiagnostics(before, texts, successorOf({ kind, answers }, 'apps')), [], what);
          if (restores !== undefined) assert.deepEqual(texts, history.at(-restores - 1), `${what} restores the files`);
          const next = await planned(folder, texts, Object.keys(plans));
          expect(plans, next);
          plans = next;
          history.push(texts);
        }
        await assertFormatted(allWritten);
      } finally {
        folder.remove();
      }
    });
  }

  /** All environments of a platform; the previous ones if no module names any. Plans are cached by files. */
  async function planned(folder: PlatformFolder, texts: Texts, former: readonly string[] = []): Promise<Plans> {
    const key = JSON.stringify(texts);
    const cached = seen.get(key);
    if (cached) return cached;
    await folder.replace(texts);
    const own = await environmentsOf(texts);
    const environments = own.length > 0 ? own : former;
    const plans = await folder.plan(environments);
    const result = Object.fromEntries(environments.map((each, index) => [each, plannedValues(plans[index]!)]));
    seen.set(key, result);
    return result;
  }
});

async function environmentsOf(texts: Texts): Promise<readonly string[]> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  return listPlatforms(snapshot.model, [])[0]?.environments ?? [];
}
