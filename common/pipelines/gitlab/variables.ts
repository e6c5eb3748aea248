/** Variables in the values of variables: `$NAME` and `${NAME}`. */
import { concatenated, scalar, stringOf, unknown, type Value } from '../values/value';

/** Longer values are not expanded. */
const MAX_LENGTH = 5_000;

/** Expands the variables of a job, each of them once. */
export class VariableExpander {
  private readonly expanded = new Map<string, Value | undefined>();

  constructor(private readonly variables: ReadonlyMap<string, Value>) {}

  /** All of them, expanded. */
  all(): Map<string, Value> {
    return new Map([...this.variables.keys()].map(name => [name, this.variable(name)] as const));
  }

  /** A value with the variables in it. */
  expand(value: Value): Value {
    const text = stringOf(value);
    if (text === undefined || !text.includes('$')) return value;
    if (text.length > MAX_LENGTH) return unknown;
    const parts: Value[] = [];
    for (const [whole, plain, braced] of text.matchAll(/\$\$|\$(\w+)|\$\{(\w+)\}|[^$]+|\$/g)) {
      const name = plain ?? braced;
      parts.push(name === undefined ? scalar(whole === '$$' ? '$' : whole) : this.variable(name));
    }
    return concatenated(parts);
  }

  private variable(name: string): Value {
    if (this.expanded.has(name)) return this.expanded.get(name) ?? unknown;
    const value = this.variables.get(name);
    if (!value) return { kind: 'unknown', symbol: `$${name}` };
    // One that contains itself has no value.
    this.expanded.set(name, undefined);
    const expanded = this.expand(value);
    this.expanded.set(name, expanded);
    return expanded;
  }
}
