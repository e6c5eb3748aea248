/**
 * The notation of revisions in the file system of GitHub Repositories: they are in the authority of URIs, `vscode-vfs://github/OWNER/NAME` for the
 * default branch and `vscode-vfs://github+HEX/OWNER/NAME` for others, where HEX is JSON in hexadecimal digits. The notation is not documented
 * (microsoft/vscode-remote-repositories-github#162), so a revision is used only if its files can be read. Source: the types in GitLens,
 * src/plus/remotehub.ts, and URIs in issues.
 */
import { utf8Bytes } from '../../common/bytes';

export const REPOSITORY_SCHEME = 'vscode-vfs';

/** `tree`: the name in a URL of GitHub, which can be a branch, a tag or a commit. In the order of the notation's numbers. */
const KINDS = ['branch', 'tag', 'commit', 'pullRequest', 'tree'] as const;
type Kind = (typeof KINDS)[number];

/** The revision of a repository that a window shows. */
export type ShownRevision = { readonly kind: 'defaultBranch' } | { readonly kind: Kind; readonly name: string };

const AUTHORITY = /^github(?:\+((?:[0-9a-f]{2})+))?$/i;
const COMMIT = /^[0-9a-f]{40}$/;

/** @returns the revision in a URI of GitHub Repositories; undefined for other URIs, and for unknown versions of the notation */
export function shownRevision(authority: string): ShownRevision | undefined {
  const match = AUTHORITY.exec(authority);
  if (!match) return undefined;
  if (match[1] === undefined) return { kind: 'defaultBranch' };
  const { v, ref } = parsed(match[1]) ?? {};
  if (v !== 1) return undefined;
  if (ref === undefined) return { kind: 'defaultBranch' };
  const { type, id } = (ref ?? {}) as { type?: unknown; id?: unknown };
  const kind = typeof type === 'number' ? KINDS[type] : undefined;
  return kind !== undefined && typeof id === 'string' && id !== '' ? { kind, name: id } : undefined;
}

/**
 * @param authority of any URI in the repository
 * @param revision a branch, a tag or a commit; `HEAD` is the default branch
 * @returns the authority of the same repository at the revision; undefined if the authority is not one of GitHub Repositories
 */
export function authorityAt(authority: string, revision: string): string | undefined {
  if (!shownRevision(authority)) return undefined;
  const kind: Kind = COMMIT.test(revision) ? 'commit' : 'tree';
  const metadata = JSON.stringify({ v: 1, ref: { type: KINDS.indexOf(kind), id: revision } });
  return `github+${hexadecimal(utf8Bytes(metadata))}`;
}

/** @param path of a URI. @returns path of the repository that contains it: `/OWNER/NAME` */
export const repositoryPath = (path: string): string | undefined => /^\/[^/]+\/[^/]+/.exec(path)?.[0];

function parsed(hex: string): { v?: unknown; ref?: unknown } | undefined {
  try {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], digits => Number.parseInt(digits, 16));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
