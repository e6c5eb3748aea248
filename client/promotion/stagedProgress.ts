/** How far replacements are, read from the code of the main branch and of what environments run. Everyone with the repository reads the same. */
import {
  progressOf,
  type DeployedEnvironment,
  type StagedChange,
  type StagedProgress,
} from '../../common/replacement/stagedChange';
import type { Git } from '../git/git';
import type { RevisionSide } from '../core/revisionSide';
import { commitSide } from '../git/revisionFiles';
import type { Stage } from './stage';

/** The text that a revision contains if something is being replaced in it. */
export const MENTION = 'kubestack:replaces';

/** Where a platform is, and what is known about its environments. */
export interface StagedPlatform {
  readonly git: Git;
  /** Path of the platform in its repository; '' for the top. */
  readonly folder: string;
  readonly main: string | undefined;
  /** Of the platform's environments. */
  readonly stages: readonly Stage[];
  /** Whether deploy tags tell what environments run. */
  readonly isPromoting: boolean;
}

/** Reads the replacements in revisions, by commit, and in the current files. */
export type ReadStagedChanges = (revisions: Readonly<Record<string, RevisionSide>>) => Promise<readonly StagedChange[]>;

export async function stagedProgress(platform: StagedPlatform, read: ReadStagedChanges): Promise<StagedProgress[]> {
  const { main, stages, isPromoting } = platform;
  const commits = [...new Set([main, ...stages.map(({ there }) => there?.commit)])].filter(each => each !== undefined);
  const environments = isPromoting ? stages.map(deployed) : [];
  const changes = await changesIn(platform, commits, read);
  return changes.flatMap(change => progressOf(change, main, environments) ?? []);
}

/** Most platforms replace nothing, and no revision of them is read. */
async function changesIn(
  { git, folder }: StagedPlatform,
  commits: readonly string[],
  read: ReadStagedChanges,
): Promise<readonly StagedChange[]> {
  const current = await read({});
  if (commits.length === 0) return current;
  const where = folder === '' ? ':/' : `:/${folder}`;
  // Git searches all revisions at once without sending them to the server. What it finds is only a reason to read them, as everything else does.
  const mentioned = await git.tryRead(['grep', '-l', '-I', '-F', '-e', MENTION, ...commits, '--', where]);
  if (current.length === 0 && (mentioned ?? '') === '') return [];
  return read(Object.fromEntries(commits.map(commit => [commit, commitSide(git, commit, folder)])));
}

function deployed({ environment, there, pipeline }: Stage): DeployedEnvironment {
  const state = pipeline && pipeline.commit === there?.commit ? pipeline.state.state : 'unknown';
  return { environment, commit: there?.commit, ...(state === 'unknown' ? {} : { run: state }) };
}
