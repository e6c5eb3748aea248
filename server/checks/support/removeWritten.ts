/** Creates fixes that remove an attribute from an environment. */
import { t } from '../../../common/localization';
import { removeValue } from '../../edits/entryText';
import type { RequestContext } from '../../semantics/requestContext';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from './draftFix';
import { dotted } from '../../semantics/effectiveParts';

/** @param finding must have `environment` and `path` in its `data` */
export function removeWritten(request: RequestContext, call: ModuleCall, { data }: Finding): readonly Fix[] {
  const { environment, path } = data as { environment: string; path: string[] };
  return draftFix(request, t('Remove {0} from {1}', dotted(path), environment), draft =>
    editConfiguration(draft, call, text => removeValue(text, ['configuration', environment, ...path])),
  );
}
