/**
 * The order in which changes reach the environments of a repository.
 * @param platforms environments of each platform in the repository, each in promotion order
 * @param mainEnvironment the environment that the pipeline applies from the main branch; it comes first unless the order is set
 * @param isSet whether the user has set the order
 */
export function environmentOrder(
  platforms: readonly (readonly string[])[],
  mainEnvironment: string | undefined,
  isSet: boolean,
): string[] {
  const [longest = [], ...others] = [...platforms].sort((a, b) => b.length - a.length);
  const order = [...longest];
  for (const environments of others) {
    for (const [index, name] of environments.entries()) {
      if (order.includes(name)) continue;
      const before = index === 0 ? -1 : order.indexOf(environments[index - 1]!);
      order.splice(before + 1, 0, name);
    }
  }
  if (isSet) return order;
  // Up to v0.19.2, the environment for local development runs on the developer's machine.
  const promoted = order.filter(name => name !== 'loc');
  if (mainEnvironment === undefined || !promoted.includes(mainEnvironment)) return promoted;
  return [mainEnvironment, ...promoted.filter(name => name !== mainEnvironment)];
}
