/** Creates fixes that remove an attribute from an environment. */
import { t } from '../../../common/localization';
import { removeValue } from '../../edits/entryText';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { dotted } from '../../semantics/effectiveParts';

/** The attribute that a finding is about. */
export interface WrittenData {
  readonly environment: string;
  readonly path: readonly string[];
}

export function removeWritten(
  request: RequestContext,
  call: ModuleCall,
  { data: { environment, path } }: Finding<WrittenData>,
): readonly Fix[] {
  return draftFix(request, t('Remove {0} from {1}', dotted(path), environment), draft =>
    editConfiguration(draft, call, text => removeValue(text, ['configuration', environment, ...path])),
  );
}
