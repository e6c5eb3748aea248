/** The word `configuration` in a call. */
import type { SourceRange } from '../../hcl/model';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';

/** Undefined where the call has none. */
export function configurationName({ declaration }: ModuleCall): SourceRange | undefined {
  const part = declaredAttribute(declaration, 'configuration');
  return part && { item: part.item, start: part.attribute.start, end: part.attribute.nameEnd };
}
