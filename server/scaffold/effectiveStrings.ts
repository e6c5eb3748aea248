/** Strings in the effective configuration of a module call, in one environment. */
import type { Value } from '../hcl/model';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RequestContext } from '../semantics/requestContext';

/** Undefined if it is not set, unknown, not a string, or sensitive. */
export function effectiveText(
  request: RequestContext,
  call: ModuleCall,
  environment: string,
  path: readonly string[],
): string | undefined {
  const value = effectiveValue(request, call, environment, path);
  return value && textOf(value);
}

/** The elements of a list, or of a comma-separated string as in the `map` generation. */
export function effectiveTextList(
  request: RequestContext,
  call: ModuleCall,
  environment: string,
  path: readonly string[],
): readonly string[] | undefined {
  const value = effectiveValue(request, call, environment, path);
  if (!value || value.sensitive) return undefined;
  if (value.kind === 'string') return value.value.split(',').filter(each => each !== '');
  if (value.kind !== 'list' && value.kind !== 'set' && value.kind !== 'tuple') return undefined;
  const texts = value.elements.map(textOf);
  return texts.some(text => text === undefined) ? undefined : (texts as string[]);
}

function effectiveValue(
  { model }: RequestContext,
  call: ModuleCall,
  environment: string,
  path: readonly string[],
): Value | undefined {
  let value: Value | undefined = model.effectiveConfiguration(call).environments.get(environment)?.value;
  for (const name of path) {
    if (!value || value.sensitive || (value.kind !== 'object' && value.kind !== 'map')) return undefined;
    value = value.entries.get(name);
  }
  return value;
}

function textOf(value: Value): string | undefined {
  if (value.sensitive) return undefined;
  if (value.kind === 'string') return value.value;
  if (value.kind === 'number') return value.value.toText();
  return value.kind === 'bool' ? String(value.value) : undefined;
}
