/** In which environments a module call is made. */
import { convert } from '../../hcl/conversion/convert';
import { NUMBER } from '../../hcl/types/type';
import type { Value } from '../../hcl/model';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import { DependencyTracker } from '../memoization/dependencyTracker';
import { evaluateIn, type Declarations } from './instanceReferences';
import type { ModuleCall } from './moduleCall';
import type { ModuleInstance } from './moduleInstance';

/** Whether `count` and `for_each` of a call and of the calls around it are known to make at least one instance in an environment. */
export const isMadeIn = (
  { declaration, instance }: Pick<ModuleCall, 'declaration' | 'instance'>,
  environment: string,
  declarations: Declarations,
): boolean =>
  isRepeated(declaration, instance, environment, declarations) && isEntered(instance, environment, declarations);

function isEntered({ parent, callName }: ModuleInstance, environment: string, declarations: Declarations): boolean {
  const declaration = parent?.folder?.declaration('module', callName);
  return !parent || !declaration || isMadeIn({ declaration, instance: parent }, environment, declarations);
}

function isRepeated(
  declaration: Declaration,
  instance: ModuleInstance,
  environment: string,
  declarations: Declarations,
): boolean {
  return ['count', 'for_each'].every(name => {
    const part = declaredAttribute(declaration, name);
    if (!part) return true;
    const { value, diagnostics } = evaluateIn(
      declarations,
      instance,
      part.item,
      part.attribute.value,
      environment,
      new DependencyTracker(),
    );
    return diagnostics.length === 0 && (name === 'count' ? isPositive(value) : hasElements(value));
  });
}

function isPositive(value: Value): boolean {
  try {
    const count = convert(value, NUMBER);
    return count.kind === 'number' && count.value.sign > 0;
  } catch {
    return false;
  }
}

const hasElements = (value: Value): boolean =>
  'elements' in value ? value.elements.length > 0 : 'entries' in value && value.entries.size > 0;
