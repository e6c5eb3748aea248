/**
 * Selects VS Code's authentication provider for a GitHub host. A remote may name any host, so the enterprise account's token goes only to
 * the host that VS Code is configured with.
 *
 * @param web URL of the repository's pages.
 * @param enterprise host of VS Code's setting `github-enterprise.uri`.
 */
export function githubProvider(
  web: string,
  enterprise: string | undefined,
): 'github' | 'github-enterprise' | undefined {
  const { protocol, host } = new URL(web);
  if (protocol !== 'https:') return undefined;
  if (host === 'github.com') return 'github';
  return enterprise !== undefined && host === enterprise ? 'github-enterprise' : undefined;
}

/**
 * The host that gets the token of VS Code's GitHub Enterprise account. Only the user's own value counts: with a workspace value, a
 * repository could choose the host that gets the token.
 *
 * @param setting `github-enterprise.uri`, as VS Code's `inspect` returns it
 * @returns in lower case, with its port; undefined where the user has set no URL
 */
export function enterpriseHostOf(setting: { readonly globalValue?: unknown } | undefined): string | undefined {
  const uri = setting?.globalValue;
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).host.toLowerCase() || undefined : undefined;
}
