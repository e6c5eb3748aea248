/** The action of a planned resource in the words of a forecast. */
import type { PlannedAction, PlannedResource } from '../plan/plan';
import type { ForecastAction } from './forecast';

/** Actions of plans that a forecast has, too. */
const ACTIONS: Partial<Record<PlannedAction, ForecastAction>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'destroy',
};

/** @returns undefined for what a forecast leaves out, such as Kubernetes objects, which the comparison of manifests shows */
export function forecastActionOf({ action, mode, type, deposed }: PlannedResource): ForecastAction | undefined {
  if (mode !== 'managed' || deposed !== undefined || type.startsWith('kustomization_')) return undefined;
  return ACTIONS[action];
}
