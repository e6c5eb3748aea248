/** The side before a change: the state after its configuration was applied. */
import {
  identityOf,
  isPlanKnown,
  opaqueValue,
  pendingValue,
  shortIdentity,
  unknownsIn,
} from '../hcl/evaluation/content';
import { fromJson } from '../hcl/values/json';
import { nullOf, string, unknown } from '../hcl/values/value';
import type { Value } from '../hcl/model';
import { blockValue } from './configBlock';
import { argumentName, argumentText, providerValue, withSource } from './providerValue';
import type { ResourceType } from './resourceFacts';
import type { ResourceInstance } from './moduleNode';
import { Walk } from './walk';

export class AppliedWalk extends Walk {
  protected readonly name = 'before';

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
    if (facts?.knownOutputs.has(argumentName(path))) return knownOutput(instance, path, facts);
    return withSource(opaqueValue(`${instance.text}#${argumentText(path)}`), instance, path);
  }

  /** What a data source reads once everything is applied. */
  dataValue(instance: ResourceInstance): Value {
    const read = this.objectRead(instance);
    if (read) return this.valueOf(read);
    const values = blockValue(instance.config);
    if (!isPlanKnown(values))
      return providerValue(instance.config, path => withSource(unknown(), instance, path), undefined);
    const identity = this.dataIdentity(instance, values);
    return providerValue(
      instance.config,
      path =>
        this.locationAttribute(instance, path.join('.')) ??
        withSource(opaqueValue(`${identity}#${argumentText(path)}`), instance, path),
      undefined,
    );
  }
}

/** An argument without a value that the provider doesn't compute: its default, or null. Undefined if the provider computes it. */
export function leftOut(path: readonly (string | number)[], facts: ResourceType | undefined): Value | undefined {
  if (!facts) return undefined;
  const name = argumentName(path);
  if (facts.computed.has(name) || facts.outputs.includes(name)) return undefined;
  if (facts.defaults.has(name)) return fromJson(JSON.stringify(facts.defaults.get(name)));
  // An argument of which a part is computed is not known as a whole.
  const isPlain =
    facts.types.has(name) && ![...facts.computed, ...facts.outputs].some(each => each.startsWith(`${name}.`));
  return isPlain ? nullOf() : undefined;
}

/** Marks a text that stands for one that only the provider knows. It is in Unicode's private use area. */
export const STAND_IN = '\u{e000}';

/** A computed attribute that a plan of a creation knows: it follows from the arguments that identify the resource. */
export function knownOutput(
  instance: ResourceInstance,
  path: readonly (string | number)[],
  facts: ResourceType,
): Value {
  const { attributes } = instance.config;
  const values = [...attributes].filter(([name]) => facts.replace.has(name)).map(([, { value }]) => value);
  const { pending, uncertain } = unknownsIn(values);
  if (uncertain) return unknown();
  if (pending) return pendingValue();
  const identity = `${instance.resource.block.type} ${values.map(identityOf).join(' ')}#${argumentText(path)}`;
  return string(`${STAND_IN}${shortIdentity(identity)}`);
}
