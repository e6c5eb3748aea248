/** Builds the promotion board: the stages of each repository as columns, with the texts that the page shows. */
import type { LostCluster } from '../../common/forecast/lostClusters';
import { replacementLine, type StagedProgress } from '../../common/replacement/stagedChange';
import type {
  BoardChange,
  BoardColumn,
  BoardDeployment,
  BoardHealth,
  BoardRepository,
} from '../../common/webview/boardMessages';
import { changeSummary, type ChangeLine } from '../platform/changeLines';
import { shortHash, type CommitGraph } from './commitGraph';
import { driftText, type DriftReader } from './driftState';
import type { ShownRepository } from './promotionNode';
import { refusalText } from './refusalText';
import type { Stage } from './stage';
import { agoText, frozenText, generalRefusals, shownRefusals } from './stageText';
import { reasonIn } from '../../common/promotion/passedRefusals';
import { t } from '../../common/localization';

export interface BoardContext {
  readonly now: number;
  /** Formats a time in the user's locale. */
  readonly time: (milliseconds: number) => string;
  readonly drift: DriftReader;
  /** Changes of an environment between two revisions; undefined while they are computed. */
  readonly changes: (
    root: string,
    before: string | undefined,
    after: string,
    environment: string,
  ) => readonly ChangeLine[] | undefined;
  /** Clusters and node pools that the same change replaces or destroys; empty while they are computed. */
  readonly losses: (
    root: string,
    before: string | undefined,
    after: string,
    environment: string,
  ) => readonly LostCluster[];
  /** What the platforms of a repository replace step by step. */
  readonly staged: (root: string) => readonly StagedProgress[];
}

/** Maximum number of listed commits and changes. A button opens the rest. */
const MAX_COMMITS = 20;
const MAX_CHANGES = 12;

export const promotionBoard = (repositories: readonly ShownRepository[], context: BoardContext): BoardRepository[] =>
  repositories.map(repository => {
    const { root, name, stages } = repository;
    const general = generalRefusals(stages);
    const sharedReasons = reasonsOfSeveral(stages);
    return {
      root,
      name,
      problems: [
        ...general.map(refusal => refusalText(refusal, '')),
        ...sharedReasons.map(reason => t('Results are unknown: {0}', reason)),
      ],
      staged: context.staged(root).map(replacementLine),
      columns: stages.map(stage =>
        columnOf(stage, { general: general.map(({ kind }) => kind), sharedReasons }, repository, context),
      ),
    };
  });

/** Why the results of several stages are unknown: the board says it once. */
function reasonsOfSeveral(stages: readonly Stage[]): string[] {
  const reasons = stages.flatMap(({ pipeline }) => pipeline?.state.reason ?? []);
  return [...new Set(reasons.filter((reason, index) => reasons.indexOf(reason) !== index))];
}

/** What the board says once for all columns. */
interface SaidOnce {
  /** Kinds of refusals. */
  readonly general: readonly string[];
  /** Reasons of unknown results. */
  readonly sharedReasons: readonly string[];
}

function columnOf(
  stage: Stage,
  { general, sharedReasons }: SaidOnce,
  repository: ShownRepository,
  context: BoardContext,
): BoardColumn {
  const { now } = context;
  const { environment, previous, waiting, there, history, pipeline } = stage;
  const health = there ? (pipeline?.state.state ?? 'unknown') : 'none';
  const reason = pipeline?.state.reason;
  const isWaiting = waiting.length > 0;
  const mayPromote = previous !== undefined && isWaiting;
  const refusals = shownRefusals(stage, general);
  const frozen = frozenText(stage, now);
  const deployment = deploymentOf(stage, repository, context);
  const changes = changesOf(stage, repository, context);
  const drift = context.drift(repository.root, environment);
  return {
    environment,
    health,
    healthText: healthText(health, reason !== undefined && sharedReasons.includes(reason) ? undefined : reason),
    hasRun: pipeline?.state.url !== undefined,
    drift: drift.kind !== 'checked' ? 'unknown' : drift.open > 0 ? 'drifted' : 'none',
    driftText: driftText(drift, now),
    ...(deployment ? { there: deployment } : {}),
    waitingText: waitingText(stage),
    waiting: waiting.slice(0, MAX_COMMITS).map(({ hash, subject, author, committedAt }) => ({
      hash,
      subject,
      about: joined(shortHash(hash), author, agoText(committedAt, now)),
    })),
    more: Math.max(0, waiting.length - MAX_COMMITS),
    ...(changes ? { changes } : {}),
    refusals: [...(frozen === undefined ? [] : [frozen]), ...refusals.map(each => refusalText(each, environment))],
    canPromote: mayPromote,
    canRollBack: previous !== undefined && history.some(({ commit }) => commit !== there?.commit),
  };
}

