/** One-line texts for stages: rows of the view, the status item and pickers. */
import type { PipelineStatus } from '../gitHost/pipelineState';
import { shortHash } from './commitGraph';
import type { Refusal, RefusalKind } from './refusal';
import { refusalLabel, minutesText } from './refusalText';
import type { Stage } from './stage';
import { t } from '../../common/localization';

/** Symbols for pipeline states, the same in every language; '' for unknown. */
const PIPELINE_SIGNS: Readonly<Record<PipelineStatus, string>> = {
  succeeded: '✓',
  failed: '✗',
  running: '…',
  unknown: '',
};

/**
 * `ops ✓ main · 2 drifted in apps · 3 commits to promote to apps`; '' without stages.
 * @param drifted number of drifted resources of an environment
 */
export function statusText(
  stages: readonly Stage[],
  mainBranch: string,
  drifted: (environment: string) => number = () => 0,
  now = Date.now(),
): string {
  const [first] = stages;
  if (!first) return '';
  const sign = PIPELINE_SIGNS[first.pipeline?.state.state ?? 'unknown'];
  const start = [first.environment, sign, mainBranch].filter(part => part !== '').join(' ');
  const [problem] = generalRefusals(stages);
  if (problem) return `${start} · ${refusalLabel(problem)}`;
  const failed = stages.find(stage => stage.previous !== undefined && hasFailed(stage));
  const next = stages.find(isWaiting);
  const drift = stages.filter(({ environment }) => drifted(environment) > 0);
  return [
    start,
    ...(failed ? [t('apply to {0} failed', failed.environment)] : []),
    ...frozenSummary(stages, now),
    ...drift.map(({ environment }) => t('{0} drifted in {1}', drifted(environment), environment)),
    ...(next ? [waitingText(next)] : []),
  ].join(' · ');
}

/** One text for all frozen environments, because a status bar has little space: `2 environments frozen until Jan 4`, without a day if they differ. */
function frozenSummary(stages: readonly Stage[], now: number): string[] {
  const frozen = stages.filter(stage => stage.frozenUntil !== undefined);
  if (frozen.length < 2) return frozen.flatMap(stage => frozenText(stage, now) ?? []);
  const [day, ...otherDays] = new Set(frozen.map(stage => untilText(stage.frozenUntil ?? now, now)));
  return [
    otherDays.length === 0
      ? t('{0} environments frozen until {1}', frozen.length, day ?? '')
      : t('{0} environments frozen', frozen.length),
  ];
}

/** `apps frozen until Jan 4`; undefined if no freeze is in force. */
export const frozenText = ({ environment, frozenUntil }: Stage, now: number): string | undefined =>
  frozenUntil === undefined ? undefined : t('{0} frozen until {1}', environment, untilText(frozenUntil, now));

/** A day, or in the next 24 hours a time, as the user writes them. With the year if the day could be of this one. */
export function untilText(until: number, now: number): string {
  const date = new Date(until);
  const days = (until - now) / (24 * 60 * 60_000);
  if (days < 1) return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return date.toLocaleDateString([], { month: 'short', day: 'numeric', ...(days > 300 ? { year: 'numeric' } : {}) });
}

/** Whether the run that applied the deployed commit has failed. */
export const hasFailed = ({ pipeline }: Stage): boolean => pipeline?.state.state === 'failed';

/** Refusals that all environments share. */
export function generalRefusals(stages: readonly Stage[]): Refusal[] {
  const [, second] = stages;
  return (second?.refusals ?? []).filter(({ kind }) => GENERAL.has(kind));
}

const GENERAL: ReadonlySet<RefusalKind> = new Set(['noRemote', 'noMainBranch', 'badPattern', 'remoteNotAsked']);

/**
 * Why the commits of the previous environment can't be promoted, without what all environments share; empty if there are none.
 * @param general the kinds that all environments share
 */
export function shownRefusals({ previous, waiting, refusals }: Stage, general: readonly string[]): Refusal[] {
  if (previous === undefined) return [];
  const isMissing = refusals.some(({ kind }) => kind === 'environmentMissing');
  return waiting.length > 0 || isMissing ? refusals.filter(({ kind }) => !general.includes(kind)) : [];
}

