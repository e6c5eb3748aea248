/** Paths in inputs and answers of tools: absolute, or relative to a root. Paths outside of the roots are refused. */
import type { Location } from 'vscode-languageserver-types';
import { fsPathOf, isWithin, normalizeUri, parentOf, relativePath, resolvePath, uriOfPath } from '../workspace/uri';
import type { RequestContext } from '../semantics/requestContext';
import type { JsonSchema } from './jsonSchema';
import { optionalString, ToolError, type ToolHost, type ToolInput } from './tool';

export const PATH_INPUT: JsonSchema = {
  type: 'string',
  minLength: 1,
  description:
    'Absolute path of a platform (the folder of its root module), of a folder with several platforms, or of a file. A relative path starts at the root, which is also the default if there is only one.',
};

export interface ToolTarget {
  readonly uri: string;
  /** The root that contains it. */
  readonly rootUri: string;
  readonly isFile: boolean;
  /** The folder, or that of the file. */
  readonly folderUri: string;
}

/**
 * Resolves a path of an input within the roots.
 * @param given a path; the first root if undefined
 */
export function rootOf(host: ToolHost, given: string | undefined): { uri: string; rootUri: string } {
  const roots = host.roots();
  const [first] = roots;
  if (first === undefined) throw new ToolError('No folder is open: open the folder of the platform first.');
  if (given === undefined) return { uri: first, rootUri: first };
  if (given.includes('\0')) throw new ToolError('The path has a NUL character. Pass the path of a folder or a file.');
  const candidates = isAbsolutePath(given)
    ? [given.startsWith('file:') ? normalizeUri(given) : uriOfPath(given)]
    : roots.map(root => resolvePath(root, given));
  for (const uri of candidates) {
    const rootUri = roots.find(root => isWithin(uri, root));
    if (rootUri !== undefined) return { uri, rootUri };
  }
  throw new ToolError(outside(roots));
}

/** @throws ToolError when it does not exist, or leads outside of the roots, also by a symbolic link */
export function targetOfPath(request: RequestContext, host: ToolHost, given: string | undefined): ToolTarget {
  const { uri, rootUri } = rootOf(host, given);
  const { workspace } = request.model;
  if (workspace.fileSystem.isOutside(uri)) throw new ToolError(outside(host.roots()));
  const kind = workspace.file(uri) ? 'file' : workspace.fileSystem.kind(uri);
  if (kind === undefined)
    throw new ToolError(
      `There is no file or folder ${given ?? fsPathOf(uri)}. Call kubestack_describe_platform with a root (${host.roots().map(fsPathOf).join(', ')}) to see the platforms.`,
    );
  return { uri, rootUri, isFile: kind === 'file', folderUri: kind === 'file' ? parentOf(uri) : uri };
}

const isAbsolutePath = (path: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|file:)/.test(path);

const outside = (roots: readonly string[]): string =>
  `This path is outside of what may be read. Pass a path in ${roots.map(fsPathOf).join(' or ')}.`;

/** `path` of an input, which determines the settings and the scope of the computation. */
export function pathInput(host: ToolHost, input: ToolInput): { uri: string; rootUri: string } {
  const path = optionalString(input, 'path');
  const roots = host.roots();
  if (path === undefined && roots.length > 1)
    throw new ToolError(`Pass \`path\`, since there are several roots: ${roots.map(fsPathOf).join(', ')}.`);
  return rootOf(host, path);
}

/** A file in an answer: relative to the root if there is only one, else absolute. */
export function shownPath(host: ToolHost, uri: string): string {
  const [root, ...others] = host.roots();
  const relative = root !== undefined && others.length === 0 ? relativePath(root, uri) : undefined;
  return relative ?? fsPathOf(uri);
}

/** `file:line`, one-based. */
export const shownLocation = (host: ToolHost, { uri, range }: Location): string =>
  `${shownPath(host, uri)}:${range.start.line + 1}`;
