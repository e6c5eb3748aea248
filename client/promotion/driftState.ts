/** The current state of an environment: whether reality still matches the state, as of the last drift check. */
import { t } from '../../common/localization';
import { dividedDrift, type DriftCheck } from '../plan/model/drift';
import { agoText } from './stageText';

export interface DriftState {
  /** `failed`: the last check failed, and there is no earlier result. `nothing`: nothing was applied yet. */
  readonly kind: 'unchecked' | 'running' | 'failed' | 'nothing' | 'checked';
  /** Number of resources that have drifted and aren't accepted. */
  readonly open: number;
  readonly accepted: number;
  /** Time of the oldest check, in milliseconds since 1970. */
  readonly at?: number;
}

/** Reads the drift of an environment of a repository. */
export type DriftReader = (root: string, environment: string) => DriftState;

export const UNCHECKED: DriftState = { kind: 'unchecked', open: 0, accepted: 0 };

/** @param checks of the environment in each platform of a repository that has it */
export function driftState(checks: readonly DriftCheck[]): DriftState {
  if (checks.some(({ running }) => running !== undefined)) return { ...UNCHECKED, kind: 'running' };
  const results = checks.map(check => ({ check, drift: dividedDrift(check) }));
  const sum = (count: (drift: NonNullable<(typeof results)[number]['drift']>) => number): number =>
    results.reduce((total, { drift }) => total + (drift ? count(drift) : 0), 0);
  const open = sum(drift => drift.open.length);
  const accepted = sum(drift => drift.accepted.length);
  const times = results.flatMap(({ check }) => (check.plan ? [check.plan.finishedAt] : []));
  const isComplete = checks.length > 0 && times.length === checks.length;
  // Drift is drift, also if another platform was not checked.
  const isMissing = ({ plan, outcome }: DriftCheck): boolean => !plan && outcome?.kind === 'workspaceMissing';
  if (checks.length > 0 && checks.every(isMissing)) return { ...UNCHECKED, kind: 'nothing' };
  if (!isComplete && open === 0)
    return { ...UNCHECKED, kind: checks.some(({ plan, outcome }) => !plan && outcome) ? 'failed' : 'unchecked' };
  return { kind: 'checked', open, accepted, at: Math.min(...times) };
}

/** `2 resources drifted · checked 3 hours ago` */
export function driftText(drift: DriftState, now: number): string {
  const { kind, open, accepted, at } = drift;
  switch (kind) {
    case 'unchecked':
      return t('drift not checked');
    case 'nothing':
      return t('nothing applied yet');
    case 'running':
      return t('checking drift');
    case 'failed':
      return t('drift check failed');
    case 'checked': {
      const found =
        open === 0 ? t('no drift') : open === 1 ? t('1 resource drifted') : t('{0} resources drifted', open);
      const ago = agoText(at, now);
      return [
        found,
        ...(accepted === 0 ? [] : [t('{0} accepted', accepted)]),
        ...(ago === '' ? [] : [t('checked {0}', ago)]),
      ].join(' · ');
    }
  }
}
