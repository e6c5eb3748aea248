/** `variable` blocks. Source of the rules: Terraform's "Input Variables". */
import type { Attribute, Expression, Item } from '../syntax/ast';
import { convert } from '../hcl/convert';
import { evaluate } from '../hcl/evaluate';
import { Evaluation, Scope, type References } from '../hcl/scope';
import { readType } from '../hcl/typeExpression';
import { ANY, type Type } from '../hcl/type';
import type { Value } from '../hcl/value';
import { attributeOf, type Declaration, type ModuleFolder } from '../workspace/moduleFolder';

export interface VariableDeclaration {
  readonly declaration: Declaration;
  readonly type: Type;
  /** Converted to the type; undefined when the variable must be given. */
  readonly defaultValue: Value | undefined;
  /** Whether null stays null; otherwise null means the default. */
  readonly nullable: boolean;
  readonly sensitive: boolean;
  readonly description: string | undefined;
}

const cache = new WeakMap<Declaration, VariableDeclaration>();

/** What a module's variable declares; undefined when there is none of that name. */
export function readVariable(folder: ModuleFolder, name: string): VariableDeclaration | undefined {
  const declaration = folder.declaration('variable', name);
  if (!declaration) return undefined;
  let variable = cache.get(declaration);
  if (!variable) cache.set(declaration, (variable = read(declaration)));
  return variable;
}

function read(declaration: Declaration): VariableDeclaration {
  const part = (name: string) => attributeOf(declaration, name);
  const typePart = part('type');
  const type = (typePart && readType(typePart.attribute.value, inner => constant(inner, typePart.item))) ?? ANY;
  const flag = (name: string, otherwise: boolean): boolean => {
    const value = part(name)?.attribute.value;
    return value?.kind === 'bool' ? value.value : otherwise;
  };
  const description = part('description')?.attribute.value;
  return {
    declaration,
    type,
    defaultValue: defaultOf(part('default'), type),
    nullable: flag('nullable', true),
    sensitive: flag('sensitive', false),
    description: description?.kind === 'text' ? description.value : undefined,
  };
}

function defaultOf(part: { item: Item; attribute: Attribute } | undefined, type: Type): Value | undefined {
  if (!part) return undefined;
  const value = constant(part.attribute.value, part.item);
  try {
    return convert(value, type);
  } catch {
    return value;
  }
}

const NOTHING: References = {
  files: { read: () => undefined, exists: () => false, list: () => [], absolute: path => path },
  closed: true,
  attribute: () => undefined,
  moduleOutput: () => undefined,
};

/** Defaults are constant: they see no names. */
function constant(expression: Expression, item: Item): Value {
  return evaluate(expression, new Scope(new Evaluation(), item, NOTHING));
}
