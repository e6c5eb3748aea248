/** What a change of one attribute replaces, computed with an example of another value. */
import { CLUSTER_RESOURCES } from '../../common/forecast/lostClusters';
import type { Value } from '../hcl/model';
import { Num } from '../hcl/values/number';
import { bool, number, object, string } from '../hcl/values/value';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RequestContext } from '../semantics/requestContext';
import { AppliedWalk } from './appliedWalk';
import type { ForecastSide } from './forecastSide';
import { PlannedWalk } from './plannedWalk';
import { argumentText } from './providerValue';
import type { ResourceFacts } from './resourceFacts';

/** A resource that a change replaces. */
export interface ReplacedResource {
  readonly type: string;
  readonly part: 'cluster' | 'nodePool' | undefined;
  /** The argument that forces the replacement. */
  readonly argument: string;
}

/** Steps of one side, less than a second. */
const MAX_STEPS = 1_000_000;
/**
 * @param call a call in the root module of a platform
 * @param path of the attribute in the environment: `["default_node_pool", "min_size"]`
 * @param value its effective value
 * @param allowed values that the attribute can have; empty if any value is possible
 * @returns the most important resource of the call that is replaced: its cluster, or a node pool, or another one. Undefined if none is, if the plan
 *   fails with the example, or if its module isn't on this machine
 */
export function* effectOfChange(
  request: RequestContext,
  { call, environment, path, value, allowed }: ChangedAttribute,
  facts: ResourceFacts,
): Generator<undefined, ReplacedResource | undefined> {
  const example = otherValue(value, allowed);
  if (!example || call.instance.depth > 0) return undefined;
  const side: ForecastSide = {
    model: request.model,
    root: call.instance,
    folderOf: () => undefined,
    only: { call: call.name },
    maxSteps: MAX_STEPS,
  };
  const argument = (name: string, given: Value): Value =>
    name === 'configuration' ? withValue(given, [environment, ...path], example) : given;
  const before = appliedWalk(side, environment, facts, call);
  const after = new PlannedWalk({ ...side, only: { call: call.name, argument } }, environment, facts, before);
  const replaced: ReplacedResource[] = [];
  let isRefused = false;
  yield* after.prepare();
  yield* after.visitInstances(false, instance => {
    const { action, differences } = after.plan(instance);
    isRefused ||= instance.diagnostics.some(({ code }) => code !== 'KS004');
    const deciding = differences.find(({ effect }) => effect === 'replace');
    const { type } = instance.resource.block;
    if (action === 'replace' && deciding)
      replaced.push({ type, part: CLUSTER_RESOURCES.get(type), argument: argumentText(deciding.path) });
  });
  if (isRefused || before.hasProblems || after.hasProblems) return undefined;
  const importance = ['cluster', 'nodePool', undefined];
  return replaced.sort((a, b) => importance.indexOf(a.part) - importance.indexOf(b.part))[0];
}

/** The side before the change of the last hover: most hovers are on attributes of one call. */
let last: { readonly call: ModuleCall; readonly revision: number; readonly walk: AppliedWalk } | undefined;

function appliedWalk(side: ForecastSide, environment: string, facts: ResourceFacts, call: ModuleCall): AppliedWalk {
  const { revision } = side.model.workspace;
  if (last?.call !== call || last.revision !== revision || last.walk.environment !== environment)
    last = { call, revision, walk: new AppliedWalk(side, environment, facts) };
  return last.walk;
}

export interface ChangedAttribute {
  readonly call: ModuleCall;
  readonly environment: string;
  readonly path: readonly string[];
  readonly value: Value;
  readonly allowed: readonly string[];
}

/** Of the same form, so that functions of the module accept it. Undefined for objects, and for values that are not known. */
function otherValue(value: Value, allowed: readonly string[]): Value | undefined {
  switch (value.kind) {
    case 'bool':
      return bool(!value.value);
    case 'number':
      return number(value.value.add(Num.fromInt(1)));
    case 'string':
      return string(allowed.find(each => each !== value.value) ?? otherText(value.value));
    case 'list':
    case 'tuple': {
      const [first, ...others] = value.elements;
      const other = first?.kind === 'string' ? otherValue(first, []) : undefined;
      return other && { ...value, elements: [other, ...others] };
    }
    default:
      return undefined;
  }
}

function otherText(text: string): string {
  if (text === 'true' || text === 'false') return String(text === 'false');
  if (/^\d{1,9}$/.test(text)) return String(Number(text) + 1);
  // Another network of the same size: 10.0.0.0/16 becomes 11.0.0.0/16.
  const [, octet, rest] = /^(\d{1,2})(\.[\d.]+\/\d+)$/.exec(text) ?? [];
  if (octet !== undefined) return `${Number(octet) + 1}${rest}`;
  // 1.33 becomes 1.34.
  const [, major, minor] = /^(\d+\.)(\d{1,9})$/.exec(text) ?? [];
  return major === undefined ? `${text}x` : `${major}${Number(minor) + 1}`;
}

/** A copy with another value at a path. Objects that are missing are added. */
function withValue(value: Value, [step, ...rest]: readonly string[], inner: Value): Value {
  if (step === undefined) return inner;
  const isObject = value.kind === 'object' || value.kind === 'map';
  const entries = new Map(isObject ? value.entries : []);
  entries.set(step, withValue(entries.get(step) ?? object(new Map()), rest, inner));
  return isObject ? { ...value, entries } : object(entries);
}
