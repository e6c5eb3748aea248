/**
 * What tells a platform apart from the others in the window: its folder.
 *
 * @param uri the platform's folder.
 * @param folders the window's workspace folders; URIs spelled alike.
 * @returns the workspace folder's name, the path below it, or both where there are several workspace folders. "/" separated. A
 * platform outside all of them goes by its folder's name.
 */
export function platformName(uri: string, folders: readonly { name: string; uri: string }[]): string {
  const within = folders
    .filter(folder => uri === folder.uri || uri.startsWith(`${folder.uri.replace(/\/$/, '')}/`))
    .sort((a, b) => b.uri.length - a.uri.length)[0];
  if (!within) return lastSegment(uri);
  const below = decode(uri.slice(within.uri.length).replace(/^\/+|\/+$/g, ''));
  if (below === '') return within.name;
  return folders.length > 1 ? `${within.name}/${below}` : below;
}

function lastSegment(uri: string): string {
  return decode(uri.replace(/\/+$/, '').split('/').pop() ?? uri);
}

/** A "%" that starts no escape is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
