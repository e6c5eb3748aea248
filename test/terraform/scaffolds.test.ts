// All scaffolds on all sample platforms with a real terraform, and one sequence with OpenTofu, with stand-ins for modules and providers.
// docs/scaffolding.md describes the limits of this test.
import assert from 'node:assert/strict';
import { listPlatforms } from '../../server/kubestack/platform/platform';
import { skipWithout } from '../support/skipWithout';
import { COURSES } from '../support/scaffold/everyScaffold';
import { scaffolded, type Texts } from '../support/scaffold/scaffolded';
import { memoizedWorkspaceOf } from '../support/testWorkspace';
import { assertComputed } from '../support/terraform/assertComputed';
import { judgedBy, judges } from '../support/terraform/judgedBy';
import { PlatformFolder, type TerraformPlan } from '../support/terraform/platformFolder';
import { StandInProviders } from '../support/terraform/standInProviders';
import { assertFormatted } from '../support/terraform/terraformFormat';

for (const program of judges)
  describe(`scaffolded platforms, with a real ${program}`, function () {
    this.timeout(600_000);
    let providers: StandInProviders;

    before(async function () {
      skipWithout(this, program);
      providers = await StandInProviders.start();
    });
    after(() => providers?.stop());

    for (const { name, before: original, steps } of program === judgedBy ? COURSES : COURSES.slice(0, 1)) {
      it(`${name}: is formatted, valid and can be planned in every environment`, async () => {
        let texts: Texts = original;
        const allWritten: Record<string, string> = {};
        const folder = new PlatformFolder(providers.reattach, program);
        try {
          for (const [index, { kind, answers }] of steps.entries()) {
            const after = await scaffolded(texts, kind, answers);
            const written = after.changed.filter(each => each.endsWith('.tf'));
            for (const each of written) allWritten[`${each} after step ${index + 1}, ${kind}`] = after.texts[each]!;
            texts = after.texts;
            if (written.length > 0) await folder.replace(texts);
            const isPlanned = index === steps.length - 1;
            if (written.length > 0 && !isPlanned) await folder.validate();
          }
          await assertFormatted(allWritten);
          await folder.initialize();
          const environments = await environmentsOf(texts);
          for (const [index, plan] of (await folder.plan(environments)).entries())
            await assertPlanned(texts, environments[index]!, plan);
        } finally {
          folder.remove();
        }
      });
    }

    /** Asserts that the plan of an environment has a resource for each module with the configuration that we compute. */
    async function assertPlanned(texts: Texts, environment: string, plan: TerraformPlan): Promise<void> {
      const planned = plan.map(({ address }) => address.replace(/^module\.|\.terraform_data.*$/g, ''));
      const modules = Object.keys(texts).flatMap(
        each =>
          /^((?:eks|gke|aks|scw)_[^_]+_[^_/]+(?:_(?:node_pool|service|feature)_[\w-]+)?)(?:_cluster)?\.tf$/.exec(
            each,
          )?.[1] ?? [],
      );
      const missing = modules.filter(
        module => !/_providers$/.test(module) && !planned.some(each => each.split('.')[0] === module),
      );
      assert.deepEqual(missing, [], `nothing is planned in ${environment}`);
      const compared = await assertComputed(texts, environment, plan);
      // Modules of a platform's own copy of the framework have other resource names.
      const isOwnCopy = Object.keys(texts).some(each => each.startsWith('vendor/'));
      assert.ok(isOwnCopy || compared > 5, `${compared} attributes were compared`);
    }
  });

async function environmentsOf(texts: Texts): Promise<readonly string[]> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  return listPlatforms(snapshot.model, [])[0]!.environments;
}
