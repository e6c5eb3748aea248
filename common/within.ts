/**
 * Whether a path is a folder or something in it. This is the one comparison behind every refusal to read outside the workspace, for
 * both processes: compare real paths with it (all symbolic links followed), or normalized URIs.
 *
 * @param separator between the parts of both paths; URIs and POSIX paths have a slash, Windows paths a backslash
 */
export function isWithin(path: string, folder: string, separator = '/'): boolean {
  return path === folder || path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}
