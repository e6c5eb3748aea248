/** Reads the deploy tags of a repository: those of the remote, and those that exist only in this clone. */
import { t } from '../localization';
import type { GitReader } from './gitReader';
import type { DeployTag } from './deployTag';
import { ruleOf, type TagRule } from './tagRule';

export interface TagsFound {
  readonly tags: readonly DeployTag[];
  /** All tags of any kind, in this clone and on the remote. */
  readonly names: ReadonlySet<string>;
}

/** A tag of this clone, whatever its name. */
export interface LocalTag {
  readonly name: string;
  readonly object: string;
  readonly commit: string;
  readonly taggedAt: number;
  readonly committedAt?: number;
  readonly tagger: string;
  readonly message: string;
}

/** A message is some lines. */
const MAX_TAG_BYTES = 1024 * 1024;

const FIELDS = [
  '%(refname:strip=2)',
  '%(objectname)',
  '%(*objectname)',
  '%(creatordate:unix)',
  '%(taggername)',
  '%(contents)',
];

/** Names of all tags of this clone, oldest first. */
export async function localTagNames(git: GitReader): Promise<string[]> {
  const listing = await git.run(['for-each-ref', '--sort=creatordate', '--format=%(refname:strip=2)', 'refs/tags']);
  return listing.split('\n').filter(name => name !== '');
}

/** @param remote tags of the remote, `refs/tags/…`; undefined if it was not queried. Then all tags count as the remote's */
export async function readTags(
  git: GitReader,
  rules: readonly TagRule[],
  remote: ReadonlyMap<string, { readonly object: string; readonly commit: string }> | undefined,
): Promise<TagsFound> {
  const local = await localTags(git);
  const tags: DeployTag[] = [];
  const add = (tag: LocalTag, isOnRemote: boolean): void => {
    const found = ruleOf(rules, tag.name);
    if (found) tags.push({ ...tag, environment: found.rule.environment, id: found.id, isOnRemote });
  };
  for (const tag of local.values()) {
    const there = remote?.get(`refs/tags/${tag.name}`);
    // If the remote has a tag with the same name, it is the one that deploys.
    if (!there || there.object === tag.object) add(tag, remote === undefined || there !== undefined);
  }
  for (const [ref, { object, commit }] of remote ?? []) {
    const name = ref.replace(/^refs\/tags\//, '');
    if (name === ref || local.get(name)?.object === object) continue;
    add({ name, object, commit, taggedAt: 0, tagger: '', message: '' }, true);
  }
  const remoteNames = [...(remote?.keys() ?? [])].map(ref => ref.replace(/^refs\/tags\//, ''));
  return { tags, names: new Set([...local.keys(), ...remoteNames]) };
}

/** All tags of this clone by name. @throws Error if one is too large to be read */
export async function localTags(git: GitReader): Promise<Map<string, LocalTag>> {
  await refuseLargeTags(git);
  const format = `${FIELDS.join('%00')}%00%00`;
  const listing = await git.run(['for-each-ref', `--format=${format}`, 'refs/tags']);
  const tags = new Map<string, LocalTag>();
  for (const entry of `${listing}\n`.split('\0\0\n')) {
    const [name = '', object = '', peeled = '', date = '', tagger = '', ...message] = entry.split('\0');
    if (name === '') continue;
    tags.set(name, {
      name,
      object,
      commit: peeled || object,
      // Without a tag object, Git has only the date of the commit, which may be much older.
      ...(peeled === '' ? { taggedAt: 0, committedAt: Number(date) * 1000 } : { taggedAt: Number(date) * 1000 }),
      tagger,
      message: message.join('\0').trim(),
    });
  }
  return tags;
}

/** Git has a tag or commit in memory when it prints a field of it. */
async function refuseLargeTags(git: GitReader): Promise<void> {
  const listing = await git.run(['for-each-ref', '--format=%(objectsize) %(refname:strip=2)', 'refs/tags']);
  const large = listing.split('\n').find(line => Number.parseInt(line, 10) > MAX_TAG_BYTES);
  if (large !== undefined)
    throw new Error(
      t('The tag {0} is larger than 1 MB, so the tags are not read.', large.slice(large.indexOf(' ') + 1)),
    );
}
