/** Parses one-line inputs into answers. */

/** `3-9`, `3 to 9`, `3` → the minimum and the maximum; undefined for anything else. */
export function parseRange(text: string): { min: number; max: number } | undefined {
  const [, min, max] = /^\s*(\d{1,6})\s*(?:(?:-|–|\.\.|to)\s*(\d{1,6})\s*)?$/.exec(text) ?? [];
  if (min === undefined) return undefined;
  return { min: Number(min), max: Number(max ?? min) };
}

/** `a, b c` → `["a", "b", "c"]`, without duplicates */
export const parseList = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

export interface TypedTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** `dedicated=gpu:NoSchedule, …`, kubectl's notation of taints; undefined if a part is invalid. */
export function parseTaints(text: string): TypedTaint[] | undefined {
  const taints = parseList(text).map(part => {
    const [, key, value = '', effect] = /^([^=:]+)(?:=([^=:]*))?:(\w+)$/.exec(part) ?? [];
    return key === undefined || effect === undefined ? undefined : { key, value, effect };
  });
  return taints.some(taint => !taint) ? undefined : taints.filter(taint => taint !== undefined);
}

/** `team=data, tier=batch`; undefined if a part is not a label. */
export function parseLabels(text: string): Record<string, string> | undefined {
  const labels = parseList(text).map(part => /^([^=]+)=([^=]*)$/.exec(part));
  if (labels.some(label => !label)) return undefined;
  return Object.fromEntries(labels.flatMap(label => (label ? [[label[1] ?? '', label[2] ?? '']] : [])));
}

/** The effects of taints in the notation of Kubernetes, and in that of the APIs of AWS and Google. */
const EFFECTS: Readonly<Record<string, string>> = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
};

/** An effect in a cloud's notation, from any notation. Other texts are returned unchanged. */
export function effectFor(provider: string, effect: string): string {
  const word = effect.replaceAll('_', '').toLowerCase();
  const [kubernetes, cloud] = Object.entries(EFFECTS).find(([name]) => name.toLowerCase() === word) ?? [effect, effect];
  return provider === 'eks' || provider === 'gke' ? cloud : kubernetes;
}

/** The entered text; '' for other values. */
export const parseText = (value: unknown): string => (typeof value === 'string' ? value : '');
