/**
 * Addresses of pages come from Git hosts, and from systems that report to them. Other schemes open files or start programs.
 *
 * @param base for an address that begins with a path.
 * @returns the address as a browser takes it; undefined for everything but a page by http or https, without a user in it, which would
 * only make one host look like another
 */
export function webUrl(address: string, base?: string): string | undefined {
  if (!URL.canParse(address, base)) return undefined;
  const { protocol, username, password, href } = new URL(address, base);
  const isPage = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  return isPage ? href : undefined;
}
