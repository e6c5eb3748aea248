/** Each cloud's notation of taint effects (docs/kubestack.md#clouds). */
import type { Provider } from '../../../common/protocol';

const UPPER = ['NO_SCHEDULE', 'PREFER_NO_SCHEDULE', 'NO_EXECUTE'] as const;
const CAMEL = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

/** The effects in a cloud's notation. */
export const TAINT_EFFECTS = (provider: Provider): readonly string[] =>
  provider === 'aws' || provider === 'google' ? UPPER : CAMEL;

/** The effect in a cloud's notation; undefined if it is not an effect in any notation. */
export function taintEffect(provider: Provider, effect: string): string | undefined {
  const plain = effect.replace(/[_\s-]/g, '').toLowerCase();
  const index = CAMEL.findIndex(each => each.toLowerCase() === plain);
  return TAINT_EFFECTS(provider)[index];
}

/** Parses `key=value:Effect` of AKS; undefined for other strings. */
export function taintText(text: string): { readonly effect: string; readonly start: number } | undefined {
  const match = /^[^=:\s]+(?:=[^:\s]*)?:([^:\s]+)$/.exec(text);
  return match ? { effect: match[1]!, start: text.length - match[1]!.length } : undefined;
}
