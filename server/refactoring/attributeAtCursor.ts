/** The attribute that the cursor is on, with what every environment of its call has in its place. */
import { hclText } from '../semantics/hclPrinter';
import { baseKeyOf } from '../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { Value } from '../hcl/values/value';
import { configurationSite, type ConfigurationSite } from './configurationTarget';
import { mergedUnit } from './mergeBoundary';
import type { RefactoringTarget } from './refactoring';

export interface AttributeAtCursor {
  readonly call: ModuleCall;
  readonly site: ConfigurationSite;
  readonly environment: string;
  readonly base: string;
  /** Every environment, in the order of the source. */
  readonly environments: readonly string[];
  /** The part that is inherited or overridden as one. */
  readonly path: readonly string[];
  /** What the environment has in effect, as text; undefined for nothing. */
  valueIn(environment: string): string | undefined;
}

/** Undefined where no attribute is, or where its configuration is not understood or not written out. */
export function attributeAtCursor({ snapshot, cursor }: RefactoringTarget): AttributeAtCursor | undefined {
  if (cursor?.kind !== 'attribute' || cursor.environment === undefined || !cursor.path) return undefined;
  const { call, environment } = cursor;
  const site = configurationSite(snapshot, call);
  const base = baseKeyOf(call, snapshot.model);
  const { environments } = snapshot.model.effectiveConfiguration(call);
  if (!site || base === undefined || !environments.has(environment)) return undefined;
  const path = mergedUnit(call, cursor.path);
  return {
    call,
    site,
    environment,
    base,
    environments: [...environments.keys()],
    path,
    valueIn: each => {
      const value = valueAt(environments.get(each)?.value, path);
      return value && value.kind !== 'null' ? hclText(value) : undefined;
    },
  };
}

export function valueAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  return value?.kind === 'object' || value?.kind === 'map' ? valueAt(value.entries.get(first), rest) : undefined;
}
