/** Creates fixes that edit a call. */
import { now } from '../../../common/now';
import { Draft } from '../../edits/draft';
import { setValue } from '../../edits/entryText';
import type { SourceRange } from '../../hcl/model';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import type { Fix } from '../engine/check';

/** Maximum length of a block that a fix changes, since each block is read several times to find out whether the change is possible. */
const MAX_BLOCK_LENGTH = 50_000;

/** A draft that refuses to change long blocks. */
class TrialDraft extends Draft {
  override canEdit(item: SourceRange['item']): boolean {
    return item.text.length <= MAX_BLOCK_LENGTH && super.canEdit(item);
  }
}

/**
 * Creates a fix if the change is possible.
 * @param change returns false if it is not possible, for example because the value is not written out
 * @returns none if the change is not possible, changes nothing, or changes a very long block
 */
export function draftFix(
  request: RequestContext,
  title: string,
  change: (draft: Draft) => boolean,
  isPreferred = true,
): Fix[] {
  const trial = new TrialDraft(request);
  if (!change(trial) || now(trial.changes()).length === 0) return [];
  return [{ title, change: draft => void change(draft), ...(isPreferred ? { isPreferred } : {}) }];
}

/** Sets attributes of an environment, and creates missing objects. Returns false if the configuration is not written out. */
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

/** Changes the block that contains `configuration`. Returns false if there is none, or if `rewrite` returns undefined. */
export function editConfiguration(
  draft: Draft,
  call: ModuleCall,
  rewrite: (text: string) => string | undefined,
): boolean {
  const part = declaredAttribute(call.declaration, 'configuration');
  return part !== undefined && draft.edit(part.item, rewrite);
}
