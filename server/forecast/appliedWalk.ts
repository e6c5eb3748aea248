/** The side before a change: the state after its configuration was applied. */
import { identityOf, isSettled, opaque, pending, shortened } from '../hcl/evaluation/content';
import { fromJson } from '../hcl/values/json';
import { nullOf, unknown } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import { blockValue } from './configBlock';
import { dotted, providerValue } from './providerValue';
import type { ResourceType } from './resourceFacts';
import { Walk, type ResourceInstance } from './walk';

export class AppliedWalk extends Walk {
  protected instanceValue(instance: ResourceInstance): Value {
    if (instance.resource.block.isData) return this.dataValue(instance);
    const facts = this.facts.resource(instance.resource.block.type);
    return providerValue(instance.config, path => this.attribute(instance, path, facts), facts);
  }

  /** An attribute that the configuration leaves out. */
  attribute(instance: ResourceInstance, path: readonly (string | number)[], facts: ResourceType | undefined): Value {
    return leftOut(path, facts) ?? this.computed(instance, path, facts);
  }

  /** An attribute that the provider has filled in. */
  computed(instance: ResourceInstance, path: readonly (string | number)[], facts: ResourceType | undefined): Value {
    if (facts?.knownOutputs.has(dotted(path))) return knownOutput(instance, path);
    return opaque(`${instance.text}#${pathText(path)}`);
  }

  /** What a data source reads once everything is applied. */
  dataValue(instance: ResourceInstance): Value {
    const read = this.objectRead(instance);
    if (read) return this.valueOf(read);
    const values = blockValue(instance.config);
    if (!isSettled(values)) return providerValue(instance.config, () => unknown(), undefined);
    const identity = this.dataIdentity(instance, values);
    return providerValue(
      instance.config,
      path => this.locationAttribute(instance, path.join('.')) ?? opaque(`${identity}#${pathText(path)}`),
      undefined,
    );
  }
}

/** An argument without a value that the provider doesn't compute: its default, or null. Undefined if the provider computes it. */
export function leftOut(path: readonly (string | number)[], facts: ResourceType | undefined): Value | undefined {
  if (!facts) return undefined;
  const name = dotted(path);
  if (facts.computed.has(name) || facts.outputs.includes(name)) return undefined;
  if (facts.defaults.has(name)) return fromJson(JSON.stringify(facts.defaults.get(name)));
  // An argument of which a part is computed is not known as a whole.
  const isPlain =
    facts.types.has(name) && ![...facts.computed, ...facts.outputs].some(each => each.startsWith(`${name}.`));
  return isPlain ? nullOf() : undefined;
}

/** A computed attribute that a plan of a creation knows: it follows from the arguments. */
export function knownOutput(instance: ResourceInstance, path: readonly (string | number)[]): Value {
  const values = blockValue(instance.config);
  if (!isSettled(values)) return pending();
  return {
    ...opaque(`${instance.resource.block.type} ${shortened(identityOf(values))}#${pathText(path)}`),
    notNull: true,
  };
}

export const pathText = (path: readonly (string | number)[]): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