/** Whether commits of the previous environment wait for this one. */
export const isWaiting = ({ previous, waiting }: Stage): boolean => previous !== undefined && waiting.length > 0;

/** The repositories in which commits wait for an environment, by its name; under `other` for all names that have no command of their own. */
export function waitingIn<T extends { readonly stages: readonly Stage[] }>(
  repositories: readonly T[],
): Record<'apps' | 'apps-prod' | 'other', T[]> {
  const waitingFor = (isMeant: (environment: string) => boolean): T[] =>
    repositories.filter(({ stages }) => stages.some(stage => isWaiting(stage) && isMeant(stage.environment)));
  return {
    apps: waitingFor(name => name === 'apps'),
    'apps-prod': waitingFor(name => name === 'apps-prod'),
    other: waitingFor(name => name !== 'apps' && name !== 'apps-prod'),
  };
}

/** `1 commit for apps · 3 commits for apps-prod`, with the repository's name if there are several. */
export function waitingSummary(repositories: readonly { name: string; stages: readonly Stage[] }[]): string {
  const texts = repositories.map(({ name, stages }) => {
    const waiting = stages.filter(isWaiting);
    const text = waiting.map(shortWaitingText).join(' · ');
    return text === '' || repositories.length === 1 ? text : `${name}: ${text}`;
  });
  return texts.filter(text => text !== '').join(' · ');
}

const shortWaitingText = ({ waiting, environment }: Stage): string =>
  waiting.length === 1 ? t('1 commit for {0}', environment) : t('{0} commits for {1}', waiting.length, environment);

/** `3 commits to promote to apps` */
export function waitingText({ waiting, environment }: Stage): string {
  return waiting.length === 1
    ? t('1 commit to promote to {0}', environment)
    : t('{0} commits to promote to {1}', waiting.length, environment);
}

/** Text after the environment's name: deployed commit, time, author and waiting commits. */
export function stageDescription(stage: Stage, mainBranch: string, now: number, drifted = 0): string {
  const { there, waiting, previous, heldBackFrom, ahead } = stage;
  const drift = drifted === 0 ? '' : t('{0} drifted', drifted);
  const sign = PIPELINE_SIGNS[stage.pipeline?.state.state ?? 'unknown'];
  if (previous === undefined) {
    const parts = there
      ? [`${mainBranch} ${shortHash(there.commit)}`, sign, drift, agoText(there.at, now), there.by]
      : [t('never promoted')];
    return parts.filter(part => part !== '').join(' · ');
  }
  const parts = there
    ? [there.tag?.name ?? '', shortHash(there.commit), agoText(there.at, now), there.by]
    : [t('never promoted')];
  // The end may be cut off, so important parts come first.
  return [
    ...(hasFailed(stage) ? [t('apply failed')] : []),
    ...(stage.frozenUntil === undefined ? [] : [t('frozen until {0}', untilText(stage.frozenUntil, now))]),
    ...(stage.pipeline?.state.state === 'running' ? [t('applying')] : []),
    ...(there?.isStray ? [t('not on {0}', mainBranch)] : []),
    drift,
    ...(heldBackFrom ? [t('rolled back from {0}', heldBackFrom.name)] : []),
    ...(waiting.length > 0
      ? [waiting.length === 1 ? t('1 commit waiting') : t('{0} commits waiting', waiting.length)]
      : []),
    ...parts,
    ...(waiting.length === 0 && ahead > 0 ? [t('ahead of {0}', previous)] : []),
  ]
    .filter(part => part !== '')
    .join(' · ');
}

/** Text in a picker: the commits that can be promoted, or why none can. */
export function promotionDetail(stage: Stage): string {
  const hard = stage.refusals.map(refusal => refusalLabel(refusal));
  return [...(stage.waiting.length > 0 ? [waitingText(stage)] : []), ...hard].join(' · ');
}

/** `2 hours ago`; '' without a time, `just now` for times in the future, due to clock differences. */
export function agoText(at: number | undefined, now: number): string {
  if (at === undefined || at === 0) return '';
  const minutes = Math.floor((now - at) / 60_000);
  return minutes < 1 ? t('just now') : t('{0} ago', minutesText(minutes));
}
