/** The word `configuration` in a call. */
import type { Place } from '../../hcl/values/value';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { attributeOf } from '../../workspace/moduleFolder';

/** Undefined where the call has none. */
export function configurationName({ declaration }: ModuleCall): Place | undefined {
  const part = attributeOf(declaration, 'configuration');
  return part && { item: part.item, start: part.attribute.start, end: part.attribute.nameEnd };
}
