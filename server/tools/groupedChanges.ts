/** Differences as an agent reads them: one entry for equal changes of environments, and none for what only has another name. */
import type { ComparedAttribute, ComparedModule, Comparison } from '../../common/comparison';

/** A changed attribute with the environments that change in the same way, in promotion order. */
export interface GroupedAttribute extends Omit<ComparedAttribute, 'environment'> {
  readonly environments: readonly string[];
}

export interface RenamedEnvironment {
  readonly before: string;
  readonly after: string;
}

/** A module of a comparison, or one whose name is all that changes: then `before` and `name` are its names. */
export type GroupedModule = ComparedModule | (Omit<ComparedModule, 'change'> & { readonly change: 'renamed' });

export interface GroupedChanges {
  readonly renamedEnvironments: readonly RenamedEnvironment[];
  readonly modules: readonly GroupedModule[];
  /** Without those of removed modules and environments, which are named as a whole. */
  readonly attributes: readonly GroupedAttribute[];
  /** Number of changed attributes of each environment. */
  readonly counts: ReadonlyMap<string, number>;
}

export function groupedChanges(comparison: Comparison): GroupedChanges {
  const renamedEnvironments = renamesOfEnvironments(comparison);
  const oldEnvironments = new Set(renamedEnvironments.map(({ before }) => before));
  const newEnvironments = new Set(renamedEnvironments.map(({ after }) => after));
  const isPart = comparison.addedEnvironments.length < comparison.environments.length;
  const renames = renamesOfModules(comparison);
  const oldModules = new Set(renames.map(({ before }) => before));
  const newModules = new Map(renames.map(({ before, after }) => [after, before.name]));
  const removed = new Set(comparison.modules.filter(({ change }) => change === 'removed').map(moduleKey));
  const renamedKeys = new Set(renames.flatMap(({ before, after }) => [moduleKey(before), moduleKey(after)]));
  const own = comparison.attributes.filter(each => {
    const key = partKey(each.platform, each.module);
    if (removed.has(key) || renamedKeys.has(key) || (isPart && each.inherited)) return false;
    if (oldEnvironments.has(each.environment) || newEnvironments.has(each.environment)) return false;
    return !comparison.removedEnvironments.includes(each.environment);
  });
  const attributes = [
    ...own,
    ...renamedEnvironments
      .flatMap(rename => differencesOf(comparison, rename))
      .filter(each => !removed.has(partKey(each.platform, each.module))),
  ];
  const counts = new Map<string, number>();
  for (const { environment } of attributes) counts.set(environment, (counts.get(environment) ?? 0) + 1);
  return {
    renamedEnvironments,
    modules: comparison.modules.flatMap((module): GroupedModule[] => {
      if (oldModules.has(module)) return [];
      const before = newModules.get(module);
      return [before === undefined ? module : { ...module, change: 'renamed', before }];
    }),
    attributes: grouped(attributes),
    counts,
  };
}

function grouped(attributes: readonly ComparedAttribute[]): GroupedAttribute[] {
  const groups = new Map<string, GroupedAttribute & { environments: string[] }>();
  for (const { environment, ...change } of attributes) {
    const { platform, module, path, change: how, before, beforeExpression, after, afterExpression } = change;
    const key = JSON.stringify([platform, module, path, how, before, beforeExpression, after, afterExpression]);
    const group = groups.get(key);
    if (group) group.environments.push(environment);
    else groups.set(key, { ...change, environments: [environment] });
  }
  return [...groups.values()];
}

