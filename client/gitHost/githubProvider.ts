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
