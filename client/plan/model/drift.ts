/** The drift that a check has found, divided by whether it is accepted. */
import type { AcceptedDrift } from '../../../common/drift/drift';
import { t } from '../../../common/localization';
import type { Plan, PlannedResource } from '../../../common/plan/plan';
import { driftCountTexts } from '../../../common/plan/actionWords';

/** The last drift check of an environment. */
export interface DriftCheck {
  /** The last successful check. */
  readonly plan?: Plan;
  /** By the `id` of the resource. */
  readonly accepted?: ReadonlyMap<string, AcceptedDrift>;
  /** Set after the first check. */
  readonly outcome?: { readonly kind: string };
  /** Set while it runs. */
  readonly running?: object;
}

/** The drift of a check, divided by whether it is accepted. */
export interface DividedDrift {
  readonly open: readonly PlannedResource[];
  readonly accepted: readonly PlannedResource[];
}

/** @returns the drift of the last successful check; undefined before the first one. */
export function dividedDrift({ plan, accepted }: Pick<DriftCheck, 'plan' | 'accepted'>): DividedDrift | undefined {
  if (!plan) return undefined;
  const isAccepted = ({ id }: PlannedResource): boolean => accepted?.has(id) === true;
  return {
    open: plan.drift.filter(resource => !isAccepted(resource)),
    accepted: plan.drift.filter(isAccepted),
  };
}

/** @returns e.g. `["1 deleted", "2 changed", "1 accepted"]`, or `["no drift"]`. */
export function driftTexts({ open, accepted }: DividedDrift): string[] {
  return [
    ...(open.length === 0 ? [t('no drift')] : driftCountTexts(open)),
    ...(accepted.length === 0 ? [] : [t('{0} accepted', accepted.length)]),
  ];
}

/** What a drift check can't find. */
export const driftLimit = (): string =>
  t(
    'Edits of Kubernetes objects by hand are not found: the kustomization provider compares only what was applied last.',
  );
