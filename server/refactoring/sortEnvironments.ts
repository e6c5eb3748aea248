/** Sort Environments: most critical first, the reverse of promotion order. */
import { now } from '../../common/now';
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { sortEntries } from '../edits/entryText';
import type { RequestContext } from '../semantics/requestContext';
import { environmentKeys } from '../kubestack/inheritance/environmentKeys';
import { allCalls, descendantEnvironments } from '../kubestack/platform/platform';
import { criticalityOrder } from '../kubestack/inheritance/promotionOrder';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { configurationTarget, ConfigurationEditor } from './configurationTarget';
import type { Refactoring } from './refactoring';

export const sortEnvironments: Refactoring = {
  id: 'sortEnvironments',
  offer: ({ request, cursor }) => {
    if (!cursor || cursor.kind === 'attribute' || cursor.kind === 'workspace') return [];
    const order = criticalFirst(request, cursor.call);
    const offers = isUnsorted(request, cursor.call, order) ? [offer(order, 'call')] : [];
    const others = platformCalls(request, cursor.call).some(
      each => each.declaration !== cursor.call.declaration && isUnsorted(request, each, order),
    );
    return others ? [...offers, offer(order, 'platform')] : offers;
  },
  *apply({ request, cursor }, choice) {
    if (!cursor) return { problem: t('There is no module at this position.') };
    const calls = choice === 'platform' ? platformCalls(request, cursor.call) : [cursor.call];
    return { draft: yield* sorted(request, calls, criticalFirst(request, cursor.call)) };
  },
};

/** Sorts object literals by their keys; computed configurations are left as they are. */
function isUnsorted(request: RequestContext, call: ModuleCall, order: readonly string[]): boolean {
  const keys = environmentKeys(call, request.model).filter(each => order.includes(each));
  const indexes = keys.map(each => order.indexOf(each));
  return indexes.some((each, index) => index > 0 && each < indexes[index - 1]!) && !!configurationTarget(request, call);
}

const offer = (order: readonly string[], choice: string) => ({
  title:
    choice === 'platform'
      ? t('Sort environments of all modules: {0}', order.join(', '))
      : t('Sort environments: {0}', order.join(', ')),
  kind: 'refactor.rewrite' as const,
  choice,
});

/** Environments of the platform, most critical first. */
function criticalFirst(request: RequestContext, call: ModuleCall): string[] {
  const { keys, base } = descendantEnvironments(call.instance.root, request.model);
  return criticalityOrder(keys, base, request.settings.environments);
}

const platformCalls = (request: RequestContext, { instance }: ModuleCall): readonly ModuleCall[] =>
  now(allCalls(instance.root, request.model));

function* sorted(
  request: RequestContext,
  calls: readonly ModuleCall[],
  order: readonly string[],
): Generator<undefined, Draft> {
  const draft = new Draft(request);
  for (const call of calls) {
    yield;
    const target = configurationTarget(request, call);
    if (!target) continue;
    const names = new ConfigurationEditor(draft, target).names([]) ?? [];
    const listed = order.filter(each => names.includes(each));
    draft.edit(target.item, text => sortEntries(text, target.path, listed) ?? text);
  }
  return draft;
}
