/** The attribute at the cursor, with its value in every environment of the call. */
import { printHcl } from '../semantics/hclPrinter';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Value } from '../hcl/model';
import { configurationTarget, type ConfigurationTarget } from './configurationTarget';
import { mergeBoundary } from './mergeBoundary';
import type { RefactoringTarget } from './refactoring';

export interface AttributeAtCursor {
  readonly call: ModuleCall;
  readonly target: ConfigurationTarget;
  readonly environment: string;
  readonly base: string;
  /** Every environment, in source order. */
  readonly environments: readonly string[];
  /** The part that is inherited or overridden as a whole. */
  readonly path: readonly string[];
  /** The effective value in the environment, as text; undefined if it is not set. */
  valueIn(environment: string): string | undefined;
}

/** Undefined if there is no attribute, or if its configuration is not understood or not an object literal. */
export function attributeAtCursor({ request, cursor }: RefactoringTarget): AttributeAtCursor | undefined {
  if (cursor?.kind !== 'attribute' || cursor.environment === undefined || !cursor.path) return undefined;
  const { call, environment } = cursor;
  const target = configurationTarget(request, call);
  const base = baseKeyOf(call, request.model);
  const { environments } = request.model.effectiveConfiguration(call);
  if (!target || base === undefined || !environments.has(environment)) return undefined;
  const path = mergeBoundary(call, cursor.path);
  return {
    call,
    target,
    environment,
    base,
    environments: [...environments.keys()],
    path,
    valueIn: each => {
      const value = sourceValueAt(environments.get(each)?.value, path);
      return value && value.kind !== 'null' ? printHcl(value) : undefined;
    },
  };
}

export function sourceValueAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  return value?.kind === 'object' || value?.kind === 'map' ? sourceValueAt(value.entries.get(first), rest) : undefined;
}
