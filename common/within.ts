/**
 * Whether a URI is a folder or something in it. Compare normalized URIs; paths on disk are compared by common/node/paths.ts.
 */
export function isWithin(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
