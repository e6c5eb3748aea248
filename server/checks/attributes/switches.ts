/** Attributes that decide whether the value of another one reaches an argument: facts of `data/schemas.json`. */
import type { Value } from '../../hcl/model';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { SwitchesJson } from '../../kubestack/schemas/constraint';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import { effectiveValueAt, stringValue } from '../../semantics/effectiveParts';

/** Whether a value reaches its argument in an environment: `eviction_policy` only with `use_spot`. Not if that isn't known. */
export const isSwitchedOn = (
  switches: SwitchesJson,
  schema: ModuleSchema | undefined,
  inEffect: ResolvedEnvironment | undefined,
): boolean =>
  Object.entries(switches).every(([path, needed]) => {
    const value = inEffect && effectiveValueAt(inEffect, path.split('.'));
    const standard = schema?.attributes.get(path)?.default ?? '';
    const text = value ? knownText(value) : typeof standard === 'object' ? undefined : String(standard);
    if (text === undefined) return false;
    return typeof needed === 'object' ? text !== needed.not : text === String(needed);
  });

const knownText = (value: Value): string | undefined =>
  value.sensitive ? undefined : value.kind === 'bool' ? String(value.value) : stringValue(value);
