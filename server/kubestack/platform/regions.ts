/** Suggestions of regions with their zones, and machine types: `data/regions.json`, which states its source. */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import type { Provider } from '../../../common/protocol';

export type CloudProvider = Exclude<Provider, 'kind'>;

export interface MachineType {
  readonly name: string;
  readonly vcpus: number;
  /** In GiB. */
  readonly memory: number;
  /** `arm64` if it is not the usual one. */
  readonly architecture?: string;
  /** Vendor of the GPUs: `nvidia`; `fpga` for those. */
  readonly accelerator?: string;
}
export interface Regions {
  readonly clouds: Readonly<
    Record<
      CloudProvider,
      {
        /** Regions that many use, those to offer first. */
        readonly common: readonly string[];
        readonly regions: Readonly<Record<string, readonly string[]>>;
        /** Names of the machine types to offer first. */
        readonly commonTypes: readonly string[];
        readonly types: readonly MachineType[];
      }
    >
  >;
}

/**
 * The data of `data/regions.json`, where a line is a machine type, `g5.xlarge 4 16 nvidia`, or several ones whose sizes are multiples:
 * `m7g.{,2,4}xlarge 4 16 arm64`.
 */
export function regionsIn(json: unknown): Regions {
  const { clouds } = json as { clouds: Record<string, { types: readonly string[] }> };
  const read = Object.entries(clouds).map(([cloud, facts]) => [
    cloud,
    { ...facts, types: facts.types.flatMap(machineTypes) },
  ]);
  return { clouds: Object.fromEntries(read) as Regions['clouds'] };
}

function machineTypes(line: string): MachineType[] {
  const [names = '', vcpus, memory, ...traits] = line.split(' ');
  const accelerator = traits.find(trait => trait !== 'arm64');
  const more = {
    ...(traits.includes('arm64') && { architecture: 'arm64' }),
    ...(accelerator !== undefined && { accelerator }),
  };
  const [before = '', factors = '', after = ''] = names.split(/[{}]/);
  return factors.split(',').map(factor => {
    const by = Number(factor === '' ? 1 : factor);
    return { name: `${before}${factor}${after}`, vcpus: Number(vcpus) * by, memory: Number(memory) * by, ...more };
  });
}

/** The zones of a region, at most `most` of them; empty if the region is unknown. */
export function zonesOf(regions: Regions, provider: CloudProvider, region: string, most = 3): readonly string[] {
  const facts = regions.clouds[provider].regions;
  return Object.hasOwn(facts, region) ? ownProperty(facts, region)!.slice(0, most) : [];
}

/** `4 vCPU, 16 GiB, arm64`. */
export const machineSize = ({ vcpus, memory, architecture, accelerator }: MachineType): string =>
  [t('{0} vCPU', vcpus), t('{0} GiB', memory), architecture, accelerator].filter(Boolean).join(', ');

const MACHINE_TYPES = /^(?:cluster_|default_node_pool_)?(?:instance_types?|machine_type|vm_size)$|^node_type$/;

/** Whether an attribute contains machine types. @param name the last step of its path */
export const isMachineType = (name: string): boolean => MACHINE_TYPES.test(name);
