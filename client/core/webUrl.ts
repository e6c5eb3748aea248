/**
 * Validates the address of a page from a Git host or an external system: other schemes can open files or start programs.
 *
 * @param base resolves relative addresses.
 * @returns the normalized address; undefined unless it is http or https without user information, which can disguise the host
 */
export function webUrl(address: string, base?: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const { protocol, username, password, href } = new URL(address, base);
  const isPage = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isPage ? href : undefined;
}
