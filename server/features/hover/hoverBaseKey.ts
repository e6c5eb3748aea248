/** Hover on `configuration_base_key`: which environments inherit from which. */
import { t } from '../../../common/localization';
import { codeSpan, strongName } from '../../../common/markdown';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { hoveredCall, notUnderstood } from './hoverCalls';
import type { RequestContext } from '../../semantics/requestContext';
import { paragraphs } from '../markdown';

export function baseKeyHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { call, effective, environments } = hovered;
  if (environments.length === 0)
    return paragraphs([strongName(call.module.baseKeyInput ?? ''), notUnderstood(hovered)]);
  const base = codeSpan(effective.baseKey);
  const heirs = environments.filter(name => name !== effective.baseKey).map(codeSpan);
  return paragraphs([
    t('**Base environment** {0}', base),
    heirs.length > 0
      ? heirs.length === 1
        ? t('{0} inherits whatever it does not set from {1}.', heirs[0]!, base)
        : t('{0} inherit whatever they do not set from {1}.', heirs.join(', '), base)
      : t('No other environment inherits from it.'),
    t('Defaults to {0}. Every module of a platform must use the same base.', codeSpan(call.module.defaultBaseKey)),
  ]);
}
