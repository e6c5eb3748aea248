/** Minimum and maximum numbers of nodes of an environment's clusters and node pools: in total and per zone. */
import type { NodeCounts, NodeRange } from '../../../common/matrix/matrix';
import type { Value } from '../../hcl/model';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { regionInLabel } from '../../kubestack/platform/platform';
import { poolAttributes, type PoolAttributes } from '../../kubestack/platform/poolAttributes';
import { effectiveValueAt, isFalse, listElements, numberValue } from '../../semantics/effectiveParts';
import type { RequestContext } from '../../semantics/requestContext';

/** Maximum number of zones. */
const MAX_ZONES = 50;
/** Larger numbers of nodes are mistakes, and their sums would be inexact. */
const MAX_NODES = 1_000_000;

export class NodeCounter {
  private readonly total: NodeRange = { min: 0, max: 0 };
  private readonly zones = new Map<string, NodeRange>();
  private unknown = 0;

  constructor(
    private readonly request: RequestContext,
    private readonly environment: string,
  ) {}

  /**
   * Adds the nodes of a module. Modules without nodes, or without a configuration for this environment, add nothing.
   *
   * @param cluster the call of a node pool's cluster, if known: pools without zones are in the cluster's zones
   */
  add(call: ModuleCall, cluster: ModuleCall | undefined): void {
    const names = poolAttributes(call);
    const effective = this.effective(call);
    if (!names || !effective) return;
    const size = sizeOf(effective, names);
    const zones = this.zonesOf(call, cluster);
    const isCountable = size !== undefined && (!names.countsPerZone || (zones !== undefined && zones.length > 0));
    if (!isCountable) this.unknown++;
    if (!size) return;
    const count = zones?.length ?? 0;
    // If the zones are unknown, there is at least one.
    const times = names.countsPerZone ? Math.max(1, count) : 1;
    addTo(this.total, { min: size.min * times, max: size.max * times });
    for (const zone of zones ?? []) this.addToZone(zone, names.countsPerZone ? size : share(size, count));
  }

  counts(): NodeCounts {
    const zones = [...this.zones].sort(([one], [other]) => (one < other ? -1 : 1));
    return { ...this.total, unknown: this.unknown, zones: zones.map(([zone, range]) => ({ zone, ...range })) };
  }

  private addToZone(zone: string, range: NodeRange): void {
    const region = this.zones.get(zone);
    if (region) addTo(region, range);
    else if (this.zones.size < MAX_ZONES) this.zones.set(zone, { ...range });
  }

  /** @returns undefined if they are unknown */
  private zonesOf(call: ModuleCall, cluster: ModuleCall | undefined): string[] | undefined {
    const own = this.zonesNamedBy(call);
    const zones = own === 'none' && cluster ? this.zonesNamedBy(cluster) : own;
    if (zones === undefined || zones === 'none') return undefined;
    const region = regionInLabel((cluster ?? call).name);
    // Azure numbers the zones of each region.
    return zones.map(zone => (/^\d+$/.test(zone) && region !== undefined ? `${region}-${zone}` : zone));
  }

  private zonesNamedBy(call: ModuleCall): string[] | 'none' | undefined {
    const names = poolAttributes(call);
    const effective = this.effective(call);
    const value = names && effective && effectiveValueAt(effective, names.zones);
    if (value === undefined) return 'none';
    const zones = listElements(value)?.map(({ text }) => text.trim());
    return zones && [...new Set(zones)].filter(zone => zone !== '');
  }

  private effective(call: ModuleCall): ResolvedEnvironment | undefined {
    return this.request.model.effectiveConfiguration(call).environments.get(this.environment);
  }
}

function sizeOf(effective: ResolvedEnvironment, names: PoolAttributes): NodeRange | undefined {
  const number = (path: readonly string[]): number | undefined => countOf(effectiveValueAt(effective, path));
  const scales = names.autoscaling === undefined || !isFalse(effectiveValueAt(effective, names.autoscaling));
  const [min, max] = scales ? [number(names.min), number(names.max)] : [number(names.desired), number(names.desired)];
  return min === undefined || max === undefined ? undefined : { min, max };
}

function countOf(value: Value | undefined): number | undefined {
  const count = numberValue(value);
  return count !== undefined && Number.isInteger(count) && count >= 0 && count <= MAX_NODES ? count : undefined;
}

/** Clouds whose counts are totals spread the nodes evenly. */
const share = ({ min, max }: NodeRange, zones: number): NodeRange => ({
  min: Math.floor(min / zones),
  max: Math.ceil(max / zones),
});

function addTo(sum: NodeRange, { min, max }: NodeRange): void {
  sum.min += min;
  sum.max += max;
}
