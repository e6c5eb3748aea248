/** The three states of an environment in words: committed, desired and current. */
import { t } from '../../common/localization';
import type { PipelineState } from '../gitHost/pipelineState';
import { shortHash } from './commitGraph';
import { driftText, type DriftState } from './driftState';
import { minutesText } from './refusalText';
import type { RepositorySnapshot, Stage } from './stage';
import { agoText } from './stageText';

export interface StageStates {
  /** The commit on the main branch, and how many commits the environment lacks. */
  readonly committed: string;
  /** What was applied last, and the result of the run that applied it. */
  readonly desired: string;
  /** Whether reality still matches. */
  readonly current: string;
}

export function stageStates(stage: Stage, facts: RepositorySnapshot, drift: DriftState, now: number): StageStates {
  return {
    committed: committedText(stage, facts),
    desired: desiredText(stage, facts, now),
    current: driftText(drift, now),
  };
}

function committedText({ there }: Stage, { main, mainBranch, graph }: RepositorySnapshot): string {
  if (main === undefined) return t('no branch {0}', mainBranch);
  const name = `${mainBranch} ${shortHash(main)}`;
  if (!there) return name;
  const { length } = graph.between(there.commit, main);
  if (length === 0) return name;
  return length === 1 ? t('{0}, 1 commit ahead', name) : t('{0}, {1} commits ahead', name, length);
}

function desiredText({ there, pipeline, previous }: Stage, { mainBranch }: RepositorySnapshot, now: number): string {
  if (!there) return t('never promoted');
  const name = there.tag?.name ?? (previous === undefined ? mainBranch : '');
  return [
    name,
    there.isStray ? t('not on {0}', mainBranch) : '',
    shortHash(there.commit),
    applyText(pipeline?.state, now),
    there.at === 0 ? t('time unknown') : agoText(there.at, now),
    there.by,
  ]
    .filter(part => part !== '')
    .join(' · ');
}

/** The result of the run that applied a commit, and how long it took. */
export function applyText(state: PipelineState | undefined, now: number): string {
  const took = durationText(state, now);
  switch (state?.state) {
    case 'succeeded':
      return took === '' ? t('applied') : t('applied in {0}', took);
    case 'failed':
      return took === '' ? t('apply failed') : t('apply failed after {0}', took);
    case 'running':
      return took === '' ? t('applying') : t('applying since {0}', took);
    default:
      return state?.reason === undefined ? t('result unknown') : t('result unknown: {0}', state.reason);
  }
}

/** The duration of a run, or the time since its start; '' if the Git host doesn't tell, or if its clocks contradict each other. */
export function durationText(state: PipelineState | undefined, now: number): string {
  const { startedAt, finishedAt } = state ?? {};
  const end = state?.state === 'running' ? now : finishedAt;
  if (startedAt === undefined || end === undefined || end < startedAt) return '';
  return minutesText(Math.max(1, Math.round((end - startedAt) / 60_000)));
}
