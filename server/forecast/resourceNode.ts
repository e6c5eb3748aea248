/** Resources and data sources, and their instances. */
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import type { SourceRange, Value } from '../hcl/model';
import { elementOf, identityOf, isPlanKnown, opaqueValue } from '../hcl/evaluation/content';
import { iterate } from '../hcl/iterate';
import { containsSensitive, object, tuple, unknown } from '../hcl/values/value';
import type { Attribute, Expression, Item } from '../syntax/ast';
import { addressText, moduleText, type InstanceKey, type ModuleStep, type ResourceAddress } from './addresses';
import { resourceArguments, type ConfigBlock } from './configBlock';
import { enabledArgument, resourceAttribute, type ResourceBlock } from './moduleResources';

export interface Repetition {
  readonly key: InstanceKey | undefined;
  readonly each?: readonly [Value, Value];
  /** Set for the only stand-in of instances whose number is unknown. */
  readonly isUnknown?: boolean;
}

export const SINGLE: Repetition = { key: undefined };

/** `count` or `for_each`. */
export type RepeatingArgument = { readonly item: Item; readonly attribute: Attribute } | undefined;

/** What decides how many instances a resource or module has; at most one of them is allowed. */
export interface RepeatingArguments {
  readonly count: RepeatingArgument;
  readonly forEach: RepeatingArgument;
  readonly enabled: RepeatingArgument;
}

/** The module of a resource. */
export interface ResourceModule {
  readonly path: readonly ModuleStep[];
  /** The instances that the arguments make; undefined if they depend on themselves. */
  instancesOf(address: string, repeating: RepeatingArguments): readonly Repetition[] | undefined;
  /** Takes the budget for instances or blocks, before they are made. @returns whether it permits them */
  affordParts(count: number): boolean;
  /** Whether the budget is used up. */
  readonly isExhausted: boolean;
  evaluate(
    item: Item,
    expression: Expression,
    repetition: Repetition,
    names?: readonly (readonly [string, Value])[],
  ): { readonly value: Value; readonly diagnostics: readonly EvaluationDiagnostic[] };
}

export class RepeatedResource<M extends ResourceModule> {
  private cached: readonly RepeatedInstance<M>[] | undefined;
  private byKey: ReadonlyMap<InstanceKey | undefined, RepeatedInstance<M>> | undefined;

  constructor(
    readonly node: M,
    readonly block: ResourceBlock,
  ) {}

  /** `aws_vpc.current` or `data.aws_vpc.current` */
  get key(): string {
    const { isData, type, name } = this.block;
    return `${isData ? 'data.' : ''}${type}.${name}`;
  }

  get address(): string {
    const path = moduleText(this.node.path);
    return `${path}${path === '' ? '' : '.'}${this.key}`;
  }

  get range(): SourceRange {
    const { item, block } = this.block.parts[0]!;
    return { item, start: block.start, end: block.end };
  }

  /** How instances are told apart. */
  get repetition(): 'single' | 'count' | 'each' {
    if (resourceAttribute(this.block, 'count')) return 'count';
    return resourceAttribute(this.block, 'for_each') ? 'each' : 'single';
  }

  /** The instance with a key; undefined if there is none. */
  instanceAt(key: InstanceKey | undefined): RepeatedInstance<M> | undefined {
    const instances = this.instances();
    if (!this.cached) return instances.find(each => each.repetition.key === key);
    this.byKey ??= new Map(instances.map(each => [each.repetition.key, each]));
    return this.byKey.get(key);
  }

  instances(): readonly RepeatedInstance<M>[] {
    if (!this.cached) {
      const { block } = this;
      const repetitions = this.node.instancesOf(this.address, {
        count: resourceAttribute(block, 'count'),
        forEach: resourceAttribute(block, 'for_each'),
        enabled: enabledArgument(block.parts),
      });
      const found = (repetitions ?? [{ key: undefined, isUnknown: true }]).map(
        each => new RepeatedInstance(this, each),
      );
      if (!repetitions) return found;
      this.cached = found;
    }
    return this.cached;
  }
}

export class RepeatedInstance<M extends ResourceModule> {
  private evaluated: ConfigBlock | undefined;
  /** Errors that Terraform reports for the arguments. */
  diagnostics: readonly EvaluationDiagnostic[] = [];

