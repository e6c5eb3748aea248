/** Fixes of what is written in a call. */
import { Draft } from '../../edits/draft';
import { setValue } from '../../edits/entryText';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import type { Fix } from '../engine/check';

/**
 * A fix, where it can be made.
 * @param change false where it gives up: something is not written out as it has to be
 * @returns none where it gives up, or has nothing to change
 */
export function draftFix(
  request: RequestContext,
  title: string,
  change: (draft: Draft) => boolean,
  isPreferred = true,
): Fix[] {
  const trial = new Draft(request);
  if (!change(trial) || trial.changes().length === 0) return [];
  return [{ title, change: draft => void change(draft), ...(isPreferred ? { isPreferred } : {}) }];
}

/** Sets attributes of an environment of a call, making the objects on the way. False where the configuration is not written out. */
export function setInEnvironment(
  draft: Draft,
  call: ModuleCall,
  environment: string,
  values: readonly (readonly [path: readonly string[], value: string])[],
): boolean {
  return editConfiguration(draft, call, text => {
    let result: string | undefined = text;
    for (const [path, value] of values)
      result = result && setValue(result, ['configuration', environment, ...path], value);
    return result;
  });
}

/** Changes the block that `configuration` is written in. False where it is not, or the change gives up. */
export function editConfiguration(
  draft: Draft,
  call: ModuleCall,
  rewrite: (text: string) => string | undefined,
): boolean {
  const part = declaredAttribute(call.declaration, 'configuration');
  return part !== undefined && draft.edit(part.item, rewrite);
}
