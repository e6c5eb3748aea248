/** The repository that a command was started on, in a window with several. */

interface OpenRepository {
  readonly root: string;
  readonly extension?: { readonly rootUri: { readonly fsPath: string } } | undefined;
  readonly platforms: readonly { readonly uri: string }[];
}

/** @param target as far as the command's argument specifies it */
export function namedRepository<T extends OpenRepository>(
  repositories: readonly T[],
  { repository: root, platform }: { readonly repository?: string; readonly platform?: string },
): T | undefined {
  // VS Code identifies a repository by the opened path, git by the resolved path.
  return (
    repositories.find(each => root !== undefined && [each.root, each.extension?.rootUri.fsPath].includes(root)) ??
    repositories.find(({ platforms }) => platforms.some(({ uri }) => uri === platform))
  );
}
