/** Repositories as plain data. */
import { CommitGraph, type Commit } from '../../../../client/promotion/commitGraph';
import type { DeployTag } from '../../../../common/promotion/deployTag';
import type { PipelineState } from '../../../../client/gitHost/pipelineState';
import {
  pipelineKey,
  type PromotionRules,
  type RepositorySnapshot,
  type Stage,
} from '../../../../client/promotion/stage';
import type { DeclaredFreeze } from '../../../../common/rules/freezes';
import { stagesOf } from '../../../../client/promotion/stages';
import { ruleOf, tagRules } from '../../../../common/promotion/tagRule';

export const noon = Date.UTC(2026, 10, 20, 12);
export const environments = ['ops', 'apps', 'apps-prod'];

/** Commits in one line, oldest first: `a`, `b`, … */
export function line(...hashes: string[]): CommitGraph {
  const commits = hashes.map((hash, index): Commit => ({
    hash,
    parents: index === 0 ? [] : [hashes[index - 1]!],
    committedAt: noon - (hashes.length - index) * 60_000,
    author: 'Ada',
    subject: `Change ${hash}`,
  }));
  return new CommitGraph(commits.reverse());
}

export const rules: PromotionRules = {
  environments,
  soakMinutes: 0,
  tagRules: tagRules({ environments, setting: '', triggers: [], tags: [] }),
};

/** @param taggedAt by the tagger's clock */
export function tag(name: string, commit: string, taggedAt = noon, more: Partial<DeployTag> = {}): DeployTag {
  const found = ruleOf(rules.tagRules, name);
  if (!found) throw new Error(`${name} is no deploy tag`);
  return {
    name,
    environment: found.rule.environment,
    id: found.id,
    commit,
    object: `tag of ${commit}`,
    taggedAt,
    tagger: 'Bo',
    message: '',
    isOnRemote: true,
    ...more,
  };
}

export interface History {
  readonly graph: CommitGraph;
  readonly main: string;
  readonly tags?: readonly DeployTag[];
  readonly head?: RepositorySnapshot['head'];
  readonly changes?: readonly string[];
  readonly soakMinutes?: number;
  readonly freezes?: readonly DeclaredFreeze[];
  /** Pipeline states by `commit ref`; all others have succeeded. */
  readonly pipelines?: Readonly<Record<string, PipelineState>>;
}

export function facts({
  graph,
  main,
  tags = [],
  head = { commit: main, branch: 'main' },
  changes = [],
}: History): RepositorySnapshot {
  return {
    remote: 'origin',
    remoteUrl: 'https://forge.example.com/acme/platform.git',
    mainBranch: 'main',
    main,
    head,
    changes,
    graph,
    tags,
    tagNames: new Set(tags.map(({ name }) => name)),
  };
}

export function stages(history: History, now = noon): Stage[] {
  const states = new Map(Object.entries(history.pipelines ?? {}));
  const pipelines = new Map<string, PipelineState>();
  for (const { hash } of history.graph.commits) {
    const refs = ['refs/heads/main', ...(history.tags ?? []).map(({ name }) => `refs/tags/${name}`)];
    for (const ref of refs)
      pipelines.set(pipelineKey(hash, ref), states.get(pipelineKey(hash, ref)) ?? { state: 'succeeded' });
  }
  const asked = { ...rules, soakMinutes: history.soakMinutes ?? 0 };
  const { freezes = [] } = history;
  return stagesOf({ facts: facts(history), rules: asked, pipelines, freezes, now });
}
