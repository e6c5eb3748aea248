/** What a provider does when an argument changes. */
import type { Value } from '../hcl/model';
import { valueAt, type ConfigBlock } from './configBlock';
import { argumentName } from './providerValue';
import type { ConditionalFact, ExemptChange, ResourceType } from './resourceFacts';
import { equalityOf, equalityToNothing, type Equality } from './valueEquality';
import { fromJson } from '../hcl/values/json';

/** A changed argument; undefined values are left out. */
export interface ChangedArgument {
  readonly path: readonly (string | number)[];
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

export interface ChangedResource {
  readonly before: ConfigBlock;
  readonly after: ConfigBlock;
}

type ChangeEffect = 'replace' | 'update' | 'unknown' | 'none';

export function effectOf(change: ChangedArgument, resource: ChangedResource, facts: ResourceType): ChangeEffect {
  const name = argumentName(change.path);
  const holds = (conditions: readonly ConditionalFact[]): boolean | undefined =>
    anyHolds(
      conditions.filter(({ path }) => path === name),
      change,
      resource,
    );
  const ignored = holds(facts.ignoreWhen);
  if (ignored === true) return 'none';
  const updates = holds(facts.updateWhen);
  if (updates === true && ignored === false) return 'update';
  const replaces = facts.replace.has(name) || holds(facts.replaceWhen);
  if (ignored === undefined || updates === undefined || replaces === undefined) return 'unknown';
  return replaces ? 'replace' : 'update';
}

/** Undefined if it depends on something unknown. */
function anyHolds(
  conditions: readonly ConditionalFact[],
  change: ChangedArgument,
  resource: ChangedResource,
): boolean | undefined {
  let result: boolean | undefined = false;
  for (const condition of conditions) {
    const holds = conditionHolds(condition, change, resource);
    if (holds) return true;
    if (holds === undefined) result = undefined;
  }
  return result;
}

/** Whether the condition of a fact holds for a change of its argument. Undefined if that is unknown. */
export function conditionHolds(
  condition: ConditionalFact,
  change: ChangedArgument,
  resource: ChangedResource,
): boolean | undefined {
  const { ifSet, unlessSet, unless } = condition;
  return allOf([
    () => whenHolds(condition, change),
    () => (ifSet === undefined ? true : isSet(ifSet, resource)),
    () => (unlessSet === undefined ? true : negated(isSet(unlessSet, resource))),
    ...unless.map(each => () => negated(isExempt(each, change, resource))),
  ]);
}

/** A provider's own code sees nothing where a value is unknown until apply. */
function whenHolds({ when }: ConditionalFact, change: ChangedArgument): boolean | undefined {
  const { before } = change;
  const isPending = change.after?.kind === 'unknown' && change.after.content === 'pending';
  const after = isPending ? undefined : change.after;
  switch (when) {
    case 'changed':
      return isPending ? negated(isNothing(before)) : true;
    case 'added':
      return allOf([() => isNothing(before), () => negated(isNothing(after))]);
    case 'removed':
      return allOf([() => negated(isNothing(before)), () => isNothing(after)]);
    case 'changed-from-set':
      return negated(isNothing(before));
    case 'destroyed':
      return false;
    case undefined:
      return undefined;
  }
}

/** The first condition that does not hold decides; undefined if one is unknown. */
function allOf(conditions: readonly (() => boolean | undefined)[]): boolean | undefined {
  let result: boolean | undefined = true;
  for (const condition of conditions) {
    const holds = condition();
    if (holds === false) return false;
    if (holds === undefined) result = undefined;
  }
  return result;
}

const negated = (holds: boolean | undefined): boolean | undefined => (holds === undefined ? undefined : !holds);

const answer = (equality: Equality): boolean | undefined => (equality === 'unknown' ? undefined : equality === 'equal');

const isNothing = (value: Value | undefined): boolean | undefined =>
  value === undefined ? true : answer(equalityToNothing(value));

/** Whether an argument is set after the change. */
const isSet = (path: string, { after }: ChangedResource): boolean | undefined =>
  negated(isNothing(valueAt(after, path.split('.'))));

function isExempt(
  { from, to, with: others }: ExemptChange,
  { before, after }: ChangedArgument,
  resource: ChangedResource,
): boolean | undefined {
  const isOneOf = (value: Value | undefined, values: readonly unknown[] | undefined): boolean | undefined =>
    values === undefined ? true : negated(allOf(values.map(each => () => negated(hasValue(value, each)))));
  return allOf([
    () => isOneOf(before, from),
    () => isOneOf(after, to),
    ...[...others].map(
      ([path, value]) =>
        () =>
          hasValue(valueAt(resource.after, path.split('.')), value),
    ),
  ]);
}

const hasValue = (value: Value | undefined, wanted: unknown): boolean | undefined =>
  value === undefined ? false : answer(equalityOf(value, fromJson(JSON.stringify(wanted))));
