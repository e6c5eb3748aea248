/** How each cloud writes the effect of a taint (docs/kubestack.md#clouds). */
import type { Provider } from '../../../common/protocol';

const UPPER = ['NO_SCHEDULE', 'PREFER_NO_SCHEDULE', 'NO_EXECUTE'] as const;
const CAMEL = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** The effects of a cloud, as it writes them. */
export const TAINT_EFFECTS = (provider: Provider): readonly string[] =>
  provider === 'aws' || provider === 'google' ? UPPER : CAMEL;

/** The effect in the notation of a cloud; undefined where it is none in any notation. */
export function taintEffect(provider: Provider, effect: string): string | undefined {
  const plain = effect.replace(/[_\s-]/g, '').toLowerCase();
  const index = CAMEL.findIndex(each => each.toLowerCase() === plain);
  return TAINT_EFFECTS(provider)[index];
}

/** `key=value:Effect` of AKS taken apart; undefined where it is not so written. */
export function taintText(text: string): { readonly effect: string; readonly start: number } | undefined {
  const match = /^[^=:\s]+(?:=[^:\s]*)?:([^:\s]+)$/.exec(text);
  return match ? { effect: match[1]!, start: text.length - match[1]!.length } : undefined;
}
