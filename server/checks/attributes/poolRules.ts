/** Rules for the machines, sizes and names of node pools. */
import { t } from '../../../common/localization';
import type { Provider } from '../../../common/protocol';
import { isFrameworkModule } from '../../kubestack/modules/frameworkCopy';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { machineNotation } from '../../kubestack/platform/machineNotation';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';

/** What the modules' own code, or a cloud, accepts beyond the facts of `data/resources.json`. */
export interface PoolRule {
  readonly path: readonly string[];
  readonly accepts: (text: string) => boolean;
  /** What to use, as the end of a sentence. */
  readonly advice: () => string;
}

const numberOf = (path: readonly string[], least: number, most = Infinity): PoolRule => ({
  path,
  accepts: text => Number(text) >= least && Number(text) <= most,
  advice: () => (most === Infinity ? t('use {0} or more', least) : t('use {0} to {1}', least, most)),
});

/** KS314 is about AKS; names on Scaleway get the zone appended. */
const POOL_NAMES: Readonly<Record<'aws' | 'google', Omit<PoolRule, 'path'>>> = {
  aws: {
    // The cluster module's own pool is called "default" (aws/_modules/eks/node_pool.tf).
    accepts: text => /^[a-zA-Z0-9][\w-]{0,62}$/.test(text) && text !== 'default',
    advice: () => t('use at most {0} letters, digits, dashes and underscores, and a name other than "default"', 63),
  },
  google: {
    accepts: text => /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(text),
    advice: () => t('use at most {0} lowercase letters, digits and dashes, beginning with a letter', 40),
  },
};

/** Source: `node_type` in docs/resources/k8s_pool.md of the provider. */
const ENOUGH_MEMORY: Omit<PoolRule, 'path'> = {
  accepts: text => !/^(?:DEV1-S|PLAY2-PICO|STARDUST1-S)$/.test(text.toUpperCase().replace(/_/g, '-')),
  advice: () => t('use a type with more memory'),
};

export function poolRules(call: ModuleCall, provider: Provider): PoolRule[] {
  const names = poolAttributes(call);
  if (!names || provider === 'kind') return [];
  const notation = machineNotation[provider];
  // The cluster module's own pool has the name that others can't have.
  const isOwnPool = call.instance.folder !== undefined && isFrameworkModule(call.instance.folder);
  const machine = ({ pattern, example }: typeof notation): Omit<PoolRule, 'path'> => ({
    accepts: text => pattern.test(text),
    advice: () => t('use a machine type of this cloud, such as {0}', example),
  });
  return [
    ...names.machines.map(path => ({ path, ...machine(notation) })),
    ...(provider === 'scaleway' ? names.machines.map(path => ({ path, ...ENOUGH_MEMORY })) : []),
    ...[names.min, names.max, names.desired].map(path => numberOf(path, 0)),
    ...(names.name && !isOwnPool && provider in POOL_NAMES
      ? [{ path: names.name, ...POOL_NAMES[provider as 'aws' | 'google'] }]
      : []),
  ];
}