function deploymentOf(
  { there, heldBackFrom }: Stage,
  { facts }: ShownRepository,
  { now, time }: BoardContext,
): BoardDeployment | undefined {
  if (!there) return undefined;
  const reason = reasonIn(there.tag?.message ?? '');
  return {
    subject: subjectOf(facts.graph, there.commit),
    name: there.tag?.name ?? facts.mainBranch,
    about: joined(shortHash(there.commit), agoText(there.at, now), there.by),
    time: there.at === undefined || there.at === 0 ? '' : time(there.at),
    remarks: [
      ...(there.isStray ? [t('This commit is not on {0}.', facts.mainBranch)] : []),
      ...(there.at === 0 ? [t('Its tag does not say who promoted it, or when.')] : []),
      ...(heldBackFrom ? [t('Rolled back from {0}', heldBackFrom.name)] : []),
      ...(reason === undefined ? [] : [t('Reason: {0}', reason)]),
    ],
  };
}

const subjectOf = (graph: CommitGraph, commit: string): string => graph.get(commit)?.subject ?? shortHash(commit);

function changesOf(stage: Stage, { root }: ShownRepository, context: BoardContext): BoardColumn['changes'] {
  const comparison = waitingComparison(stage);
  if (!comparison) return undefined;
  const { before, after } = comparison;
  const lines = context.changes(root, before, after, stage.environment);
  if (!lines) return undefined;
  const all: BoardChange[] = [
    ...context.losses(root, before, after, stage.environment).map(({ address, action }) => ({
      change: 'removed' as const,
      label: address,
      description: action === 'replace' ? t('will be replaced') : t('will be destroyed'),
    })),
    ...lines.map(({ change, label, description, cluster }) => ({
      change,
      label,
      description: joined(description, cluster),
    })),
  ];
  return {
    summary: changeSummary(lines, stage.environment),
    lines: all.slice(0, MAX_CHANGES),
    more: Math.max(0, all.length - MAX_CHANGES),
  };
}

/** The revisions before and after the waiting commits; undefined if no commits wait. */
export function waitingComparison({
  previous,
  there,
  source,
  waiting,
}: Stage): { before: string | undefined; after: string } | undefined {
  const after = previous === undefined ? waiting[0]?.hash : source?.commit;
  return waiting.length === 0 || after === undefined ? undefined : { before: there?.commit, after };
}

function healthText(health: BoardHealth, reason: string | undefined): string {
  switch (health) {
    case 'succeeded':
      return t('Pipeline succeeded');
    case 'failed':
      return t('Pipeline failed');
    case 'running':
      return t('Pipeline running');
    case 'unknown':
      return reason === undefined ? t('Pipeline status unknown') : t('Pipeline status unknown: {0}', reason);
    case 'none':
      return t('Nothing deployed');
  }
}

function waitingText({ previous, waiting, ahead }: Stage): string {
  const { length } = waiting;
  if (previous === undefined) {
    if (length === 0) return '';
    return length === 1 ? t('1 commit to push') : t('{0} commits to push', length);
  }
  if (length > 0) return length === 1 ? t('1 commit to promote') : t('{0} commits to promote', length);
  return ahead > 0 ? t('Ahead of {0}', previous) : t('Nothing to promote');
}

const joined = (...parts: readonly string[]): string => parts.filter(part => part !== '').join(' · ');