  constructor(
    readonly resource: RepeatedResource<M>,
    readonly repetition: Repetition,
  ) {}

  get address(): ResourceAddress {
    const { node, block } = this.resource;
    return { module: node.path, type: block.type, name: block.name, key: this.repetition.key };
  }

  get text(): string {
    const { isData } = this.resource.block;
    const text = addressText(isData ? { ...this.address, type: `data.${this.address.type}` } : this.address);
    return this.repetition.isUnknown ? `${text}[*]` : text;
  }

  /** An argument, evaluated without the others, which may depend on what asks for it. */
  argument(name: string): Value | undefined {
    if (this.evaluated) return this.evaluated.attributes.get(name)?.value;
    const { node, block } = this.resource;
    const part = resourceAttribute(block, name);
    return part && node.evaluate(part.item, part.attribute.value, this.repetition).value;
  }

  get config(): ConfigBlock {
    if (this.evaluated) return this.evaluated;
    const { node, block } = this.resource;
    // Nothing is computed from it any more.
    if (node.isExhausted) return { attributes: new Map(), blocks: new Map(), range: this.resource.range };
    const diagnostics: EvaluationDiagnostic[] = [];
    const evaluated = resourceArguments(block.parts, {
      evaluate: (item, expression, names) => {
        const result = node.evaluate(item, expression, this.repetition, names);
        diagnostics.push(...result.diagnostics);
        return result.value;
      },
      mayMake: count => node.affordParts(count),
    });
    this.diagnostics = [...new Set(diagnostics)];
    return (this.evaluated = evaluated);
  }
}

type MayMake = (instances: number) => boolean;

/** The instances of `count`. Unknown instances are represented by a single one. */
export function countedInstances(count: Value, mayMake: MayMake): readonly Repetition[] {
  const wanted =
    count.kind === 'number' ? count.value.toInt() : count.kind === 'string' ? Number(count.value) : undefined;
  if (wanted === undefined || !Number.isInteger(wanted) || wanted < 0 || !mayMake(wanted))
    return [{ key: undefined, isUnknown: true, each: [count, count] }];
  return Array.from({ length: wanted }, (_, key) => ({ key }));
}

const isKeyed = (value: Value): boolean => value.kind === 'map' || value.kind === 'object';

/** Whether Terraform refuses a `for_each`. Values below its keys may be sensitive. */
export const hasSensitiveKeys = (forEach: Value): boolean =>
  isKeyed(forEach) ? forEach.sensitive === true : containsSensitive(forEach);

/** The instances of `for_each`. Unknown and sensitive instances are represented by a single one. */
export function keyedInstances(forEach: Value, mayMake: MayMake): readonly Repetition[] {
  const hides = hasSensitiveKeys(forEach);
  const hidden = (value: Value): Value => (hides ? { ...value, sensitive: true } : value);
  const pairs = hides ? undefined : iterate(forEach);
  const keys = pairs?.map(([key, element]) => (isKeyed(forEach) ? key : element));
  if (!pairs || !keys?.every(key => key.kind === 'string') || !mayMake(pairs.length))
    return [{ key: undefined, isUnknown: true, each: [hidden(elementOf('key')), hidden(elementOfUnknown(forEach))] }];
  return pairs.map(([, element], index) => {
    const key = keys[index]!;
    return { key: key.kind === 'string' ? key.value : '', each: [key, element] as const };
  });
}

/** The value of a resource or module with several instances. */
export function valueOfInstances(
  kind: 'count' | 'each',
  values: readonly (readonly [InstanceKey | undefined, Value])[],
): Value {
  return kind === 'count'
    ? tuple(values.map(([, value]) => value))
    : object(new Map(values.map(([key, value]) => [String(key), value])));
}

/** `each.value` of instances whose number is unknown. */
const elementOfUnknown = (value: Value): Value =>
  isPlanKnown(value) ? opaqueValue(`element of ${identityOf(value)}`) : unknown();

/** The instance of `lifecycle { enabled = … }`. Source: "The enabled meta-argument" in OpenTofu's documentation. */
export function enabledInstances(enabled: Value): readonly Repetition[] {
  if (enabled.kind === 'bool') return enabled.value ? [SINGLE] : [];
  return [{ key: undefined, isUnknown: true, each: [enabled, enabled] }];
}
