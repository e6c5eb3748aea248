/** Reads a consistent snapshot of a repository with git. */
import { GitError, type Git } from '../git/git';
import { gitErrorOutput } from '../git/gitProblem';
import { fetchRefs, remoteRefs, type RemoteRef } from '../git/remoteRefs';
import { ownRepository } from '../../common/node/git/ownRepository';
import { findMainBranch, type MainBranch } from '../../common/promotion/findMainBranch';
import { environmentOrder } from '../../common/promotion/environmentOrder';
import { readPipelineFiles, type RepositoryFile } from '../../common/promotion/pipelineFiles';
import { readCommits } from './readCommits';
import { localTagNames, readTags } from '../../common/promotion/readTags';
import type { PromotionRules, RepositorySnapshot } from './stage';
import {
  affixes,
  exampleTag,
  patternProblem,
  tagRules as tagRulesOf,
  type TagRule,
} from '../../common/promotion/tagRule';
import { isWithin } from '../../common/within';
import { withoutTrailing } from '../../common/withoutTrailing';

export interface ReadOptions {
  readonly git: Git;
  /** Environments of each platform in the repository, each in promotion order. */
  readonly platforms: readonly (readonly string[])[];
  /** Folders of the platforms, relative to the repository, with "/"; '' for the repository itself. */
  readonly folders: readonly string[];
  /** Pipelines and the files that they refer to. */
  readonly pipelineFiles: readonly RepositoryFile[];
  readonly settings: PromotionSettings;
  /** Further names of deploy tags: those of the window, when the files are those of a commit. */
  readonly otherTagRules?: readonly TagRule[];
  /** Whether to fetch from the remote; otherwise only local data is used. */
  readonly fetch: boolean;
}

export interface PromotionSettings {
  /** Whether `kubestack.environments` is set. */
  readonly ordered: boolean;
  readonly mainBranch: string;
  readonly pattern: string;
  readonly soakMinutes: number;
}

export interface RepositoryReading {
  readonly facts: RepositorySnapshot;
  readonly rules: PromotionRules;
}

/** @throws RevisionError if there is no repository, or it is another one than that of the folder; GitError without git */
export async function readRepository(question: ReadOptions): Promise<RepositoryReading> {
  const { git, settings, fetch } = question;
  await ownRepository(git);
  const main = await findMainBranch(git, settings.mainBranch, fetch);
  const rules = await rulesOf(question, main.branch);
  const tagRules = [...rules.tagRules, ...(question.otherTagRules ?? [])];
  const ofTags = tagRules.filter(({ environment }) => environment !== rules.environments[0]);
  const remoteState = fetch && main.remote !== '' ? await readRemote(git, main, ofTags) : {};
  const mainRef = `refs/remotes/${main.remote}/${main.branch}^{commit}`;
  const commitOf = (name: string) => git.tryRead(['rev-parse', '--verify', '--quiet', name]);
  const [{ tags, names }, mainCommit, head, branch, changes] = await Promise.all([
    readTags(git, tagRules, remoteState.tags),
    remoteState.isMainMissing ? undefined : commitOf(mainRef),
    commitOf('HEAD^{commit}'),
    git.tryRead(['symbolic-ref', '--quiet', '--short', 'HEAD']),
    uncommittedFiles(git, question.folders),
  ]);
  const tips = [mainCommit, head, ...tags.map(({ commit }) => commit)].filter(tip => tip !== undefined);
  const facts: RepositorySnapshot = {
    remote: main.remote,
    remoteUrl: main.url,
    mainBranch: main.branch,
    ...(mainCommit === undefined ? {} : { main: mainCommit }),
    head: { ...(head === undefined ? {} : { commit: head }), ...(branch === undefined ? {} : { branch }) },
    changes,
    graph: await readCommits(git, tips),
    tags,
    tagNames: names,
    ...(remoteState.problem === undefined ? {} : { remoteProblem: remoteState.problem }),
  };
  return { facts, rules };
}

async function rulesOf(question: ReadOptions, mainBranch: string): Promise<PromotionRules> {
  const { git, platforms, folders, pipelineFiles: files, settings } = question;
  const declared = [...new Set(platforms.flat())];
  const pipeline = readPipelineFiles({ files, folders, environments: declared, mainBranch });
  const environments = environmentOrder(platforms, pipeline.mainEnvironment, settings.ordered);
  const isBad = patternProblem(settings.pattern) !== undefined;
  const tags = await localTagNames(git);
  const setting = isBad ? '' : settings.pattern;
  const ruled = tagRulesOf({ environments, setting, triggers: pipeline.triggers, tags });
  return {
    environments,
    soakMinutes: settings.soakMinutes,
    tagRules: ruled,
    tagOutcomes: new Map(ruled.map(rule => [rule.environment, pipeline.outcomeOf(exampleTag(rule), rule.environment)])),
    hasTagPipeline: pipeline.triggers.length > 0,
    hasPipelines: pipeline.hasPipelines,
    checksRules: pipeline.checksRules,
    ...(isBad ? { badPattern: settings.pattern } : {}),
  };
}

interface RemoteAnswer {
  /** The remote's tags; undefined if it does not respond. */
  readonly tags?: Map<string, RemoteRef>;
  readonly isMainMissing?: boolean;
  readonly problem?: string;
}

/** Fetches the main branch and the deploy tags. Lists all tags afterwards, so that tags created in the meantime are included. */
async function readRemote(git: Git, { remote, branch }: MainBranch, rules: readonly TagRule[]): Promise<RemoteAnswer> {
  const prefixes = [...new Set(rules.map(rule => affixes(rule).prefix))];
  const tags = prefixes.map(prefix => `refs/tags/${prefix}*:refs/tags/${prefix}*`);
  const main = `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  try {
    const isMainMissing = await fetchRefs(git, remote, [main, ...tags]).then(
      () => false,
      async (error: unknown) => {
        if (!(error instanceof GitError) || !/couldn't find remote ref/.test(error.run.stderr)) throw error;
        if (tags.length > 0) await fetchRefs(git, remote, tags);
        return true;
      },
    );
    return { tags: await remoteRefs(git, remote, ['refs/tags/*']), isMainMissing };
  } catch (error) {
    if (error instanceof GitError) return { problem: gitErrorOutput(error.run.stderr) || error.message };
    throw error;
  }
}

/** Changed files; untracked ones only in platform folders. */
async function uncommittedFiles(git: Git, folders: readonly string[]): Promise<string[]> {
  const status = await git.run(['status', '--porcelain=v1', '-z', '--untracked-files=normal', '--no-renames']);
  return status.split('\0').flatMap(entry => {
    const [state, path] = [entry.slice(0, 2), entry.slice(3)];
    if (path === '') return [];
    if (state !== '??') return [path];
    return folders.some(
      folder => folder === '' || isWithin(path, folder) || isWithin(folder, withoutTrailing(path, '/')),
    )
      ? [path]
      : [];
  });
}
