/** Decides whether a commit may be promoted to an environment. */
import type { PipelineState } from '../gitHost/pipelineState';
import type { Refusal } from './refusal';
import {
  declares,
  lacksEnvironment,
  pipelineKey,
  type EnvironmentsByCommit,
  type PipelineStates,
  type PromotionRules,
  type RepositorySnapshot,
  type Stage,
} from './stage';

/**
 * `promote`: the commit deployed to the previous environment. `tag`: a chosen commit, regardless of the checkout. `rollback`: an earlier
 * commit of the environment.
 */
export type PromotionPurpose = 'promote' | 'tag' | 'rollback';

export interface PolicyInput {
  readonly stage: Omit<Stage, 'refusals'>;
  /** The previous stage; undefined for the first. */
  readonly previous?: Stage;
  readonly purpose: PromotionPurpose;
  /** The commit to promote; by default the stage's source. */
  readonly commit?: string;
  readonly facts: RepositorySnapshot;
  readonly rules: PromotionRules;
  readonly pipelines: PipelineStates;
  readonly environments?: EnvironmentsByCommit;
  readonly now: number;
}

/** Returns refusals in the order in which a user would resolve them; empty if the promotion is allowed. */
export function evaluatePolicy(input: PolicyInput): Refusal[] {
  const { facts, rules, previous, stage } = input;
  const { remote, mainBranch, main } = facts;
  if (!previous) return [{ kind: 'internal', branch: mainBranch }];
  if (remote === '') return [{ kind: 'noRemote' }];
  if (main === undefined) return [{ kind: 'noMainBranch', remote, branch: mainBranch }];
  const commit = input.commit ?? stage.source?.commit;
  const general: Refusal[] = [
    ...(rules.badPattern === undefined ? [] : [{ kind: 'badPattern', pattern: rules.badPattern } as const]),
    ...conflicts(input),
    ...(facts.remoteProblem === undefined ? [] : [{ kind: 'remoteNotAsked', problem: facts.remoteProblem } as const]),
  ];
  if (commit === undefined)
    return [...general, { kind: 'earlierNotPromoted', previous: previous.environment, commit: main }];
  const isFromMain = previous.previous === undefined;
  return [
    ...general,
    ...(input.purpose === 'promote' && isFromMain ? checkout(facts, main) : []),
    ...placement(input, main, commit, isFromMain),
  ];
}

function conflicts({ rules, stage }: PolicyInput): Refusal[] {
  const outcome = rules.tagOutcomes?.get(stage.environment);
  return outcome?.kind === 'appliedElsewhere'
    ? [{ kind: 'tagAppliesElsewhere', applied: outcome.environment, path: outcome.path }]
    : [];
}

/**
 * Checks that the local main branch equals the remote's, since a user who promotes it means the commits they see. Uncommitted files don't
 * prevent a promotion, since the promoted commit is on the remote; the preview lists them.
 */
function checkout({ head, mainBranch: branch, graph }: RepositorySnapshot, main: string): Refusal[] {
  if (head.commit === undefined || head.commit === main) return [];
  const missing = graph.between(head.commit, main).length;
  const own = graph.between(main, head.commit).length;
  const isBehind = missing > 0 && (own === 0 || head.branch === branch);
  return [
    ...(own > 0
      ? [
          head.branch === branch
            ? ({ kind: 'unpushed', branch, count: own } as const)
            : ({
                kind: 'notOnMain',
                branch,
                commit: head.commit,
                checkedOut: head.branch ?? '',
              } as const),
        ]
      : []),
    ...(isBehind ? [{ kind: 'behind', branch, count: missing } as const] : []),
  ];
}

function placement(input: PolicyInput, main: string, commit: string, isFromMain: boolean): Refusal[] {
  const { facts, stage, previous } = input;
  const { graph, mainBranch: branch } = facts;
  const onMain = graph.contains(main, commit);
  if (onMain === undefined) return [{ kind: 'historyIncomplete' }];
  if (!onMain) return [{ kind: 'notOnMain', branch, commit }];
  if (lacksEnvironment(input.environments, commit, stage.environment)) return [missing(input, main, commit)];
  if (stage.there?.commit === commit) return [{ kind: 'nothingToPromote', commit }];
  if (input.purpose === 'promote' && stage.waiting.length === 0) return [{ kind: 'nothingToPromote', commit }];
  const name = previous!.environment;
  if (!isFromMain) {
    const there = previous!.there?.commit;
    const arrived = there === undefined ? false : graph.contains(there, commit);
    if (arrived === undefined) return [{ kind: 'historyIncomplete' }];
    if (!arrived) return [{ kind: 'earlierNotPromoted', previous: name, commit }];
  }
  const deployment = [...unreadable(input, commit), ...deploying(input, commit), ...afterFailure(input)];
  if (isReturn(input, commit)) return deployment;
  return [...validation(input, name, commit), ...deployment, ...soaking(input, commit)];
}

