/** What a change of one attribute replaces, computed with an example of another value. */
import { CLUSTER_RESOURCES } from '../../common/forecast/lostClusters';
import type { Value } from '../hcl/model';
import { Num } from '../hcl/values/number';
import { bool, number, object, string } from '../hcl/values/value';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RequestContext } from '../semantics/requestContext';
import { AppliedWalk } from './appliedWalk';
import { reachOfAttributes, resourcesReachedBy, type AttributeReach } from './attributeReach';
import type { ForecastSide } from './forecastSide';
import type { ResourceInstance } from './moduleNode';
import { PlannedWalk } from './plannedWalk';
import { argumentText } from './providerValue';
import type { ResourceFacts } from './resourceFacts';
import type { Walk } from './walk';

/** A resource that a change replaces. */
export interface ReplacedResource {
  readonly type: string;
  readonly part: 'cluster' | 'nodePool' | undefined;
  /** The argument that forces the replacement. */
  readonly argument: string;
}

/** Steps of one side, less than a second. */
export const MAX_EFFECT_STEPS = 1_000_000;

/** What changes of attributes of one call replace in one environment. They share the side before the change. */
export class AttributeEffects {
  private readonly side: ForecastSide;
  private readonly before: AppliedWalk;
  private reached: { readonly reach: AttributeReach } | undefined;
  private isPrepared = false;

  /**
   * @param call a call in the root module of a platform
   * @param reachOf what the attributes of a call reach; tests assume that all reach everything
   */
  constructor(
    request: RequestContext,
    private readonly call: ModuleCall,
    readonly environment: string,
    private readonly facts: ResourceFacts,
    private readonly reachOf = reachOfAttributes,
  ) {
    this.side = {
      model: request.model,
      root: call.instance,
      folderOf: () => undefined,
      only: { call: call.name },
      maxSteps: MAX_EFFECT_STEPS,
    };
    this.before = new AppliedWalk(this.side, environment, facts);
  }

  /** What the attributes of the call reach. */
  private get reach(): AttributeReach {
    const { side, call, environment, facts, reachOf } = this;
    this.reached ??= { reach: reachOf(side, call.declaration, environment, facts) };
    return this.reached.reach;
  }

  /**
   * Evaluates only the resources that the attribute reaches.
   * @param path of the attribute: `["default_node_pool", "min_size"]`
   * @param value its effective value
   * @returns the most important resource of the call that is replaced: its cluster, or a node pool, or another one. Undefined if none is, if the plan
   *   fails with the example, or if a module isn't on this machine
   */
  *of(path: readonly string[], value: Value): Generator<undefined, ReplacedResource | undefined> {
    const allowed = this.call.module.schema?.attributes.get(path.join('.'))?.values ?? [];
    const isReplacing = resourcesReachedBy(this.reach, 'replacing', path).size > 0;
    const example = isReplacing ? otherValue(value, allowed) : undefined;
    if (!example) return undefined;
    yield* this.prepare();
    const { side, before, call, environment, facts } = this;
    const argument = (name: string, given: Value): Value =>
      name === 'configuration' ? withValue(given, [environment, ...path], example) : given;
    const after = new PlannedWalk({ ...side, only: { call: call.name, argument } }, environment, facts, before);
    yield* after.prepare();
    const reached = resourcesReachedBy(this.reach, 'all', path);
    const replaced: ReplacedResource[] = [];
    let isRefused = false;
    yield* after.visitInstances(false, instance => {
      if (!reached.has(resourceName(instance))) return;
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

  /** Evaluates the side before the change, which all attributes share. */
  private *prepare(): Generator<undefined, void> {
    if (this.isPrepared) return;
    yield* evaluateLocals(this.before);
    yield* this.before.visitInstances(false, ({ config }) => void config);
    this.isPrepared = true;
  }
}

/** Evaluates one local after the other, since the first resource would otherwise evaluate all of them at once. */
export function* evaluateLocals({ root }: Walk): Generator<undefined, void> {
  for (const node of root.modules())
    for (const name of node.folder?.locals() ?? []) {
      node.local(node.instance, name);
      yield;
    }
}

/** As {@link resourcesReachedBy} names it. */
const resourceName = ({ resource }: ResourceInstance): string =>
  [...resource.node.path.map(({ name }) => name), resource.key].join(' ');

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
