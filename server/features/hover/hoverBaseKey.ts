/** Hover on `configuration_base_key`: who inherits from whom. */
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
    `**Base environment** ${codeSpan(effective.baseKey)}`,
    heirs.length > 0
      ? `${heirs.join(', ')} inherit${heirs.length === 1 ? 's' : ''} whatever ${heirs.length === 1 ? 'it does' : 'they do'} not set from ${codeSpan(effective.baseKey)}.`
      : 'No other environment inherits from it.',
    `Defaults to ${codeSpan(call.module.defaultBaseKey)}. Every module of a platform must use the same base.`,
  ].join('\n\n');
}