/** What differs beside the name of an environment, such as host names that contain it. */
function differencesOf({ attributes }: Comparison, { before, after }: RenamedEnvironment): ComparedAttribute[] {
  const keyOf = (each: ComparedAttribute): string => JSON.stringify([each.platform, each.module, each.path]);
  const old = new Map(attributes.filter(each => each.environment === before).map(each => [keyOf(each), each]));
  const added = attributes.filter(each => each.environment === after);
  const kept = new Set(added.map(keyOf));
  const gone = [...old.values()].filter(each => !kept.has(keyOf(each)));
  const changed = added.flatMap(({ inherited: _, ...each }): ComparedAttribute[] => {
    const from = old.get(keyOf(each));
    if (!from) return [each];
    const { before: value, beforeExpression: expression } = from;
    if (sameJson([value, expression], [each.after, each.afterExpression])) return [];
    return [
      {
        ...each,
        change: 'changed',
        before: value,
        ...(expression === undefined ? {} : { beforeExpression: expression }),
      },
    ];
  });
  return [...changed, ...gone.map(each => ({ ...each, environment: after }))];
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Share of equal values from which a single removed environment and a single added one are the same, under another name. */
const MOSTLY = 0.5;

/** Pairs of a removed and an added environment with equal values in all modules, or with mostly equal ones if there is no other. */
function renamesOfEnvironments({
  addedEnvironments,
  removedEnvironments,
  attributes,
}: Comparison): RenamedEnvironment[] {
  if (addedEnvironments.length === 0 || removedEnvironments.length === 0) return [];
  const texts = valuesBy(
    attributes,
    each => each.environment,
    each => [each.platform, each.module],
  );
  const [before = '', after = ''] = [removedEnvironments[0], addedEnvironments[0]];
  if (removedEnvironments.length > 1 || addedEnvironments.length > 1)
    return pairs(removedEnvironments, addedEnvironments, name => texts.get(name));
  const [old = [], now = []] = [before, after].map(name => (texts.get(name) ?? '').split('\n'));
  const kept = new Set(old);
  const same = now.filter(text => kept.has(text)).length;
  return same > Math.max(old.length, now.length) * MOSTLY ? [{ before, after }] : [];
}

/** Pairs of a removed and an added module of one kind with equal values in all environments. */
function renamesOfModules({ modules, attributes }: Comparison): { before: ComparedModule; after: ComparedModule }[] {
  const gone = modules.filter(({ change }) => change === 'removed');
  const come = modules.filter(({ change }) => change === 'added');
  if (gone.length === 0 || come.length === 0) return [];
  const texts = valuesBy(
    attributes,
    each => partKey(each.platform, each.module),
    each => each.environment,
  );
  return pairs(gone, come, module => {
    const values = texts.get(moduleKey(module));
    return values && JSON.stringify([module.kind, module.platform, module.before ?? module.after, values]);
  });
}

/** The values that an environment or a module has only on one side, as a text to compare. @param subject its key */
function valuesBy(
  attributes: readonly ComparedAttribute[],
  subject: (each: ComparedAttribute) => string,
  rest: (each: ComparedAttribute) => unknown,
): ReadonlyMap<string, string> {
  const values = new Map<string, string[]>();
  for (const each of attributes) {
    const value = each.change === 'removed' ? [each.before, each.beforeExpression] : [each.after, each.afterExpression];
    const text = JSON.stringify([rest(each), each.path, value]);
    const texts = values.get(subject(each));
    if (texts) texts.push(text);
    else values.set(subject(each), [text]);
  }
  return new Map([...values].map(([key, texts]) => [key, texts.sort().join('\n')]));
}

/** Pairs with the same text. What has the text of another one on its side has no pair, since either could be meant. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  text: (each: T) => string | undefined,
): { before: T; after: T }[] {
  const byText = (side: readonly T[]): Map<string, T[]> => {
    const found = new Map<string, T[]>();
    for (const each of side) {
      const own = text(each);
      if (own !== undefined) found.set(own, [...(found.get(own) ?? []), each]);
    }
    return found;
  };
  const matches = byText(after);
  return [...byText(before)].flatMap(([own, same]) => {
    const others = matches.get(own) ?? [];
    return same.length === 1 && others.length === 1 ? [{ before: same[0]!, after: others[0]! }] : [];
  });
}

const partKey = (platform: string | undefined, module: string): string => JSON.stringify([platform, module]);
const moduleKey = ({ platform, name }: ComparedModule): string => partKey(platform, name);
