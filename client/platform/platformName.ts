import { withoutTrailing } from '../../common/withoutTrailing';
import { isWithin, pathWithin } from '../../common/within';

/**
 * The name that distinguishes a platform from others in the window, based on its folder.
 *
 * @param uri the platform's folder.
 * @param folders the window's workspace folders; URIs must be normalized.
 * @returns the workspace folder's name, the path below it, or both if there are several workspace folders, with "/". The name of a platform outside
 * of all workspace folders is that of its folder.
 */
export function platformName(uri: string, folders: readonly { name: string; uri: string }[]): string {
  const within = folders.filter(folder => isWithin(uri, folder.uri)).sort((a, b) => b.uri.length - a.uri.length)[0];
  if (!within) return lastSegment(uri);
  const below = decode(withoutTrailing(pathWithin(uri, within.uri) ?? '', '/'));
  if (below === '') return within.name;
  return folders.length > 1 ? `${within.name}/${below}` : below;
}

/** The name of a file or folder. */
export function lastSegment(uri: string): string {
  return decode(withoutTrailing(uri, '/').split('/').pop() ?? uri);
}

/** A "%" that starts no escape is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
