/**
 * URIs as keys: one notation per file. Folders have no trailing slash. A URI can't contain an unpaired surrogate, which is replaced by U+FFFD in
 * names and paths.
 */
import { URI, Utils } from 'vscode-uri';
import { isWithin, pathWithin, stepsBetween } from '../../common/within';

/** More folders than the path of a file can have. Going up through all of them takes quadratic time. */
const MAX_FOLDERS = 2_048;
/** An absolute URI. The path of a file on a disk starts with a slash. */
const ABSOLUTE = /^(?!file:[^/])[a-z][\w+.-]*:/i;

/** Normalizes a URI to the server's notation. Clients may encode differently. An invalid URI becomes one that refers to nothing. */
export function normalizeUri(uri: string): string {
  const text = parsedOrNothing(uri.toWellFormed()).toString();
  return text.endsWith('/') && !/^[\w+.-]+:\/*$/.test(text) ? text.slice(0, -1) : text;
}

const INVALID = 'invalid';

/** Whether a normalized URI refers to nothing. */
export const refersToNothing = (uri: string): boolean => uri.startsWith(`${INVALID}:`);

function parsedOrNothing(text: string): URI {
  // It is a single name, so that there is nothing above it.
  const nothing = (): URI => URI.from({ scheme: INVALID, path: text.replaceAll('/', ':') });
  if (!ABSOLUTE.test(text)) return nothing();
  try {
    const uri = URI.parse(text);
    const hasDetour = /\/\.\.?(?:\/|$)/.test(uri.path) || (uri.scheme === 'file' && uri.path.includes('//'));
    if (uri.path.split('/', MAX_FOLDERS + 2).length > MAX_FOLDERS + 1) return nothing();
    return hasDetour && uri.path.startsWith('/') ? Utils.joinPath(uri.with({ path: '/' }), uri.path) : uri;
  } catch {
    return nothing();
  }
}

export const parentOf = (uri: string): string => uri.slice(0, Math.max(0, uri.lastIndexOf('/')));

/** Last path segment, decoded. */
export const baseNameOf = (uri: string): string => decode(uri.slice(uri.lastIndexOf('/') + 1));

/** A file or folder below a folder, by a plain name. */
export function childOf(folder: string, name: string): string {
  return /^[\w.-]+$/.test(name)
    ? `${folder}/${name}`
    : Utils.joinPath(folderUri(folder), name.toWellFormed()).toString();
}

/** A platform of many clusters calls the same few local modules for each of them. */
const resolved = new Map<string, string>();
const MAX_RESOLVED = 1_000;

/** Resolves a path in configuration, with `.` and `..`; absolute paths keep the folder's scheme. */
export function resolvePath(folder: string, path: string): string {
  const plain = resolvePlainPath(folder, path);
  if (plain !== undefined) return plain;
  const key = `${folder}\n${path}`;
  let uri = resolved.get(key);
  if (uri !== undefined) return uri;
  if (resolved.size >= MAX_RESOLVED) resolved.clear();
  resolved.set(key, (uri = resolve(folder, path)));
  return uri;
}

/**
 * The same result from the texts alone, since parsing URIs takes eight times longer: dozens of modules may all call each other. Undefined for
 * paths with other characters than names usually have, and for those that lead above the top folder.
 */
function resolvePlainPath(folder: string, path: string): string | undefined {
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || folder.endsWith('/')) return undefined;
  // The host of a Windows share and its first folder belong together.
  const top = /^(?!file:\/\/[^/])[\w+.-]+:(?:\/\/[^/]*)?/.exec(folder)?.[0].length;
  if (top === undefined) return undefined;
  let uri = folder;
  for (const name of path.split('/')) {
    if (name === '.') continue;
    if (name !== '..') {
      uri += `/${name}`;
      continue;
    }
    const end = uri.lastIndexOf('/');
    if (end <= top) return undefined;
    uri = uri.slice(0, end);
  }
  return uri;
}

function resolve(folder: string, path: string): string {
  const base = folderUri(folder);
  const slashes = path.toWellFormed().replace(/\\/g, '/');
  const target = /^(?:\/|[A-Za-z]:\/)/.test(slashes)
    ? base.with({ path: absolute(slashes) })
    : Utils.joinPath(base, slashes);
  return normalizeUri(target.toString());
}

/** The root of a virtual file system has no trailing slash as a key, but needs one as a URI. */
function folderUri(folder: string): URI {
  const uri = URI.parse(folder);
  return uri.path === '' ? uri.with({ path: '/' }) : uri;
}

const absolute = (path: string): string => Utils.resolvePath(URI.file('/'), path).path;

export { isWithin };

/** Path from a folder to something in it, with "/" and decoded; "." for the folder itself; undefined if it is outside. */
export function relativePath(folder: string, uri: string): string | undefined {
  const below = pathWithin(uri, folder);
  return below === '' ? '.' : below && decode(below);
}

/** The path from a folder to a file or folder, which may be beside or above it: `../shared`; decoded, "." for the folder itself. */
export function pathBetween(folder: string, other: string): string {
  return decode(stepsBetween(folder, other)) || '.';
}

/** The file path for messages and for functions that return absolute paths. */
export const fsPathOf = (uri: string): string => URI.parse(uri).fsPath;

export const uriOfPath = (path: string): string => normalizeUri(URI.file(path.toWellFormed()).toString());

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
