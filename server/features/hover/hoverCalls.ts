/** The call of a hover, its environments in promotion order, and the reason if it has none. */
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import { promotionOrder } from '../../kubestack/inheritance/promotionOrder';
import { codeSpan, markdownText } from '../../../common/markdown';
import type { RequestContext } from '../../semantics/requestContext';

export interface HoveredCall {
  readonly call: ModuleCall;
  readonly effective: EffectiveConfiguration;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** A line on further calls of the same local module, if there are any. */
  readonly note: string | undefined;
}

export function hoveredCall(request: RequestContext, calls: readonly ModuleCall[]): HoveredCall | undefined {
  const [call] = calls;
  if (!call) return undefined;
  const effective = request.model.effectiveConfiguration(call);
  const environments = promotionOrder(
    [...effective.environments.keys()],
    effective.baseKey,
    request.settings.environments,
  );
  const note =
    calls.length > 1
      ? t('Shown for {0}, one of {1} calls of this module.', codeSpan(call.address), calls.length)
      : undefined;
  return { call, effective, environments, note };
}

/** Shown if a configuration has no effective values. */
export function notUnderstood({ effective }: HoveredCall): string {
  const reasons = effective.diagnostics.map(diagnostic => `- ${markdownText(diagnostic.message)}`);
  return [t('The effective configuration is unavailable:'), '', ...reasons.slice(0, 5)].join('\n');
}