function missing(
  { purpose, stage, previous, environments, facts }: PolicyInput,
  main: string,
  commit: string,
): Refusal {
  if (purpose !== 'promote') return { kind: 'environmentMissing', commit };
  const isLater = commit !== main && !lacksEnvironment(environments, main, stage.environment);
  return {
    kind: 'environmentMissing',
    commit,
    ...(isLater ? { previous: previous!.environment } : { branch: facts.mainBranch }),
  };
}

function unreadable({ stage, environments }: PolicyInput, commit: string): Refusal[] {
  const found = environments?.get(commit);
  return found?.problem === undefined || declares(found, stage.environment)
    ? []
    : [{ kind: 'environmentsUnknown', commit, problem: found.problem }];
}

/** What is certainly wrong with the deployment by a tag. */
function deploying({ rules, stage }: PolicyInput, commit: string): Refusal[] {
  const outcome = rules.tagOutcomes?.get(stage.environment);
  switch (outcome?.kind) {
    case 'notStarted':
      return [{ kind: 'tagStartsNothing', commit }];
    case 'notApplied':
      return [{ kind: 'tagNotApplied', commit, path: outcome.path }];
    default:
      return [];
  }
}

/** A promotion on top of a failed apply. A rollback is the way back from one. */
function afterFailure({ purpose, stage: { there, pipeline } }: PolicyInput): Refusal[] {
  if (purpose === 'rollback' || pipeline?.state.state !== 'failed' || !there?.tag) return [];
  const { url } = pipeline.state;
  return [{ kind: 'applyFailed', tag: there.tag.name, ...(url === undefined ? {} : { url }) }];
}

/** Whether the environment has had the commit before. It was validated then, so other environments' states do not matter. */
const isReturn = ({ purpose, stage }: PolicyInput, commit: string): boolean =>
  purpose === 'rollback' && stage.history.some(tag => tag.commit === commit);

/** The state of the run that deployed the commit to the previous environment. */
function stateFor(input: PolicyInput, commit: string): PipelineState {
  return input.pipelines.get(pipelineKey(commit, runRef(input, commit))) ?? { state: 'unknown' };
}

/** The main branch, or the tag that deployed the commit to the previous environment. */
export function runRef({ previous, facts }: Pick<PolicyInput, 'previous' | 'facts'>, commit: string): string {
  const tag =
    previous?.history.find(each => each.commit === commit) ??
    (previous?.previous === undefined ? undefined : previous.there?.tag);
  return tag ? `refs/tags/${tag.name}` : `refs/heads/${facts.mainBranch}`;
}

/** If nobody can know the state, nothing is refused: the preview and the question show it. */
function validation(input: PolicyInput, previous: string, commit: string): Refusal[] {
  const { state, url, hasNoRun } = stateFor(input, commit);
  const common = { previous, commit };
  switch (state) {
    case 'succeeded':
      return [];
    case 'failed':
      return [{ kind: 'pipelineFailed', ...common, ...(url === undefined ? {} : { url }) }];
    case 'running':
      return [{ kind: 'pipelineRunning', ...common, ...(url === undefined ? {} : { url }) }];
    case 'unknown':
      return hasNoRun && input.rules.hasPipelines ? [{ kind: 'pipelineMissing', ...common }] : [];
  }
}

function soaking(input: PolicyInput, commit: string): Refusal[] {
  const { rules, now, previous } = input;
  if (rules.soakMinutes <= 0) return [];
  const since = arrivedAt(input, commit);
  const passed = since === undefined ? 0 : Math.max(0, now - since) / 60_000;
  const left = Math.ceil(rules.soakMinutes - passed);
  if (left <= 0) return [];
  const soak = { kind: 'soak', previous: previous!.environment, minutes: rules.soakMinutes, left } as const;
  return [since === undefined ? { ...soak, isTimeUnknown: true } : soak];
}

/** Since when the previous environment has had the commit without interruption. */
function arrivedAt(input: PolicyInput, commit: string): number | undefined {
  const { previous, facts } = input;
  if (previous?.previous === undefined)
    return stateFor(input, commit).finishedAt ?? facts.graph.get(commit)?.committedAt;
  const containing = facts.graph.descendants(commit);
  let since: number | undefined;
  for (const tag of previous.history) {
    const index = facts.graph.indexOf(tag.commit);
    if (index === undefined || containing[index] !== 1) break;
    // The time of an earlier tag may be unknown: then it counts from the next one.
    if (tag.taggedAt > 0) since = tag.taggedAt;
  }
  return since;
}
