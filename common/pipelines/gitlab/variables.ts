/** Expands variables in the values of variables: `$NAME` and `${NAME}`. */
import { concatenated, scalar, stringOf, unknownValue, type PipelineValue } from '../values/value';

/** Longer values are not expanded. */
const MAX_LENGTH = 5_000;

/** Expands the variables of a job, each at most once. */
export class VariableExpander {
  private readonly expanded = new Map<string, PipelineValue | undefined>();

  constructor(private readonly variables: ReadonlyMap<string, PipelineValue>) {}

  /** All of them, expanded. */
  all(): Map<string, PipelineValue> {
    return new Map([...this.variables.keys()].map(name => [name, this.variable(name)] as const));
  }

  /** A value with its variables expanded. */
  expand(value: PipelineValue): PipelineValue {
    const text = stringOf(value);
    if (text === undefined || !text.includes('$')) return value;
    if (text.length > MAX_LENGTH) return unknownValue;
    const parts: PipelineValue[] = [];
    for (const [whole, plain, braced] of text.matchAll(/\$\$|\$(\w+)|\$\{(\w+)\}|[^$]+|\$/g)) {
      const name = plain ?? braced;
      parts.push(name === undefined ? scalar(whole === '$$' ? '$' : whole) : this.variable(name));
    }
    return concatenated(parts);
  }

  private variable(name: string): PipelineValue {
    if (this.expanded.has(name)) return this.expanded.get(name) ?? unknownValue;
    const value = this.variables.get(name);
    if (!value) return { kind: 'unknown', symbol: `$${name}` };
    // A variable that refers to itself is unknown.
    this.expanded.set(name, undefined);
    const expanded = this.expand(value);
    this.expanded.set(name, expanded);
    return expanded;
  }
}
