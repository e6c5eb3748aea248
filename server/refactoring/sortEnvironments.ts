/** Sort environments: most critical first, as the platform promotes them the other way round. */
import { Draft } from '../edits/draft';
import { sortEntries } from '../edits/entryText';
import type { Snapshot } from '../semantics/requestContext';
import { environmentKeys } from '../kubestack/inheritance/environmentKeys';
import { allCalls, environmentsBelow } from '../kubestack/platform/platform';
import { criticalityOrder } from '../kubestack/inheritance/promotionOrder';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { configurationSite, SiteEditor } from './configurationTarget';
import type { Refactoring } from './refactoring';

export const sortEnvironments: Refactoring = {
  id: 'sortEnvironments',
  offer: ({ snapshot, cursor }) => {
    if (!cursor || cursor.kind === 'attribute' || cursor.kind === 'workspace') return [];
    const order = criticalFirst(snapshot, cursor.call);
    const offers = isUnsorted(snapshot, cursor.call, order) ? [offer(order, 'call')] : [];
    const others = platformCalls(snapshot, cursor.call).some(
      each => each.declaration !== cursor.call.declaration && isUnsorted(snapshot, each, order),
    );
    return others ? [...offers, offer(order, 'platform')] : offers;
  },
  apply: ({ snapshot, cursor }, choice) => {
    if (!cursor) return { problem: 'There is no module here.' };
    const calls = choice === 'platform' ? platformCalls(snapshot, cursor.call) : [cursor.call];
    return { draft: sorted(snapshot, calls, criticalFirst(snapshot, cursor.call)) };
  },
};

/** By the keys as they are written; what is not written out has no order to change. */
function isUnsorted(snapshot: Snapshot, call: ModuleCall, order: readonly string[]): boolean {
  const keys = environmentKeys(call, snapshot.model).filter(each => order.includes(each));
  const places = keys.map(each => order.indexOf(each));
  return places.some((place, index) => index > 0 && place < places[index - 1]!) && !!configurationSite(snapshot, call);
}

const offer = (order: readonly string[], choice: string) => ({
  title: `Sort environments${choice === 'platform' ? ' of all modules' : ''}: ${order.join(', ')}`,
  kind: 'refactor.rewrite' as const,
  choice,
});

/** Environments of the platform, most critical first. */
export function criticalFirst(snapshot: Snapshot, call: ModuleCall): string[] {
  const { keys, base } = environmentsBelow(call.instance.root, snapshot.model);
  return criticalityOrder(keys, base, snapshot.settings.environments);
}

const platformCalls = (snapshot: Snapshot, { instance }: ModuleCall): readonly ModuleCall[] =>
  allCalls(instance.root, snapshot.model);

function sorted(snapshot: Snapshot, calls: readonly ModuleCall[], order: readonly string[]): Draft {
  const draft = new Draft(snapshot);
  for (const call of calls) {
    const site = configurationSite(snapshot, call);
    if (!site) continue;
    const names = new SiteEditor(draft, site).names([]) ?? [];
    const known = order.filter(each => names.includes(each));
    draft.edit(site.item, text => sortEntries(text, site.path, known) ?? text);
  }
  return draft;
}
