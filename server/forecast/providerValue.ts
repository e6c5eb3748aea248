/** A resource or data source as expressions see it: its arguments, and what the provider adds. */
import type { Value } from '../hcl/model';
import { object, tuple } from '../hcl/values/value';
import type { ConfigBlock } from './configBlock';
import type { ResourceType } from './resourceFacts';

/** Attributes that no file contains are computed when they are read: a provider has more than the facts list. */
class ProviderAttributes extends Map<string, Value> {
  constructor(
    entries: Iterable<readonly [string, Value]>,
    private readonly other: (name: string) => Value,
  ) {
    super();
    for (const [name, value] of entries) this.set(name, value);
  }

  override get(name: string): Value {
    const value = super.get(name);
    return value ?? this.other(name);
  }
}

/**
 * @param computed the value of an attribute that only the provider sets, by its path with indexes
 * @param facts of the type; without them, attributes that the configuration leaves out are the provider's
 */
export function providerValue(
  config: ConfigBlock,
  computed: (path: readonly (string | number)[]) => Value,
  facts: ResourceType | undefined,
): Value {
  return valueOfBlock(config, [], computed, facts);
}

function valueOfBlock(
  { attributes, blocks }: ConfigBlock,
  path: readonly (string | number)[],
  computed: (path: readonly (string | number)[]) => Value,
  facts: ResourceType | undefined,
): Value {
  const entries = new Map<string, Value>();
  if (path.length === 0)
    for (const name of ['id', ...(facts?.outputs ?? [])]) if (!name.includes('.')) entries.set(name, computed([name]));
  for (const [name, { value }] of attributes) {
    const isLeftOut =
      value.kind === 'null' ||
      (value.kind === 'string' && value.value === '' && facts?.computed.has(argumentName([...path, name])));
    if (isLeftOut) entries.delete(name);
    else entries.set(name, value);
  }
  for (const [type, list] of blocks) {
    const at = [...path, type];
    if (list.unknown) entries.set(type, list.unknown);
    else if (facts?.isSet(argumentName(at))) entries.set(type, computed(at));
    else
      entries.set(type, tuple(list.blocks.map((block, index) => valueOfBlock(block, [...at, index], computed, facts))));
  }
  return object(new ProviderAttributes(entries, name => computed([...path, name])));
}

/** An unknown value with the attribute that it comes from. */
export const withSource = (
  value: Value,
  instance: { readonly text: string },
  path: readonly (string | number)[],
): Value =>
  value.kind === 'unknown' && value.source === undefined
    ? { ...value, source: `${instance.text}.${argumentText(path)}` }
    : value;

/** `vpc_config.subnet_ids` of `vpc_config[0].subnet_ids` */
export const argumentName = (path: readonly (string | number)[]): string =>
  path.filter(step => typeof step === 'string').join('.');

/** `vpc_config[0].subnet_ids` */
export const argumentText = (path: readonly (string | number)[]): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
