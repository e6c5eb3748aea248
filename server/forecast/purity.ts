/** Whether code has the same result again. */
import { memoize } from '../../common/memoize';
import type { Attribute, Block, Expression } from '../syntax/ast';
import { childrenOf } from '../syntax/traversal';
import { referencesOf } from './references';

/** Functions whose result depends on more than their arguments. */
const IMPURE = /^(?:core::)?(?:timestamp|plantimestamp|uuid|bcrypt|abspath|pathexpand)$|^provider::/;
const FILE_FUNCTIONS = /^(?:core::)?(?:file\w*|templatefile)$/;

/** Whether the result of everything in it depends only on what it refers to. */
export const isPure = memoize((node: Block | Attribute): boolean => holdsForAll(node, isOwnResult));

/** The same, for a module whose other files don't change. */
export const isPureWithFiles = memoize((node: Block | Attribute): boolean =>
  holdsForAll(node, each => isOwnResult(each) || isFileOfModule(each)),
);

function holdsForAll(node: Block | Attribute, holds: (expression: Expression) => boolean): boolean {
  const holdsIn = (expression: Expression): boolean => holds(expression) && [...childrenOf(expression)].every(holdsIn);
  return node.kind === 'attribute' ? holdsIn(node.value) : node.body.every(entry => holdsForAll(entry, holds));
}

const isOwnResult = (expression: Expression): boolean =>
  expression.kind !== 'call' || !(IMPURE.test(expression.name) || FILE_FUNCTIONS.test(expression.name));

/** `file("${path.module}/name")` */
function isFileOfModule(expression: Expression): boolean {
  if (expression.kind !== 'call' || !FILE_FUNCTIONS.test(expression.name)) return false;
  const [path] = expression.args;
  return path !== undefined && referencesOf(path).length === 0 && [...pathsIn(path)].every(name => name === 'module');
}

/** `module` of `path.module`. */
function* pathsIn(expression: Expression): Iterable<string> {
  if (expression.kind === 'attribute' && expression.target.kind === 'name' && expression.target.name === 'path')
    yield expression.name;
  for (const child of childrenOf(expression)) yield* pathsIn(child);
}
