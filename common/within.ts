/**
 * Whether a URI is equal to a folder or inside it. Both URIs must be normalized. For file system paths, use common/node/paths.ts.
 */
export function isWithin(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
