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
