/**
 * Which of VS Code's accounts belong to a GitHub. A remote may name any host, so its token goes to the one host that VS Code itself was
 * told of, and to no other that only looks like it.
 *
 * @param web where the pages of the repository are.
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
 * The host that gets the token of VS Code's GitHub Enterprise account. A workspace may have the setting too, and with it a repository
 * would choose who gets the token: only the user's own value counts.
 *
 * @param setting `github-enterprise.uri`, as VS Code's `inspect` tells it
 * @returns in lower case, with its port; undefined where the user has set no URL
 */
export function enterpriseHostOf(setting: { readonly globalValue?: unknown } | undefined): string | undefined {
  const uri = setting?.globalValue;
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).host.toLowerCase() || undefined : undefined;
}
