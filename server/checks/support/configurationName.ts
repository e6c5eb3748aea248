/** The word `configuration` in a call. */
import type { SourceRange } from '../../hcl/values/value';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/moduleFolder';

/** Undefined where the call has none. */
export function configurationName({ declaration }: ModuleCall): SourceRange | undefined {
  const part = declaredAttribute(declaration, 'configuration');
  return part && { item: part.item, start: part.attribute.start, end: part.attribute.nameEnd };
}
