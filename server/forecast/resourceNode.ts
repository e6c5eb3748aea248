/** Resources and data sources, and their instances. */
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import type { SourceRange, Value } from '../hcl/model';
import { identityOf, isPlanKnown, opaqueValue } from '../hcl/evaluation/content';
import { object, tuple, unknown } from '../hcl/values/value';
import type { Expression, Item } from '../syntax/ast';
import { addressText, moduleText, type InstanceKey, type ModuleStep, type ResourceAddress } from './addresses';
import { resourceArguments, type ConfigBlock } from './configBlock';
import { resourceAttribute, type ResourceBlock } from './moduleResources';

export interface Repetition {
  readonly key: InstanceKey | undefined;
  readonly each?: readonly [Value, Value];
  /** Set for the only stand-in of instances whose number is unknown. */
  readonly isUnknown?: boolean;
}

export const SINGLE: Repetition = { key: undefined };

/** `count` or `for_each`. */
export type RepeatingArgument = { readonly item: Item; readonly attribute: { readonly value: Expression } } | undefined;

/** The module of a resource. */
export interface ResourceModule {
  readonly path: readonly ModuleStep[];
  /** The instances that the arguments make; undefined if they depend on themselves. */
  instancesOf(address: string, count: RepeatingArgument, forEach: RepeatingArgument): readonly Repetition[] | undefined;
  evaluate(
    item: Item,
    expression: Expression,
    repetition: Repetition,
    names?: readonly (readonly [string, Value])[],
  ): { readonly value: Value; readonly diagnostics: readonly EvaluationDiagnostic[] };
}

export class RepeatedResource<M extends ResourceModule> {
  private cached: readonly RepeatedInstance<M>[] | undefined;

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

  instances(): readonly RepeatedInstance<M>[] {
    if (!this.cached) {
      const [count, forEach] = ['count', 'for_each'].map(name => resourceAttribute(this.block, name));
      const repetitions = this.node.instancesOf(this.address, count, forEach);
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
    const diagnostics: EvaluationDiagnostic[] = [];
    const evaluated = resourceArguments(block.parts, (item, expression, names) => {
      const result = node.evaluate(item, expression, this.repetition, names);
      diagnostics.push(...result.diagnostics);
      return result.value;
    });
    this.diagnostics = [...new Set(diagnostics)];
    return (this.evaluated = evaluated);
  }
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
export const elementOfUnknown = (value: Value): Value =>
  isPlanKnown(value) ? opaqueValue(`element of ${identityOf(value)}`) : unknown();
