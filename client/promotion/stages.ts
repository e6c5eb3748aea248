/** Computes the stages of a repository from refs, tags and pipeline states. */
import type { PipelineState } from '../gitHost/pipelineState';
import type { DeployTag } from '../../common/promotion/deployTag';
import { evaluatePolicy } from './promotionPolicy';
import {
  pipelineKey,
  lacksEnvironment,
  type DeployedCommit,
  type EnvironmentsByCommit,
  type PipelineStates,
  type PromotionRules,
  type RepositorySnapshot,
  type Stage,
} from './stage';
import { frozenUntil, type DeclaredFreeze } from '../../common/rules/freezes';
import { newestFirst } from '../../common/promotion/tagId';
import { rollbackFrom } from './tagMessage';

export interface StagesInput {
  readonly facts: RepositorySnapshot;
  readonly rules: PromotionRules;
  readonly pipelines: PipelineStates;
  readonly environments?: EnvironmentsByCommit;
  readonly freezes?: readonly DeclaredFreeze[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Whether the repository uses promotion: it has a deploy tag, or a pipeline that deploys tags. */
export const isPromoting = ({ facts, rules }: Pick<StagesInput, 'facts' | 'rules'>): boolean =>
  rules.hasTagPipeline === true || facts.tags.length > 0;

const stateOf = (pipelines: PipelineStates, commit: string, ref: string): PipelineState =>
  pipelines.get(pipelineKey(commit, ref)) ?? { state: 'unknown' };

/** One stage per environment, in promotion order. */
export function stagesOf(question: StagesInput): Stage[] {
  const { facts, rules } = question;
  const byEnvironment = new Map<string, DeployTag[]>(rules.environments.map(name => [name, []]));
  for (const tag of facts.tags) byEnvironment.get(tag.environment)?.push(tag);
  const stages: Stage[] = [];
  for (const [index, environment] of rules.environments.entries()) {
    const previous = stages[index - 1];
    stages.push(
      previous
        ? tagStage(environment, previous, byEnvironment.get(environment) ?? [], question)
        : mainStage(environment, question),
    );
  }
  return stages;
}

/** Whether a commit is certainly not on the main branch. */
export const isStray = (commit: string, { main, graph }: RepositorySnapshot): boolean =>
  main !== undefined && graph.contains(main, commit) === false;

/** Whether a deploy tag takes an environment back: its message says so, or its commit is an ancestor of the one deployed before. */
export const isRollbackTag = (
  { message, commit }: DeployTag,
  before: DeployTag | undefined,
  { graph }: RepositorySnapshot,
): boolean =>
  rollbackFrom(message) !== undefined ||
  (before !== undefined && before.commit !== commit && graph.contains(before.commit, commit) === true);

/** The stage of the first environment, to which the main branch deploys. */
function mainStage(environment: string, { facts, pipelines }: StagesInput): Stage {
  const { main, mainBranch, graph, head } = facts;
  const commit = main === undefined ? undefined : graph.get(main);
  const ref = `refs/heads/${mainBranch}`;
  const ownBranch = head.branch === mainBranch && head.commit !== undefined;
  return {
    environment,
    ...(main === undefined
      ? {}
      : {
          there: {
            commit: main,
            by: commit?.author ?? '',
            ...(commit ? { at: commit.committedAt } : {}),
          },
          pipeline: { commit: main, ref, state: stateOf(pipelines, main, ref) },
        }),
    waiting: ownBranch ? graph.between(main, head.commit) : [],
    ahead: 0,
    refusals: [{ kind: 'internal', branch: mainBranch }],
    history: [],
    localOnly: [],
  };
}

function tagStage(environment: string, previous: Stage, tags: readonly DeployTag[], question: StagesInput): Stage {
  const { facts, pipelines, environments } = question;
  const sorted = newestFirst(tags);
  const history = sorted.filter(tag => tag.isOnRemote);
  const [last] = history;
  const there: DeployedCommit | undefined = last && {
    commit: last.commit,
    tag: last,
    at: last.taggedAt,
    by: last.tagger,
    ...(isStray(last.commit, facts) ? { isStray: true } : {}),
  };
  const source = previous.there;
  const canWait = source !== undefined && !lacksEnvironment(environments, source.commit, environment);
  const heldBackFrom =
    last && history.find(tag => tag !== last && facts.graph.contains(last.commit, tag.commit) === false);
  const ref = `refs/tags/${last?.name ?? ''}`;
  const frozen = frozenUntil(question.freezes ?? [], environment, question.now);
  const stage: Omit<Stage, 'refusals'> = {
    environment,
    ...(frozen === undefined ? {} : { frozenUntil: frozen }),
    previous: previous.environment,
    ...(there ? { there, pipeline: { commit: there.commit, ref, state: stateOf(pipelines, there.commit, ref) } } : {}),
    ...(source ? { source } : {}),
    waiting: canWait ? facts.graph.between(there?.commit, source.commit) : [],
    ahead: source && there ? facts.graph.between(source.commit, there.commit).length : 0,
    ...(heldBackFrom ? { heldBackFrom } : {}),
    history,
    localOnly: sorted.filter(tag => !tag.isOnRemote),
  };
  return { ...stage, refusals: evaluatePolicy({ stage, previous, purpose: 'promote', ...question }) };
}
