/** `source` and `version` of a module call in one instance of its module. */
import type { Value } from '../../hcl/values/value';
import { earlyText, earlyValue, type GivenValues } from '../../workspace/staticEvaluation';
import { attributeOf, type Declaration } from '../../workspace/moduleFolder';
import type { ModuleInstance } from './moduleInstance';

/** The text, also where it is computed from locals, variables, and what calls of the module pass. */
export function callText(
  instance: ModuleInstance,
  declaration: Declaration | undefined,
  name: string,
): string | undefined {
  return earlyText(instance.folder, declaration, name, givenTo(instance));
}

/** What the call that makes an instance passes; undefined for root modules. */
function givenTo({ parent, callName }: ModuleInstance): GivenValues | undefined {
  if (!parent) return undefined;
  const call = parent.folder?.declaration('module', callName);
  return (variable): Value | undefined => {
    const part = call && attributeOf(call, variable);
    return part && parent.folder
      ? earlyValue(parent.folder, part.item, part.attribute.value, givenTo(parent))
      : undefined;
  };
}
