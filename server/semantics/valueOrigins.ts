/** Why a value is what it is: the locals and variables that its expression reads, and what they are set to. */
import { shortened } from '../../common/shortened';
import type { SourceRange } from '../hcl/model';
import { rangeIn } from '../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { Attribute, Item } from '../syntax/ast';
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
      if (kind === 'local') local(name);
      else if (kind === 'variable') variable(name);
    }
  };
  const add = (key: string, item: Item, { value }: Attribute): void => {
    found.set(key, {
      name: key,
      expression: item.text.slice(value.start, value.end),
      range: rangeIn(item, value),
    });
    follow(item, value.start, value.end);
  };
  const local = (name: string): void => {
    const key = `local.${name}`;
    const declared = found.has(key) ? undefined : folder?.local(name);
    if (declared) add(key, declared.item, declared.attribute);
  };
  const variable = (name: string): void => {
    const key = `var.${name}`;
    const declared = found.has(key) ? undefined : folder?.declaration('variable', name);
    if (!folder || !declared) return;
    const sensitive = findAttribute(declared.block, 'sensitive')?.value;
    const given = parent ? undefined : variableFileValue(folder, name);
    const part = given && given !== 'unread' ? given : declaredAttribute(declared, 'default');
    const isShown = !parent && given !== 'unread' && (!sensitive || (sensitive.kind === 'bool' && !sensitive.value));
    if (part && isShown) add(key, part.item, part.attribute);
    else found.set(key, { name: key, range: rangeIn(declared.item, declared.block.labels[0] ?? declared.block) });
  };
  const item = range.item as Item;
  if ('node' in item) follow(item, range.valueStart ?? range.start, range.end);
  return [...found.values()];
}
