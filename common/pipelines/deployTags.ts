/** Which tags deploy to which environment, as a repository's pipelines have it. */
import { effectsOf, isApply, type Effect } from './effects';
import type { TagFilter } from './event';
import type { Pipelines } from './pipelines';
import { possibilities, scalarText } from './values/value';

/** Tags that a pipeline listens to. */
export interface DeployTags {
  readonly filter: TagFilter;
  /** The environment whose name is in the pattern. */
  readonly named: string | undefined;
  /** What such a tag does to the platforms. */
  readonly effects: readonly Effect[];
  /** Environments that it applies to, or may. */
  readonly applied: readonly string[];
}

/** Patterns that are looked at. */
const MAX_FILTERS = 50;

/**
 * The tags that pipelines listen to.
 *
 * @param folders of the platforms, from the root of the repository; '' for the root itself
 */
export function deployTags(
  pipelines: Pipelines,
  folders: readonly string[],
  environments: readonly string[],
): DeployTags[] {
  return pipelines
    .tagFilters()
    .slice(0, MAX_FILTERS)
    .map(filter => {
      const run = pipelines.at({ kind: 'tag', name: filter.example });
      const effects = folders.flatMap(folder => effectsOf(run, folder));
      const applied = new Set(effects.filter(isApply).flatMap(effect => workspacesOf(effect)));
      return {
        filter,
        named: environmentNamed(filter.glob, environments),
        effects,
        applied: environments.filter(name => applied.has(name)),
      };
    });
}

/** The workspaces that a command may work in; none where that can be any. */
export function workspacesOf({ run }: Effect): string[] {
  const names = (possibilities(run.workspace) ?? []).map(scalarText);
  return names.flatMap(name => (name === undefined || name === '' ? [] : [name]));
}

/**
 * The environment that tags of a pattern are for.
 *
 * @returns the one whose name stands in the pattern, the longest where names contain each other; undefined where there is none, or
 *   several that do not
 */
export function environmentNamed(glob: string, environments: readonly string[]): string | undefined {
  const named = environments.filter(name => hasWord(glob, name)).sort((a, b) => b.length - a.length);
  const [longest] = named;
  return longest !== undefined && named.every(name => hasWord(longest, name)) ? longest : undefined;
}

/** Whether a name stands in a text, and not as a part of a longer word. */
function hasWord(text: string, name: string): boolean {
  if (name === '') return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + name.length]];
    if (!/[a-z0-9]/i.test(before) && !/[a-z0-9]/i.test(after)) return true;
  }
  return false;
}

/** The environment that tags of a pattern deploy to; undefined where their name says something else than what they do. */
export function deployedBy({ named, applied }: DeployTags): string | undefined {
  if (named === undefined) return applied.length === 1 ? applied[0] : undefined;
  return applied.length === 0 || applied.includes(named) ? named : undefined;
}
