/** Compares two sides: added and removed modules, versions, effective attributes. */
import { append } from '../../common/lists';
import { localized } from '../../common/localization';
import type { ComparedAttribute, ComparedModule, ComparedRelease, Comparison } from '../../common/protocol';
import type { AttributeText } from '../kubestack/schemas/releaseChange';
import type { Schemas } from '../kubestack/schemas/schemas';
import { frameworkChanges, frameworkPath, releaseName, type ChangedCall } from '../kubestack/schemas/frameworkChanges';
import { mapPausing } from '../scheduling/pausing';
import type { PlainValue } from '../semantics/plainValue';
import {
  problemsOfSide,
  unreadProblems,
  type DescribedAttribute,
  type DescribedModule,
  type DescribedSide,
} from './describedSide';
import { versionOrder } from './versionOrder';

/** Modules in source order, removed ones last; attributes by environment, module and source order. Pauses after every few modules. */
export function* compareSides(
  before: DescribedSide,
  after: DescribedSide,
  schemas: Schemas,
): Generator<undefined, Comparison> {
  const keys = [...new Set([...after.modules.keys(), ...before.modules.keys()])];
  const all = keys.map(key => ({ before: before.modules.get(key), after: after.modules.get(key) }));
  // What a side seems to lack can be in a file that was not read.
  const [hasAll, hadAll] = [after.unread.length === 0, before.unread.length === 0];
  const pairs = all.filter(pair => (hasAll || pair.after) && (hadAll || pair.before));
  const environments = mergedOrder(before.environments, after.environments);
  const attributes: ComparedAttribute[] = [];
  for (const name of environments) {
    const isNew = !before.environments.includes(name);
    append(attributes, yield* mapPausing(pairs, pair => comparedAttributes(name, pair, isNew)));
  }
  const releaseChanges = comparedReleases(schemas, pairs);
  const order = pairs.flatMap(pair => versionOrder(pair, after.environments));
  return {
    environments,
    ...(releaseChanges.length > 0 ? { releaseChanges } : {}),
    ...(order.length > 0 ? { versionOrder: order } : {}),
    addedEnvironments: hadAll ? after.environments.filter(name => !before.environments.includes(name)) : [],
    removedEnvironments: hasAll ? before.environments.filter(name => !after.environments.includes(name)) : [],
    modules: yield* mapPausing(pairs, comparedModules),
    attributes,
    problems: [
      ...unreadProblems(before, 'before'),
      ...unreadProblems(after, 'after'),
      ...(yield* mapPausing(pairs, pair => [
        ...(pair.before ? problemsOfSide(pair.before, 'before') : []),
        ...(pair.after ? problemsOfSide(pair.after, 'after') : []),
      ])),
    ],
  };
}

/** Merges the orders of both sides: that of the newer side, with removed items after their former neighbor. */
function mergedOrder(before: readonly string[], after: readonly string[]): string[] {
  const merged = [...after];
  for (const [index, name] of before.entries()) {
    if (merged.includes(name)) continue;
    const neighbor = index === 0 ? -1 : merged.indexOf(before[index - 1]!);
    merged.splice(neighbor + 1, 0, name);
  }
  return merged;
}

interface Pair {
  readonly before: DescribedModule | undefined;
  readonly after: DescribedModule | undefined;
}

function comparedModules({ before, after }: Pair): ComparedModule[] {
  const module = after ?? before;
  if (!module) return [];
  const { name, kind } = module;
  const compared = (change: ComparedModule['change'], from?: string, to?: string): ComparedModule => ({
    ...partOf(module),
    name,
    kind,
    change,
    ...(from === undefined ? {} : { before: from }),
    ...(to === undefined ? {} : { after: to }),
  });
  if (!before) return [compared('added', undefined, module.version)];
  if (!after) return [compared('removed', module.version)];
  if (before.version !== after.version) return [compared('version', before.version, after.version)];
  return before.source === after.source ? [] : [compared('source', before.source, after.source)];
}

const partOf = ({ cluster, platform }: DescribedModule): { cluster?: string; platform?: string } => ({
  ...(platform === undefined ? {} : { platform }),
  ...(cluster === undefined ? {} : { cluster }),
});

/** What other versions of the framework change beside values. Changes of code are visible in the code. */
const comparedReleases = (schemas: Schemas, pairs: readonly Pair[]): ComparedRelease[] =>
  frameworkChanges(schemas, pairs.flatMap(changedCall)).flatMap(({ change, modules }) =>
    change.effect === 'code'
      ? []
      : [
          {
            release: releaseName(change),
            modules: [...modules],
            effect: change.effect,
            summary: localized(change.summary),
            ...(change.action ? { action: localized(change.action) } : {}),
          },
        ],
  );

function changedCall({ before, after }: Pair): ChangedCall[] {
  const path = before && frameworkPath(before.source);
  if (!before || !after || path === undefined || before.version === after.version) return [];
  if (frameworkPath(after.source) !== path) return [];
  const names = [...new Set([...before.environments.keys(), ...after.environments.keys()])];
  const texts = (side: DescribedModule, name: string): AttributeText => {
    const attributes = side.environments.get(name);
    return attribute => {
      const found = attributes?.get(JSON.stringify(attribute.split('.')));
      if (!found) return null;
      const { value, expression } = found.shown;
      if (expression !== undefined || value === null) return undefined;
      return typeof value === 'string' ? value : JSON.stringify(value);
    };
  };
  return [
    {
      name: before.name,
      path,
      from: before.version,
      to: after.version,
      // A value that prevents a change counts on both sides, since it can be part of the same change.
      environments: names.map(name => {
        const [old, now] = [texts(before, name), texts(after, name)];
        return (attribute: string) => old(attribute) ?? now(attribute);
      }),
      isUsed: use => before.isUsed(use),
    },
  ];
}

const NOTHING: ReadonlyMap<string, DescribedAttribute> = new Map();

function comparedAttributes(environment: string, { before, after }: Pair, isNew: boolean): ComparedAttribute[] {
  const module = after ?? before;
  // A side that could not be evaluated has no attributes; comparing it would report all of them as added or removed.
  if (!module || isNotUnderstood(before) || isNotUnderstood(after)) return [];
  const old = before?.environments.get(environment) ?? NOTHING;
  const now = after?.environments.get(environment) ?? NOTHING;
  const common = { environment, ...partOf(module), module: module.name };
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key): ComparedAttribute[] => {
    const [from, to] = [old.get(key), now.get(key)];
    const path = [...(to ?? from)!.path];
    const inherited = isNew && to?.isInherited === true ? { inherited: true as const } : {};
    if (!from) return [{ ...common, path, change: 'added', ...inherited, ...shownAfter(to!.shown) }];
    if (!to) return [{ ...common, path, change: 'removed', ...shownBefore(from.shown) }];
    if (from.identity === to.identity) return [];
    return [{ ...common, path, change: 'changed', ...shownBefore(from.shown), ...shownAfter(to.shown) }];
  });
}

const isNotUnderstood = (module: DescribedModule | undefined): boolean =>
  module !== undefined && module.problems.length > 0 && module.environments.size === 0;

const shownBefore = ({ value, expression }: PlainValue): Pick<ComparedAttribute, 'before' | 'beforeExpression'> => ({
  before: value,
  ...(expression === undefined ? {} : { beforeExpression: expression }),
});

const shownAfter = ({ value, expression }: PlainValue): Pick<ComparedAttribute, 'after' | 'afterExpression'> => ({
  after: value,
  ...(expression === undefined ? {} : { afterExpression: expression }),
});
