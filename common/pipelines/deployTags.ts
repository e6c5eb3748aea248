/** Finds the tags that deploy to each environment, from a repository's pipelines. */
import { effectsOf, isApply, type Effect } from './effects';
import type { TagFilter } from './event';
import type { Pipelines } from './pipelines';
import { possibilities, scalarText } from './values/value';

/** A pattern of tags that start a pipeline. */
export interface DeployTags {
  readonly filter: TagFilter;
  /** The environment whose name is in the pattern. */
  readonly named: string | undefined;
  /** What the pipeline runs on the platforms for such a tag. */
  readonly effects: readonly Effect[];
  /** Environments that it applies to, or may apply to. */
  readonly applied: readonly string[];
}

/** Maximum number of patterns that are analyzed. */
const MAX_FILTERS = 50;

/**
 * The tag patterns that start pipelines.
 * @param folders of the platforms, from the root of the repository; '' for the root itself
 */
export function* deployTags(
  pipelines: Pipelines,
  folders: readonly string[],
  environments: readonly string[],
): Generator<undefined, DeployTags[]> {
  const all: DeployTags[] = [];
  for (const filter of (yield* pipelines.tagFilters()).slice(0, MAX_FILTERS)) {
    const run = yield* pipelines.at({ kind: 'tag', name: filter.example });
    const effects = folders.flatMap(folder => effectsOf(run, folder));
    const applied = new Set(effects.filter(isApply).flatMap(effect => workspacesOf(effect)));
    all.push({
      filter,
      named: environmentNamed(filter.glob, environments),
      effects,
      applied: environments.filter(name => applied.has(name)),
    });
  }
  return all;
}

/** The workspaces that a command may use; empty if it may use any. */
export function workspacesOf({ run }: Effect): string[] {
  const names = (possibilities(run.workspace) ?? []).map(scalarText);
  return names.flatMap(name => (name === undefined || name === '' ? [] : [name]));
}

/**
 * The environment that a tag pattern names.
 *
 * @returns the environment whose name is in the pattern, the longest if names contain each other; undefined if there is none, or if several
 * are named
 */
function environmentNamed(glob: string, environments: readonly string[]): string | undefined {
  const named = environments.filter(name => hasWord(glob, name)).sort((a, b) => b.length - a.length);
  const [longest] = named;
  return longest !== undefined && named.every(name => hasWord(longest, name)) ? longest : undefined;
}

/** Whether a text contains a name, delimited and not as a part of a longer word. */
function hasWord(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + name.length]];
    if (!/[a-z0-9]/i.test(before) && !/[a-z0-9]/i.test(after)) return true;
  }
  return false;
}

/** The environment that tags of a pattern deploy to; undefined if the name in the tags contradicts what the pipeline does. */
export function deployedBy({ named, applied }: DeployTags): string | undefined {
  if (named === undefined) return applied.length === 1 ? applied[0] : undefined;
  return applied.length === 0 || applied.includes(named) ? named : undefined;
}
