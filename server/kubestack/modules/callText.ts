/** `source` and `version` of a module call in one instance of its module. */
import type { Value } from '../../hcl/model';
import { staticString, staticValue, type StaticScope } from '../../workspace/staticEvaluation';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import type { ModuleInstance } from './moduleInstance';

/** The string, also if it is computed from locals, variables, and arguments of the module's callers. */
export function callText(
  instance: ModuleInstance,
  declaration: Declaration | undefined,
  name: string,
): string | undefined {
  return staticString(instance.folder, declaration, name, givenTo(instance));
}

/** The arguments of the call that makes an instance; undefined for root modules. */
function givenTo({ parent, callName }: ModuleInstance): StaticScope | undefined {
  if (!parent) return undefined;
  const call = parent.folder?.declaration('module', callName);
  return (variable): Value | undefined => {
    const part = call && declaredAttribute(call, variable);
    return part && parent.folder
      ? staticValue(parent.folder, part.item, part.attribute.value, givenTo(parent))
      : undefined;
  };
}
