/** The order in which a change reaches the environments. */

/** Names that say "internal", best first. */
const INTERNAL = ['ops'];

/**
 * Sorts environments in promotion order: the setting; else the internal one first, the base last, the others between in reverse order of
 * their keys. Environments that the setting does not name keep their place at the end, before the base.
 * @param keys in the order of the source, most critical first by convention
 */
export function promotionOrder(
  keys: readonly string[],
  base: string | undefined,
  setting: readonly string[],
): string[] {
  if (setting.length > 0) {
    const named = setting.filter(name => keys.includes(name));
    return [
      ...named,
      ...promotionOrder(
        keys.filter(name => !named.includes(name)),
        base,
        [],
      ),
    ];
  }
  const internal = INTERNAL.find(name => keys.includes(name) && name !== base);
  const between = keys.filter(name => name !== internal && name !== base).reverse();
  return [
    ...(internal === undefined ? [] : [internal]),
    ...between,
    ...(base !== undefined && keys.includes(base) ? [base] : []),
  ];
}

/** The environment of local development up to v0.19.2: on somebody's own machine, where nothing is planned or promoted to by a pipeline. */
export const LOCAL_ENVIRONMENT = 'loc';

/** The environments that a change goes through. @param order in promotion order */
export const promotedThrough = (order: readonly string[]): string[] => order.filter(name => name !== LOCAL_ENVIRONMENT);

/** As environments are written: the most critical first, the local one last where the setting does not place it. */
export function criticalityOrder(
  keys: readonly string[],
  base: string | undefined,
  setting: readonly string[],
): string[] {
  const isLast = keys.includes(LOCAL_ENVIRONMENT) && base !== LOCAL_ENVIRONMENT && !setting.includes(LOCAL_ENVIRONMENT);
  const others = isLast ? promotedThrough(keys) : keys;
  return [...promotionOrder(others, base, setting).reverse(), ...(isLast ? [LOCAL_ENVIRONMENT] : [])];
}
