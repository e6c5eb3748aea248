/** Hover on `configuration_base_key`: who inherits from whom. */
import { t } from '../../../common/localization';
import { codeSpan, strongName } from '../../../common/markdown';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { hoveredCall, notUnderstood } from './hoverCalls';
import type { RequestContext } from '../../semantics/requestContext';

export function baseKeyHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { call, effective, environments } = hovered;
  if (environments.length === 0)
    return [strongName(call.module.baseKeyInput ?? ''), notUnderstood(hovered)].join('\n\n');
  const heirs = environments.filter(name => name !== effective.baseKey).map(codeSpan);
  return [
    t('**Base environment** {0}', codeSpan(effective.baseKey)),
    heirs.length > 0
      ? t(
          '{0} inherit{1} whatever {2} not set from {3}.',
          heirs.join(', '),
          heirs.length === 1 ? 's' : '',
          heirs.length === 1 ? t('it does') : t('they do'),
          codeSpan(effective.baseKey),
        )
      : t('No other environment inherits from it.'),
    t('Defaults to {0}. Every module of a platform must use the same base.', codeSpan(call.module.defaultBaseKey)),
  ].join('\n\n');
}
