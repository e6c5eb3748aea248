/** The effective configuration of a platform given as text. */
import { now } from '../../../common/now';
import { allCalls } from '../../../server/kubestack/platform/platform';
import { printHcl } from '../../../server/semantics/hclPrinter';
import { memoizedWorkspaceOf } from '../testWorkspace';
import type { Texts } from './scaffolded';

/** Configurations as HCL, by environment and address of the call (`module.a`). */
export async function effective(texts: Texts): Promise<Record<string, Record<string, string>>> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  const { model } = snapshot;
  const result: Record<string, Record<string, string>> = {};
  for (const root of model.tree.rootInstances())
    for (const call of now(allCalls(root, model)))
      for (const [environment, { value }] of model.effectiveConfiguration(call).environments)
        (result[environment] ??= {})[call.address] = value ? printHcl(value) : '?';
  return result;
}
