/** The attributes of a node pool or cluster with their values in the base environment, as choices. */
import { effectiveValueAt } from '../../semantics/effectiveParts';
import { plainValue } from '../../semantics/plainValue';
import type { ScaffoldContext } from '../scaffoldContext';
import { callNamed } from './stagesInCode';

/** @param name label of the module */
export function replaceableValues(
  { request, platform }: ScaffoldContext,
  name: string,
): { value: string; description: string }[] {
  const call = platform?.root && callNamed(request, platform.root, name);
  const inEffect = call && request.model.effectiveConfiguration(call).environments.get(platform.base);
  if (!call?.module.schema || !inEffect) return [];
  return [...call.module.schema.attributes.keys()].flatMap(value => {
    const current = value.includes('*') ? undefined : effectiveValueAt(inEffect, value.split('.'));
    const plain = current && plainValue(current);
    return plain?.known === true && plain.value !== null ? [{ value, description: JSON.stringify(plain.value) }] : [];
  });
}
