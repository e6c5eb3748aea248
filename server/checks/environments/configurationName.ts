/** Finds the name of the `configuration` attribute. */
import type { SourceRange } from '../../hcl/model';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';

/** The range of the name; undefined if the call has no `configuration`. */
export function configurationName({ declaration }: ModuleCall): SourceRange | undefined {
  const part = declaredAttribute(declaration, 'configuration');
  return part && { item: part.item, start: part.attribute.start, end: part.attribute.nameEnd };
}
