import assert from 'node:assert/strict';
import { effectiveConfiguration } from '../../../server/features/effective/effectiveConfiguration';
import type { Texts } from '../scaffold/scaffolded';
import { memoizedWorkspaceOf } from '../testWorkspace';
import { comparable, type TerraformPlan } from './platformFolder';

/**
 * Asserts that a plan has the values that the language server shows, for every attribute with a known value of all modules in the root.
 * @returns the number of compared attributes
 */
export async function assertComputed(texts: Texts, environment: string, plan: TerraformPlan): Promise<number> {
  const { snapshot, uri } = await memoizedWorkspaceOf(texts);
  const files = Object.keys(texts).filter(each => /^[^/]+\.tf$/.test(each));
  const modules = files.flatMap(file => effectiveConfiguration(snapshot, uri(file)).modules);
  let compared = 0;
  for (const { address, environments } of modules) {
    const planned = plan.find(each => each.address === `${address}.terraform_data.planned`);
    for (const { path: steps, value, known } of planned ? (environments[environment] ?? []) : []) {
      if (!known || value === null) continue;
      const actual = steps.reduce<unknown>(
        (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
        (planned?.values['input'] as Record<string, unknown> | undefined)?.['configuration'],
      );
      assert.deepEqual(comparable(actual), comparable(value), `${address} ${environment} ${steps.join('.')}`);
      compared += 1;
    }
  }
  return compared;
}
