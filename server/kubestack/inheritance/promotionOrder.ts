/** The order in which a change reaches the environments. */

/** Names of internal environments, the most likely first. */
const INTERNAL = ['ops'];

/**
 * Sorts environments in promotion order: as the setting says, otherwise the internal one first, the base last, and the others between them in
 * reverse order of their keys. Environments that the setting does not contain are last, before the base.
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

/** The environment for local development up to v0.19.2, which no pipeline plans or promotes to. */
export const LOCAL_ENVIRONMENT = 'loc';

/**
 * The environments that a change is promoted through.
 * @param order in promotion order
 */
export const promotedThrough = (order: readonly string[]): string[] => order.filter(name => name !== LOCAL_ENVIRONMENT);

/** The order for writing environments: the most critical first, the local one last unless the setting contains it. */
export function criticalityOrder(
  keys: readonly string[],
  base: string | undefined,
  setting: readonly string[],
): string[] {
  const isLast = keys.includes(LOCAL_ENVIRONMENT) && base !== LOCAL_ENVIRONMENT && !setting.includes(LOCAL_ENVIRONMENT);
  const others = isLast ? promotedThrough(keys) : keys;
  return [...promotionOrder(others, base, setting).reverse(), ...(isLast ? [LOCAL_ENVIRONMENT] : [])];
}
