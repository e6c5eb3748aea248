/** What a platform uses of something retired: in its modules, in the manifests that services apply, and in Helm charts. */
import { literalText } from '../../kubestack/modules/literalText';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { KnownRetirement } from '../../kubestack/lifecycle/lifecycle';
import { attributeTexts, RETIRABLE_ATTRIBUTES, retiredUses, type RetiredUse } from '../../semantics/retiredUses';
import { findAttribute } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { FindingRange } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { perCall } from '../engine/perCall';
import { retiredInManifests } from './retiredManifests';
import { versionsByCluster } from './versionsOfClusters';

export interface RetiredPart {
  readonly retirement: KnownRetirement;
  /** The value that selects it, or the name of the module, or a field of a manifest. */
  readonly range: FindingRange;
  readonly subject:
    | { readonly kind: 'module'; readonly call: ModuleCall; readonly environments: readonly string[] }
    | { readonly kind: 'manifest' }
    | { readonly kind: 'chart'; readonly address: string };
}

/** The attributes that retirements name, kept for each call. */
const textsOfCall = perCall('all', (call, model, reads) =>
  call.module.provider === undefined
    ? new Map<string, ReturnType<typeof attributeTexts>>()
    : new Map(RETIRABLE_ATTRIBUTES.map(name => [name, attributeTexts(call, model, name, reads)])),
);

/** Yields undefined for each pause. */
export function* retiredParts(
  context: CheckContext,
  retirements: readonly KnownRetirement[],
): Generator<RetiredPart | undefined> {
  const { calls, model } = context;
  const byCluster = versionsByCluster(context);
  const facts = {
    versions: ({ name }: ModuleCall) => byCluster.get(name) ?? [],
    texts: (call: ModuleCall, attribute: string) => textsOfCall(call, model).get(attribute) ?? [],
  };
  for (const call of calls) {
    yield;
    for (const retirement of retirements) yield* partsOf(call, retiredUses(call, retirement, facts));
  }
  const found = retiredInManifests(context, retirements);
  for (let next = found.next(); ; next = found.next()) {
    if (!next.done) {
      yield;
      continue;
    }
    for (const each of next.value) yield { ...each, subject: { kind: 'manifest' } };
    break;
  }
  yield* charts(context, retirements);
}

/** One part for the environments with the same value. */
function* partsOf(call: ModuleCall, uses: readonly RetiredUse<KnownRetirement>[]): Generator<RetiredPart> {
  const groups: RetiredUse<KnownRetirement>[][] = [];
  for (const use of uses) {
    const isSame = ({ range }: RetiredUse): boolean =>
      range.item === use.range.item && range.start === use.range.start && range.end === use.range.end;
    const group = groups.find(([first]) => first && isSame(first));
    if (group) group.push(use);
    else groups.push([use]);
  }
  for (const group of groups) {
    const [{ retirement, range }] = group as [RetiredUse<KnownRetirement>];
    const environments = group.flatMap(({ environment }) => environment ?? []);
    yield { retirement, range, subject: { kind: 'module', call, environments } };
  }
}

function* charts({ root, modules }: CheckContext, retirements: readonly KnownRetirement[]): Generator<RetiredPart> {
  const wanted = retirements.filter(({ chart }) => chart !== undefined);
  const folders = new Set([root, ...modules.map(({ instance }) => instance)].flatMap(({ folder }) => folder ?? []));
  for (const folder of folders) if (wanted.length > 0) yield* chartsIn(folder, wanted);
}

function* chartsIn(folder: ModuleFolder, retirements: readonly KnownRetirement[]): Generator<RetiredPart> {
  if (![...folder.resourceTypes()].includes('helm_release')) return;
  for (const { items } of folder.sourceFiles())
    for (const { item } of items) {
      const { node } = item;
      if (node.kind !== 'block' || node.type !== 'resource' || node.labels[0]?.name !== 'helm_release') continue;
      const value = findAttribute(node, 'chart')?.value;
      const text = literalText(value)?.split('/').at(-1);
      const retirement = retirements.find(({ chart }) => chart === text && chart !== undefined);
      const address = node.labels.map(({ name }) => name).join('.');
      if (retirement && value) yield { retirement, range: rangeIn(item, value), subject: { kind: 'chart', address } };
    }
}
