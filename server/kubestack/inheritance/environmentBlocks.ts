/** Finds the configuration of each environment in a module call, and its number of overrides. */
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange } from '../../hcl/model';
import type { Expression, Item, ObjectExpression } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import type { DependencyTracker } from '../memoization/dependencyTracker';
import { literalText } from '../modules/literalText';
import { rangeIn, type ModuleCall } from '../modules/moduleCall';
import type { PlatformModel } from '../platform/platformModel';
import { withoutParentheses } from './configurationEntries';

/** An environment in a call. */
export interface EnvironmentBlock {
  /** The environment's key and value in the source; undefined if an expression computes them. */
  readonly range: SourceRange | undefined;
  /** Number of attributes that the environment sets and doesn't inherit. Zero for the base, which overrides nothing. */
  readonly overrides: number;
}

/**
 * The environments of a call. An object literal in the call is not evaluated, so that a platform with a thousand clusters is listed immediately;
 * anything else is evaluated.
 *
 * @param reads receives the inputs of the result other than the file of the call
 */
export function environmentBlocks(
  call: ModuleCall,
  model: PlatformModel,
  reads: DependencyTracker,
): ReadonlyMap<string, EnvironmentBlock> {
  const part = declaredAttribute(call.declaration, 'configuration');
  const expression = part && withoutParentheses(part.attribute.value);
  const base = writtenBase(call);
  const written =
    part && expression?.kind === 'object' && base !== undefined
      ? writtenBlocks(part.item, expression, base)
      : undefined;
  return written ?? evaluatedBlocks(call, model, reads);
}

/** Undefined if the base environment is an expression. */
function writtenBase({ module, declaration }: ModuleCall): string | undefined {
  const { baseKeyInput, defaultBaseKey } = module;
  const part = baseKeyInput === undefined ? undefined : declaredAttribute(declaration, baseKeyInput);
  return part ? literalText(part.attribute.value) : defaultBaseKey;
}

/** Undefined if a key or the value of an environment is an expression. */
function writtenBlocks(
  item: Item,
  { items }: ObjectExpression,
  base: string,
): ReadonlyMap<string, EnvironmentBlock> | undefined {
  const blocks = new Map<string, EnvironmentBlock>();
  for (const entry of items) {
    const name = literalKey(entry.key);
    const value = withoutParentheses(entry.value);
    if (name === undefined || value.kind !== 'object') return undefined;
    blocks.set(name, { range: rangeIn(item, entry), overrides: name === base ? 0 : countOf(value) });
  }
  return blocks;
}

/** Objects are merged, so each of their attributes counts; `null` and `""` inherit. */
function countOf(value: Expression): number {
  if (value.kind === 'object')
    return value.items.reduce((sum, item) => sum + countOf(withoutParentheses(item.value)), 0);
  return value.kind === 'null' || (value.kind === 'text' && value.value === '') ? 0 : 1;
}

function evaluatedBlocks(
  call: ModuleCall,
  model: PlatformModel,
  reads: DependencyTracker,
): ReadonlyMap<string, EnvironmentBlock> {
  const { baseKey, understood } = model.effectiveConfiguration(call, reads);
  return new Map(
    [...understood].map(([name, { range, attributes }]) => [
      name,
      {
        range,
        overrides: name === baseKey ? 0 : attributes.filter(({ origin }) => origin !== 'inherited').length,
      },
    ]),
  );
}
