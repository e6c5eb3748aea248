/** The environments of a module call, without evaluating their content. */
import { memoize } from '../../../common/memoize';
import { convert } from '../../hcl/conversion/convert';
import { literalKey } from '../../hcl/values/objectKey';
import { STRING } from '../../hcl/types/type';
import type { Attribute, Item, ObjectExpression } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import { entriesWithKeys, evaluateEntries, type ConfigurationEntries, MAX_ENVIRONMENTS } from './configurationEntries';
import { evaluateIn } from '../modules/instanceReferences';
import { literalText } from '../modules/literalText';
import type { ModuleCall } from '../modules/moduleCall';
import type { PlatformModel } from '../platform/platformModel';
import { DependencyTracker } from '../memoization/dependencyTracker';

/** Names of the environments, in the order of the source, up to a limit. Empty if they are unknown. */
export function environmentKeys(call: ModuleCall, model: PlatformModel): readonly string[] {
  const part = declaredAttribute(call.declaration, 'configuration');
  if (!part) return call.module.configurationDefault ?? [];
  const expression = part.attribute.value;
  // The usual form needs no evaluation.
  const literal = expression.kind === 'object' ? literalKeys(expression) : undefined;
  if (literal) return literal;
  const { revision } = model.workspace;
  let cached = computed.get(call);
  if (cached?.revision !== revision) computed.set(call, (cached = { revision, keys: computedKeys(call, model, part) }));
  return cached.keys;
}

const computed = new WeakMap<ModuleCall, { readonly revision: number; readonly keys: readonly string[] }>();

/** The environment names in an expression. */
function computedKeys(
  call: ModuleCall,
  model: PlatformModel,
  { item, attribute }: { readonly item: Item; readonly attribute: Attribute },
): readonly string[] {
  const expression = attribute.value;
  const reads = new DependencyTracker();
  const workspace = reads.read(model.sourcesOf(call.instance).selectedWorkspace());
  const entriesIn = (environment: string): ConfigurationEntries =>
    evaluateEntries(model, call.instance, { item, expression }, environment, workspace, reads);
  const { entries } = entriesWithKeys(entriesIn, workspace, () => baseKeyOf(call, model));
  return [...(entries?.keys() ?? [])].slice(0, MAX_ENVIRONMENTS);
}

/** The environments of a call, and its base environment. */
export interface NamedEnvironments {
  readonly keys: readonly string[];
  readonly base: string | undefined;
  /** Whether the call has a `configuration`; otherwise the module's default has the environments. */
  readonly isConfigured: boolean;
}

const written = new WeakMap<ModuleCall, NamedEnvironments>();

/** Shared, since most calls of a platform have the same environments. */
const shared = new Map<string, NamedEnvironments>();
const MAX_SHARED = 100;

/** Both together, see {@link environmentKeys} and {@link baseKeyOf}; cached with the call if they are constant. */
export function namedEnvironments(call: ModuleCall, model: PlatformModel): NamedEnvironments {
  return writtenEnvironments(call, model) ?? environmentsNow(call, model);
}

const environmentsNow = (call: ModuleCall, model: PlatformModel): NamedEnvironments => ({
  keys: environmentKeys(call, model),
  base: baseKeyOf(call, model),
  isConfigured: declaredAttribute(call.declaration, 'configuration') !== undefined,
});

/** The same, usually one object for all calls with the same environments; undefined if they are not constant. */
export function writtenEnvironments(call: ModuleCall, model: PlatformModel): NamedEnvironments | undefined {
  const cached = written.get(call);
  if (cached) return cached;
  if (!areWrittenOut(call)) return undefined;
  const named = environmentsNow(call, model);
  const key = JSON.stringify([named.base, named.isConfigured, named.keys]);
  const same = shared.get(key) ?? named;
  if (shared.size >= MAX_SHARED) shared.clear();
  shared.set(key, same);
  written.set(call, same);
  return same;
}

function areWrittenOut({ declaration, module }: ModuleCall): boolean {
  const configuration = declaredAttribute(declaration, 'configuration')?.attribute.value;
  const base = module.baseKeyInput === undefined ? undefined : declaredAttribute(declaration, module.baseKeyInput);
  return (
    configuration?.kind === 'object' &&
    literalKeys(configuration) !== undefined &&
    (!base || literalText(base.attribute.value) !== undefined)
  );
}

/** The keys of an object without duplicates; undefined if one is an expression. */
const literalKeys = memoize(({ items }: ObjectExpression): readonly string[] | undefined => {
  const names = items.map(({ key }) => literalKey(key));
  return names.every(name => name !== undefined) ? [...new Set(names)].slice(0, MAX_ENVIRONMENTS) : undefined;
});

/** The base environment; undefined if it is unknown. */
export function baseKeyOf(call: ModuleCall, model: PlatformModel): string | undefined {
  const { baseKeyInput, baseKeyNullable, defaultBaseKey } = call.module;
  const part = baseKeyInput === undefined ? undefined : declaredAttribute(call.declaration, baseKeyInput);
  if (!part) return defaultBaseKey;
  const literal = literalText(part.attribute.value);
  if (literal !== undefined) return literal;
  const reads = new DependencyTracker();
  const workspace = reads.read(model.sourcesOf(call.instance).selectedWorkspace());
  const { value, diagnostics } = evaluateIn(model, call.instance, part.item, part.attribute.value, workspace, reads);
  if (value.sensitive || diagnostics.length > 0 || value.kind === 'unknown') return undefined;
  // If the argument is nullable, null is neither its default nor an environment.
  if (value.kind === 'null') return baseKeyNullable ? undefined : defaultBaseKey;
  try {
    const text = convert(value, STRING);
    return text.kind === 'string' ? text.value : undefined;
  } catch {
    return undefined;
  }
}
