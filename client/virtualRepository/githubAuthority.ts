/**
 * How the file system of GitHub Repositories names a revision: in the authority of its URIs, `vscode-vfs://github/OWNER/NAME` for the default branch and
 * `vscode-vfs://github+HEX/OWNER/NAME` for others, where HEX is JSON as hexadecimal digits. This notation is no published contract
 * (microsoft/vscode-remote-repositories-github#162), so a revision counts only once its files could be read. Source: the types in GitLens,
 * src/plus/remotehub.ts, and URIs that users quote.
 */
import { utf8Bytes } from '../../common/bytes';

export const REPOSITORY_SCHEME = 'vscode-vfs';

/** `tree`: the name in an address of GitHub, which may be a branch, a tag or a commit. In the order of the notation's numbers. */
const KINDS = ['branch', 'tag', 'commit', 'pullRequest', 'tree'] as const;
type Kind = (typeof KINDS)[number];

/** What a window shows of a repository. */
export type ShownRevision = { readonly kind: 'defaultBranch' } | { readonly kind: Kind; readonly name: string };

const AUTHORITY = /^github(?:\+((?:[0-9a-f]{2})+))?$/i;
const COMMIT = /^[0-9a-f]{40}$/;

/** @returns what a URI of GitHub Repositories shows; undefined where it is another URI, or of a version that is not known */
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
 * @returns the authority of the same repository at a revision; undefined where there is none
 */
export function authorityAt(authority: string, revision: string): string | undefined {
  if (!shownRevision(authority)) return undefined;
  const kind: Kind = COMMIT.test(revision) ? 'commit' : 'tree';
  const metadata = JSON.stringify({ v: 1, ref: { type: KINDS.indexOf(kind), id: revision } });
  return `github+${hexadecimal(utf8Bytes(metadata))}`;
}

/** @param path of a URI. @returns path of the repository that it is in: `/OWNER/NAME` */
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
