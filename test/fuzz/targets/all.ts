/** All fuzzing targets by name. */
import type { FuzzTarget } from '../target';
import { functionsTarget } from './functions';
import { gitHostTarget } from './gitHost';
import { planTargets } from './plan';
import { protocolTargets } from './protocol';
import { repositoryFiles } from './repositoryFiles';
import { settingsTarget } from './settings';

export const targets: readonly FuzzTarget[] = [
  ...repositoryFiles,
  functionsTarget,
  settingsTarget,
  ...planTargets,
  gitHostTarget,
  ...protocolTargets,
];

/** @throws if there is no target with that name */
export function targetOf(name: string): FuzzTarget {
  const found = targets.find(each => each.name === name);
  if (!found) throw new Error(`There is no target ${name}; there are ${targets.map(each => each.name).join(', ')}.`);
  return found;
}
