import { memoize } from '../../../common/memoize';
import { now } from '../../../common/now';
import type { ModuleCall } from '../modules/moduleCall';
import type { ModuleInstance } from '../modules/moduleInstance';
import { platformCalls } from './platformCalls';
import type { PlatformModel } from './platformModel';

/** Kubestack calls by the label of the module block of the root module that they are, or that leads to them. */
export type CallsByLabel = (label: string) => readonly ModuleCall[];

/** The calls of a platform by label. The result is valid until something changes. */
export function callsByLabel(root: ModuleInstance, model: PlatformModel): CallsByLabel {
  const { calls, basis } = now(platformCalls(root, model));
  // An edit changes calls, but not their places in the structure.
  const indexes = indexesByLabel(basis?.structure.calls ?? calls);
  return label => indexes.get(label)?.map(index => calls[index]!) ?? [];
}

type LabelledCall = Pick<ModuleCall, 'instance' | 'name'>;

/** Indexes in the list by label. */
const indexesByLabel = memoize((calls: readonly LabelledCall[]): ReadonlyMap<string, readonly number[]> => {
  const indexes = new Map<string, number[]>();
  for (const [index, call] of calls.entries()) {
    const label = labelInRoot(call);
    const cached = indexes.get(label);
    if (cached) cached.push(index);
    else indexes.set(label, [index]);
  }
  return indexes;
});

function labelInRoot({ instance, name }: LabelledCall): string {
  if (!instance.parent) return name;
  let top = instance;
  while (top.parent?.parent) top = top.parent;
  return top.callName;
}
