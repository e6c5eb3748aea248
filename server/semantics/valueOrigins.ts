/** Why a value is what it is: the locals and variables that its expression reads, and what they are set to. */
import { shortened } from '../../common/shortened';
import type { SourceRange } from '../hcl/model';
import { rangeIn } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import { literalKey } from '../hcl/values/objectKey';
import type { Expression, Item, Span } from '../syntax/ast';
import { declaredAttribute, findAttribute } from '../workspace/declarations';
import { variableFileValue } from '../workspace/variableValues';
import { occurrencesIn } from './occurrences';

/** A local or variable, and the expression that sets it. */
export interface ValueOrigin {
  /** `local.size`, `var.size` */
  readonly name: string;
  /** Undefined if the variable is sensitive, has no value, or gets it from a module call. */
  readonly expression?: string;
  /** Of the expression, or the declaration. */
  readonly range: SourceRange;
}

/** An expression on one line, shortened. Undefined like {@link ValueOrigin.expression}. */
export const shownExpression = ({ expression }: ValueOrigin): string | undefined =>
  expression === undefined ? undefined : shortened(expression.replace(/\s+/g, ' '), MAX_EXPRESSION_LENGTH);

/** In characters. */
const MAX_EXPRESSION_LENGTH = 60;
const MAX_ORIGINS = 12;

/**
 * The chain of locals and variables behind a value, the nearest first. The value itself is not included.
 * @param instance the module that contains the value's expression
 * @param range of an attribute
 */
export function valueOrigins({ folder, parent }: ModuleInstance, range: SourceRange): ValueOrigin[] {
  const found = new Map<string, ValueOrigin>();
  const follow = (item: Item, start: number, end: number): void => {
    for (const { kind, name, role, whole } of occurrencesIn(item)) {
      if (role !== 'use' || whole.start < start || whole.end > end || found.size >= MAX_ORIGINS) continue;
      const steps = stepsAfter(item.text.slice(whole.end, end));
      if (kind === 'local') local(name, steps);
      else if (kind === 'variable') variable(name, steps);
    }
  };
  const add = (key: string, item: Item, { start, end }: Span): void => {
    found.set(key, { name: key, expression: item.text.slice(start, end), range: rangeIn(item, { start, end }) });
    follow(item, start, end);
  };
  /** Adds the part of an object at the longest possible path. */
  const addPart = (root: string, item: Item, value: Expression, steps: readonly string[]): void => {
    const part = partAt(value, steps);
    const key = `${root}${steps
      .slice(0, part.depth)
      .map(step => `.${step}`)
      .join('')}`;
    if (!found.has(key)) add(key, item, part.value);
  };
  const local = (name: string, steps: readonly string[]): void => {
    const declared = folder?.local(name);
    if (declared) addPart(`local.${name}`, declared.item, declared.attribute.value, steps);
  };
  const variable = (name: string, steps: readonly string[]): void => {
    const key = `var.${name}`;
    const declared = folder?.declaration('variable', name);
    if (!folder || !declared) return;
    const sensitive = findAttribute(declared.block, 'sensitive')?.value;
    const given = parent ? undefined : variableFileValue(folder, name);
    const part = given && given !== 'unread' ? given : declaredAttribute(declared, 'default');
    const isShown = !parent && given !== 'unread' && (!sensitive || (sensitive.kind === 'bool' && !sensitive.value));
    if (!part || !isShown) {
      if (!found.has(key))
        found.set(key, { name: key, range: rangeIn(declared.item, declared.block.labels[0] ?? declared.block) });
      return;
    }
    const { value } = part.attribute;
    const type = declaredAttribute(declared, 'type');
    const { value: reached, depth } = partAt(value, steps);
    // An object without the attribute gets the default of its type.
    const optional = depth < steps.length && reached.kind === 'object' && type;
    const byType = optional && optionalDefault(type.attribute.value, steps);
    const whole = `${key}.${steps.join('.')}`;
    if (!byType) addPart(key, part.item, value, steps);
    else if (!found.has(whole)) add(whole, type.item, byType);
  };
  const item = range.item as Item;
  if ('node' in item) follow(item, range.valueStart ?? range.start, range.end);
  return [...found.values()];
}

/** The attributes that an expression reads after a name: `.pool["size"]`. */
function stepsAfter(text: string): string[] {
  const [path = ''] = /^(?:\.[\p{ID_Start}_][\p{ID_Continue}-]*|\["[^"\\$%]*"\])*/u.exec(text) ?? [];
  return [...path.matchAll(/\.([^.[]+)|\["([^"]*)"\]/g)].map(([, name, key = '']) => name ?? key);
}

/** The expression at a path in object literals, and how many steps lead to it. */
function partAt(value: Expression, steps: readonly string[]): { readonly value: Expression; readonly depth: number } {
  let at = value;
  let depth = 0;
  for (const step of steps) {
    if (at.kind !== 'object') break;
    const next = at.items.findLast(({ key }) => literalKey(key) === step)?.value;
    if (!next) break;
    at = next;
    depth++;
  }
  return { value: at, depth };
}

/** The default at a path of a type: `3` for `size` of `object({ size = optional(number, 3) })`. */
function optionalDefault(type: Expression, steps: readonly string[]): Expression | undefined {
  if (type.kind !== 'call') return undefined;
  const [first, ...rest] = steps;
  const [inner, otherwise] = type.args;
  if (type.name === 'optional') {
    const part = inner && first !== undefined ? optionalDefault(inner, steps) : undefined;
    if (!otherwise || part) return part;
    const { value, depth } = partAt(otherwise, steps);
    return depth === steps.length ? value : undefined;
  }
  if (type.name !== 'object' || first === undefined || inner?.kind !== 'object') return undefined;
  const attribute = inner.items.findLast(({ key }) => literalKey(key) === first)?.value;
  return attribute && optionalDefault(attribute, rest);
}
