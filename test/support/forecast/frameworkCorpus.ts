/** Random changes of platforms with the framework's own modules, from a clone. */
import { execFileSync } from 'node:child_process';
import type { ReplacedPart } from '../../../common/replacement/stagedChange';
import type { CaseFiles, ForecastCase } from './forecastCase';
import type { FactsFile } from './stubSchema';

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** Reproducible random numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const OLD = 'v0.19.2-beta.0';
export const HEAD = 'HEAD';
type Version = typeof OLD | typeof HEAD;

const CLOUDS = ['aws', 'google', 'azurerm', 'scaleway'] as const;
type Cloud = (typeof CLOUDS)[number];

/** An attribute and values in HCL; the first one is that of a platform before its change. Undefined: not set. */
type Choice = readonly [name: string, ...values: (string | undefined)[]];

interface Shape {
  readonly cluster: readonly Choice[];
  /** Of the default node pool; absent for the flat attributes up to v0.19.2-beta.0. */
  readonly pool?: readonly Choice[];
  readonly extraPool?: readonly Choice[];
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'aws HEAD': {
    cluster: [
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      [
        'cluster_availability_zones',
        '["eu-west-1a", "eu-west-1b"]',
        '["eu-west-1b", "eu-west-1a"]',
        '["eu-west-1a"]',
        '["eu-west-1a", "eu-west-1b", "eu-west-1c"]',
      ],
      ['cluster_version', undefined, '"1.30"', '"1.31"'],
      ['enabled_cluster_log_types', undefined, '["api"]', '[]'],
      ['cluster_vpc_cidr', undefined, '"10.1.0.0/16"'],
      ['cluster_vpc_subnet_map_public_ip', undefined, 'false', 'true'],
      ['cluster_vpc_legacy_node_subnets', undefined, 'true'],
      ['cluster_service_cidr', undefined, '"172.20.0.0/16"'],
      ['cluster_encryption_key_arn', undefined, '"arn:a"', '"arn:b"'],
      ['cluster_endpoint_private_access', undefined, 'true'],
      ['cluster_public_access_cidrs', undefined, '["1.2.3.4/32"]'],
      ['cluster_aws_auth_map_roles', undefined, '"- rolearn: x"'],
      ['disable_default_ingress', undefined, 'true'],
      ['disable_openid_connect_provider', undefined, 'true'],
    ],
    pool: [
      ['instance_types', '["t3a.medium"]', '["t3.large"]', '["t3a.medium", "t3.large"]'],
      ['min_size', '1', '2'],
      ['max_size', '3', '5'],
      ['desired_capacity', '1', '2'],
      ['ami_type', undefined, '"AL2_x86_64"', '"AL2023_x86_64_STANDARD"'],
      ['ami_release_version', undefined, '"1.30-20240101"'],
      ['root_device_volume_size', undefined, '30'],
      ['labels', undefined, '{ a = "b" }', '{ a = "c" }'],
      ['additional_node_tags', undefined, '{ a = "b" }'],
      ['metadata_options', undefined, '{ http_tokens = "required" }', '{ http_tokens = "optional" }'],
    ],
    extraPool: [
      ['name', '"extra"', '"other"'],
      ['availability_zones', '["eu-west-1a", "eu-west-1b"]', '["eu-west-1b"]'],
      ['instance_types', '["t3a.medium"]', '["t3.large"]'],
      ['min_size', '1', '2'],
      ['max_size', '3'],
      ['desired_capacity', '1'],
      ['ami_type', undefined, '"AL2_x86_64"'],
      [
        'taints',
        undefined,
        '[{ key = "a", value = "b", effect = "NO_SCHEDULE" }]',
        '[{ key = "c", value = "b", effect = "NO_SCHEDULE" }]',
      ],
      ['vpc_subnet_newbits', undefined, '2', '3'],
      ['labels', undefined, '{ a = "b" }'],
    ],
  },
  [`aws ${OLD}`]: {
    cluster: [
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['cluster_availability_zones', '"eu-west-1a,eu-west-1b"', '"eu-west-1b,eu-west-1a"', '"eu-west-1a"'],
      ['cluster_version', undefined, '"1.30"', '"1.31"'],
      ['enabled_cluster_log_types', undefined, '"api"'],
      ['cluster_instance_type', '"t3a.medium"', '"t3.large"'],
      ['cluster_min_size', '"1"', '"2"'],
      ['cluster_max_size', '"3"', '"5"'],
      ['cluster_desired_capacity', '"1"', '"2"'],
      ['cluster_vpc_cidr', undefined, '"10.1.0.0/16"'],
      ['cluster_vpc_subnet_map_public_ip', undefined, '"false"'],
      ['worker_root_device_volume_size', undefined, '"30"'],
      ['disable_default_ingress', undefined, '"true"'],
      ['disable_openid_connect_provider', undefined, '"true"'],
      ['worker_ami_type', undefined, '"AL2_x86_64"'],
    ],
    extraPool: [
      ['name', '"extra"'],
      ['availability_zones', undefined, '"eu-west-1b"'],
      ['instance_types', '"t3a.medium"', '"t3.large"'],
      ['min_size', '1', '2'],
      ['max_size', '3'],
      ['desired_capacity', '1'],
      ['ami_type', undefined, '"AL2_x86_64"'],
      ['taints', undefined, '[{ key = "a", value = "b", effect = "NO_SCHEDULE" }]'],
    ],
  },
  'google HEAD': {
    cluster: [
      ['deletion_protection', 'false', 'true'],
      ['project_id', '"p"'],
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['region', '"europe-west1"'],
      [
        'cluster_node_locations',
        '["europe-west1-b", "europe-west1-c"]',
        '["europe-west1-c", "europe-west1-b"]',
        '["europe-west1-b"]',
      ],
      ['cluster_min_master_version', undefined, '"1.30"', '"1.31"'],
      ['cluster_initial_node_count', undefined, '1', '2'],
      ['enable_private_nodes', undefined, 'false'],
      ['master_cidr_block', undefined, '"172.16.1.0/28"'],
      ['cloud_nat_ip_count', undefined, '1', '2'],
      ['disable_workload_identity', undefined, 'true'],
      ['cluster_database_encryption_key_name', undefined, '"k"'],
      ['release_channel', undefined, '"REGULAR"'],
      ['enable_intranode_visibility', undefined, 'true'],
      ['disable_default_ingress', undefined, 'true'],
      ['enable_gcs_fuse_csi_driver', undefined, 'true', 'false'],
      ['logging_config', undefined, '{ enable_components = ["SYSTEM_COMPONENTS"] }'],
    ],
    pool: [
      ['machine_type', '"e2-medium"', '"e2-standard-2"'],
      ['min_node_count', '1', '2'],
      ['max_node_count', '1', '3'],
      ['initial_node_count', undefined, '2'],
      ['disk_size_gb', undefined, '50'],
      ['disk_type', undefined, '"pd-ssd"'],
      ['image_type', undefined, '"COS"'],
      ['preemptible', undefined, 'true'],
      ['auto_repair', undefined, 'false'],
      ['labels', undefined, '{ a = "b" }'],
      ['instance_tags', undefined, '["t"]'],
    ],
    extraPool: [
      ['project_id', '"p"'],
      ['name', '"extra"', '"other"'],
      ['location', '"europe-west1"'],
      ['machine_type', '"e2-medium"', '"e2-standard-2"'],
      ['min_node_count', '1', '2'],
      ['max_node_count', '3'],
      ['node_locations', undefined, '["europe-west1-c"]'],
      ['taints', undefined, '[{ key = "a", value = "b", effect = "NO_SCHEDULE" }]'],
      ['labels', undefined, '{ a = "b" }'],
    ],
  },
  [`google ${OLD}`]: {
    cluster: [
      ['deletion_protection', '"false"', '"true"'],
      ['project_id', '"p"'],
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['region', '"europe-west1"'],
      ['cluster_node_locations', '"europe-west1-b,europe-west1-c"', '"europe-west1-b"'],
      ['cluster_min_master_version', '"1.30"', '"1.31"'],
      ['cluster_machine_type', '"e2-medium"', '"e2-standard-2"'],
      ['cluster_min_node_count', '"1"', '"2"'],
      ['cluster_max_node_count', '"1"', '"3"'],
      ['cluster_initial_node_count', undefined, '"2"'],
      ['enable_private_nodes', undefined, '"false"'],
      ['cluster_disk_size_gb', undefined, '"50"'],
      ['cluster_disk_type', undefined, '"pd-ssd"'],
      ['disable_default_ingress', undefined, '"true"'],
    ],
  },
  'azurerm HEAD': {
    cluster: [
      ['resource_group', '"rg"'],
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['network_plugin', '"azure"', '"kubenet"'],
      ['network_policy', undefined, '"calico"', '"azure"'],
      ['sku_tier', '"Standard"', '"Free"'],
      ['availability_zones', '["1", "2"]', '["1"]'],
      ['kubernetes_version', undefined, '"1.30"', '"1.31"'],
      ['vnet_address_space', undefined, '["10.1.0.0/16"]'],
      ['enable_log_analytics', undefined, 'false', 'true'],
      ['disable_managed_identities', undefined, 'true'],
      ['disable_default_ingress', undefined, 'true'],
      ['enable_azure_policy_agent', undefined, 'true'],
      ['automatic_upgrade_channel', undefined, '"stable"'],
      ['service_cidr', undefined, '"10.2.0.0/16"'],
      ['keda_enabled', undefined, 'true'],
      ['additional_metadata_labels', undefined, '{ a = "b" }'],
    ],
    pool: [
      ['vm_size', '"Standard_B2s"', '"Standard_D2s"'],
      ['min_count', '1', '2'],
      ['max_count', '1', '3'],
      ['os_disk_size_gb', undefined, '50'],
      ['max_pods', undefined, '50'],
      ['name', undefined, '"pool"'],
    ],
    extraPool: [
      ['node_pool_name', '"extra"', '"other"'],
      ['vm_size', '"Standard_B2s"', '"Standard_D2s"'],
      ['min_count', '1', '2'],
      ['max_count', '3'],
      ['availability_zones', '["1"]', '["1", "2"]'],
      ['node_taints', undefined, '["a=b:NoSchedule"]'],
      ['os_disk_type', undefined, '"Ephemeral"'],
      ['max_pods', undefined, '50'],
      ['use_spot', undefined, 'true'],
    ],
  },
  [`azurerm ${OLD}`]: {
    cluster: [
      ['resource_group', '"rg"'],
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['network_plugin', '"azure"', '"kubenet"'],
      ['network_policy', undefined, '"calico"'],
      ['sku_tier', '"Standard"', '"Free"'],
      ['default_node_pool_vm_size', '"Standard_B2s"', '"Standard_D2s"'],
      ['default_node_pool_min_count', '"1"', '"2"'],
      ['default_node_pool_max_count', '"1"', '"3"'],
      ['default_node_pool_os_disk_size_gb', undefined, '"50"'],
      ['kubernetes_version', undefined, '"1.30"', '"1.31"'],
      ['enable_log_analytics', undefined, '"false"'],
      ['disable_managed_identities', undefined, '"true"'],
      ['disable_default_ingress', undefined, '"true"'],
    ],
  },
  'scaleway HEAD': {
    cluster: [
      ['name_prefix', '"gc0"', '"gc1"'],
      ['base_domain', '"example.com"', '"example.org"'],
      ['region', '"fr-par"'],
      ['cluster_version', '"1.30"', '"1.31"'],
      ['cni', '"cilium"', '"calico"'],
      ['description', undefined, '"d"'],
      ['pod_cidr', undefined, '"10.5.0.0/16"'],
      ['feature_gates', undefined, '["a"]'],
      [
        'auto_upgrade',
        undefined,
        '{ enable = true, maintenance_window_start_hour = 3, maintenance_window_day = "monday" }',
      ],
      ['private_network_subnet', undefined, '"10.6.0.0/20"'],
      ['public_gateway_type', undefined, '"VPC-GW-M"'],
      ['extra_tags', undefined, '["a"]'],
      ['disable_default_ingress', undefined, 'true'],
    ],
    pool: [
      ['node_type', '"DEV1-M"', '"DEV1-L"'],
      ['size', '1', '2'],
      ['min_size', '1', '2'],
      ['max_size', '3', '5'],
      ['zones', '["fr-par-1"]', '["fr-par-1", "fr-par-2"]', '["fr-par-2"]'],
      ['public_ip_disabled', undefined, 'false', 'true'],
      ['root_volume_size_in_gb', undefined, '50'],
      ['autohealing', undefined, 'true'],
      ['kubelet_args', undefined, '{ a = "b" }'],
    ],
    extraPool: [
      ['name', '"extra"', '"other"'],
      ['node_type', '"DEV1-M"', '"DEV1-L"'],
      ['size', '1', '2'],
      ['min_size', '1'],
      ['max_size', '3', '5'],
      ['zones', '["fr-par-1"]', '["fr-par-1", "fr-par-2"]'],
    ],
  },
};

type Values = ReadonlyMap<string, string | undefined>;

/** The selected values of an environment. */
interface Platform {
  readonly cloud: Cloud;
  readonly version: Version;
  readonly cluster: Values;
  readonly pool: Values;
  readonly extraPool: Values | undefined;
  /** What `ops` overrides. */
  readonly override: Values;
}

export interface CorpusCase extends ForecastCase {
  /** For messages. */
  readonly title: string;
}

/** A node pool, a default pool or a cluster that is replaced in stages. */
export interface ReplacementCase {
  /** For messages. */
  readonly title: string;
  readonly before: CaseFiles;
  /** The change itself. */
  readonly direct: CaseFiles;
  /** Label of the module. */
  readonly name: string;
  readonly part: ReplacedPart;
  readonly values: Readonly<Record<string, unknown>>;
  readonly environments: readonly string[];
  readonly facts: FactsFile;
}

const PARTS: readonly ReplacedPart[] = ['nodePool', 'defaultPool', 'cluster'];
/** Releases up to v0.19.2 have no modules for Scaleway. */
const REPLACED = CLOUDS.flatMap(cloud => {
  const versions: readonly Version[] = cloud === 'scaleway' ? [HEAD] : [HEAD, OLD];
  return versions.flatMap(version => PARTS.map(part => ({ cloud, version, part })));
});
/** Node pools of releases whose forecasts have cases without them. */
const OLD_POOLS: Readonly<Record<string, readonly Choice[]>> = {
  [`google ${OLD}`]: [
    ['project_id', '"p"'],
    ['name', '"extra"', '"other"'],
    ['location', '"europe-west1"'],
    ['machine_type', '"e2-medium"', '"e2-standard-2"'],
    ['min_node_count', '"1"', '"2"'],
    ['max_node_count', '"3"'],
    ['disk_size_gb', undefined, '"50"'],
    ['preemptible', undefined, 'true'],
  ],
  [`azurerm ${OLD}`]: [
    ['node_pool_name', '"extra"', '"other"'],
    ['vm_size', '"Standard_B2s"', '"Standard_D2s"'],
    ['min_count', '"1"', '"2"'],
    ['max_count', '"3"'],
    ['os_disk_type', undefined, '"Ephemeral"'],
    ['max_pods', undefined, '"50"'],
  ],
};
/** Names and locations are not values of a replacement, subnets of a pool need other ones, and a minimum of 2 exceeds the maximum. */
const NOT_REPLACED =
  /^(?:name|name_prefix|node_pool_name|base_domain|location|region|project_id|resource_group|vpc_.*|.*taints|deletion_protection|.*min_(?:(?:node_)?count|size))$/;
/** Labels of clusters as the scaffolds write them: a second one of the same cloud gets the next name. */
const LABELS: Readonly<Record<Cloud, string>> = {
  aws: 'eks_gc0_eu-west-1',
  google: 'gke_gc0_europe-west1',
  azurerm: 'aks_gc0_westeurope',
  scaleway: 'scw_gc0_fr-par',
};

/** A change of one attribute. */
export interface AttributeChange extends CorpusCase {
  /** Path of the module in the framework's repository. */
  readonly module: string;
  readonly version: string;
  readonly attribute: string;
}

/** @param clone git folder of the framework */
export class FrameworkCorpus {
  private readonly modules = new Map<string, CaseFiles>();

  constructor(
    private readonly clone: string,
    private readonly facts: FactsFile,
  ) {}

  /** A case that depends only on the numbers. Every fourth one upgrades the framework. */
  case(random: Random, index: number): CorpusCase {
    const isUpgrade = index % 4 === 3;
    const cloud = pick(isUpgrade ? CLOUDS.slice(0, 3) : CLOUDS, random);
    const version: Version = cloud === 'scaleway' ? HEAD : isUpgrade || random() < 0.3 ? OLD : HEAD;
    const before = this.platform(cloud, version, random);
    const after = isUpgrade ? upgraded(before) : changed(before, random);
    const environment = pick(['apps', 'ops'], random);
    return {
      title: `${String(index)} ${cloud} ${version}${isUpgrade ? ' → HEAD' : ''} ${environment}: ${describeChange(before, after)}`,
      before: this.files(before),
      after: this.files(after),
      environment,
      facts: this.facts,
    };
  }

  /** A replacement that depends only on the numbers. */
  replacement(random: Random, index: number): ReplacementCase {
    const { cloud, version, part } = REPLACED[index % REPLACED.length]!;
    const shape = `${cloud} ${version}`;
    const { cluster, pool = [], extraPool = OLD_POOLS[shape] ?? [] } = SHAPES[shape]!;
    const first = (choices: readonly Choice[]): Values => new Map(choices.map(([name, value]) => [name, value]));
    const before: Platform = {
      ...this.platform(cloud, version, random),
      pool: first(pool),
      extraPool: part === 'defaultPool' ? undefined : first(extraPool),
    };
    // Up to v0.19.2, the attributes of a default pool are beside those of its cluster.
    const isOfPool = (name: string): boolean => Object.values(POOLED).includes(name);
    const key = part === 'nodePool' ? 'extraPool' : part === 'defaultPool' && pool.length > 0 ? 'pool' : 'cluster';
    const all = { cluster: cluster.filter(([name]) => isOfPool(name) === (part === 'defaultPool')), pool, extraPool };
    const choices = all[key].flatMap(([name, ...values]) =>
      values.flatMap(each => {
        const isSame = each === undefined || each === before[key]?.get(name);
        return NOT_REPLACED.test(name) || isSame || each.startsWith('{') ? [] : [[name, each] as const];
      }),
    );
    const [name, value] = pick(choices, random);
    const label = LABELS[cloud];
    const files = (platform: Platform): CaseFiles =>
      this.files(platform, { cluster: label, pool: `${label}_node_pool_extra` });
    return {
      title: `${String(index)} ${cloud} ${version} ${part}: ${name} = ${value}`,
      before: files(before),
      direct: files({ ...before, [key]: new Map(before[key]).set(name, value) }),
      name: part === 'nodePool' ? `${label}_node_pool_extra` : label,
      part,
      values: { [key === 'pool' ? `default_node_pool.${name}` : name]: JSON.parse(value) as unknown },
      environments: ['apps', 'ops'],
      facts: this.facts,
    };
  }

  /** Every change of one attribute from one of its values to another one. */
  *attributeChanges(): Generator<AttributeChange> {
    for (const [shape, { cluster, pool = [], extraPool = [] }] of Object.entries(SHAPES)) {
      const [cloud, version] = shape.split(' ') as [Cloud, Version];
      const parts = { cluster, pool, extraPool };
      const start = (choices: readonly Choice[]): Values => new Map(choices.map(([name, first]) => [name, first]));
      const platform: Platform = {
        cloud,
        version,
        cluster: start(cluster),
        pool: start(pool),
        extraPool: extraPool.length > 0 ? start(extraPool) : undefined,
        override: new Map(),
      };
      for (const part of ['cluster', 'pool', 'extraPool'] as const)
        for (const [name, ...values] of parts[part])
          for (const from of values)
            for (const to of values) {
              if (from === to) continue;
              const side = (value: string | undefined): CaseFiles =>
                this.files({ ...platform, [part]: new Map(platform[part]).set(name, value) });
              yield {
                module: `${cloud}/cluster${part === 'extraPool' ? '/node-pool' : ''}`,
                version,
                attribute: part === 'pool' ? `default_node_pool.${name}` : name,
                title: `${from ?? 'null'} → ${to ?? 'null'}`,
                before: side(from),
                after: side(to),
                environment: 'apps',
                facts: this.facts,
              };
            }
    }
  }

  private platform(cloud: Cloud, version: Version, random: Random): Platform {
    const { cluster, pool = [], extraPool } = SHAPES[`${cloud} ${version}`]!;
    const start = (choices: readonly Choice[]): Values =>
      new Map(
        choices.map(([name, first, ...others]) => [name, random() < 0.2 ? pick([first, ...others], random) : first]),
      );
    const [overridden] = cluster.filter(([, first]) => first === undefined);
    return {
      cloud,
      version,
      cluster: start(cluster),
      pool: start(pool),
      extraPool: extraPool && random() < 0.5 ? start(extraPool) : undefined,
      override: overridden && random() < 0.3 ? new Map([[overridden[0], overridden[2]]]) : new Map(),
    };
  }

  private files(platform: Platform, labels = { cluster: 'c', pool: 'p' }): CaseFiles {
    return { ...this.modulesAt(platform.version), 'clusters.tf': rootText(platform, labels) };
  }

  /** The framework's files at a version, in the folder `framework`. */
  modulesAt(version: string): CaseFiles {
    const cached = this.modules.get(version);
    if (cached) return cached;
    const git = (...parameters: string[]): string =>
      execFileSync('git', [`--git-dir=${this.clone}`, ...parameters], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
    const paths = git('ls-tree', '-r', '--name-only', version)
      .split('\n')
      .filter(path => /^(?:aws|azurerm|google|scaleway|common)\//.test(path) && !path.includes('/tests/'));
    const files: Record<string, string> = {};
    // Some modules call the module of an older release.
    const local = (path: string, text: string): string =>
      text.replace(
        /"github\.com\/kbst\/terraform-kubestack\/\/([\w/-]+)\?ref=([\w.-]+)"/g,
        (_, module: string, ref: string) => {
          for (const file of git('ls-tree', '-r', '--name-only', ref, `${module}/`).split('\n').filter(Boolean))
            files[`framework/refs/${ref}/${file}`] = git('show', `${ref}:${file}`);
          return `"${'../'.repeat(path.split('/').length - 1)}refs/${ref}/${module}"`;
        },
      );
    for (const path of paths) files[`framework/${path}`] = local(path, git('show', `${version}:${path}`));
    this.modules.set(version, files);
    return files;
  }
}

const pick = <T>(values: readonly T[], random: Random): T => values[Math.floor(random() * values.length)]!;

/** One to three other values. */
function changed(platform: Platform, random: Random): Platform {
  const { cluster, pool = [], extraPool = [] } = SHAPES[`${platform.cloud} ${platform.version}`]!;
  const [clusterValues, poolValues] = [new Map(platform.cluster), new Map(platform.pool)];
  const extraValues = platform.extraPool && new Map(platform.extraPool);
  const count = 1 + Math.floor(random() * 3);
  for (let done = 0; done < count; done++) {
    const [choices, values] = pick(
      [
        [cluster, clusterValues] as const,
        ...(pool.length > 0 ? [[pool, poolValues] as const] : []),
        ...(extraValues ? [[extraPool, extraValues] as const] : []),
      ],
      random,
    );
    const [name, ...all] = pick(choices, random);
    values.set(name, pick(all, random));
  }
  const isRemoved = extraValues !== undefined && random() < 0.1;
  return { ...platform, cluster: clusterValues, pool: poolValues, extraPool: isRemoved ? undefined : extraValues };
}

/** The attributes of a default pool, and their names up to v0.19.2-beta.0. */
const POOLED: Readonly<Record<string, string>> = {
  instance_types: 'cluster_instance_type',
  min_size: 'cluster_min_size',
  max_size: 'cluster_max_size',
  desired_capacity: 'cluster_desired_capacity',
  root_device_volume_size: 'worker_root_device_volume_size',
  ami_type: 'worker_ami_type',
  machine_type: 'cluster_machine_type',
  min_node_count: 'cluster_min_node_count',
  max_node_count: 'cluster_max_node_count',
  disk_size_gb: 'cluster_disk_size_gb',
  disk_type: 'cluster_disk_type',
  vm_size: 'default_node_pool_vm_size',
  min_count: 'default_node_pool_min_count',
  max_count: 'default_node_pool_max_count',
  os_disk_size_gb: 'default_node_pool_os_disk_size_gb',
};

/** The same platform at head: flat attributes become those of objects. */
function upgraded(platform: Platform): Platform {
  const { cluster, pool = [], extraPool } = SHAPES[`${platform.cloud} ${HEAD}`]!;
  const value = (name: string): string | undefined => {
    const old = platform.cluster.get(name);
    if (old === undefined) return undefined;
    const text = old.slice(1, -1);
    if (/_(?:zones|locations|log_types)$/.test(name)) return JSON.stringify(text.split(','));
    return /^(?:true|false|\d+)$/.test(text) ? text : old;
  };
  const kept = (name: string, old: string | undefined, first: string | undefined): [string, string | undefined] => [
    name,
    old ?? first,
  ];
  return {
    ...platform,
    version: HEAD,
    cluster: new Map(cluster.map(([name, first]) => kept(name, value(name), first))),
    pool: new Map(
      pool.map(([name, first]) => {
        const old = value(POOLED[name] ?? '');
        return kept(name, name === 'instance_types' && old !== undefined ? `[${old}]` : old, first);
      }),
    ),
    extraPool: platform.extraPool && extraPool && new Map(extraPool.map(([name, first]) => [name, first])),
  };
}

const describeChange = (before: Platform, after: Platform): string =>
  (['cluster', 'pool', 'extraPool'] as const)
    .flatMap(part =>
      [...(after[part] ?? [])]
        .filter(([name, value]) => before[part]?.get(name) !== value)
        .map(([name, value]) => `${part}.${name}=${value ?? 'null'}`),
    )
    .join(' ');

const lines = (values: Values): string =>
  [...values].flatMap(([name, value]) => (value === undefined ? [] : [`      ${name} = ${value}`])).join('\n');

const KUBERNETES = `provider "kubernetes" {
  alias = "x"
  host  = "h"
}
`;

const PROVIDERS: Readonly<Record<Cloud, string>> = {
  aws: `provider "aws" {
  alias  = "x"
  region = "eu-west-1"
}
${KUBERNETES}`,
  google: KUBERNETES,
  azurerm: `provider "azurerm" {
  features {}
}
`,
  scaleway: `terraform {
  required_providers {
    scaleway = {
      source = "scaleway/scaleway"
    }
  }
}
provider "scaleway" {}
`,
};

function rootText(
  { cloud, version, cluster, pool, extraPool, override }: Platform,
  labels: { readonly cluster: string; readonly pool: string },
): string {
  const isNew = version === HEAD;
  const poolText = pool.size > 0 ? `\n      default_node_pool = {\n${lines(pool)}\n      }` : '';
  const providers: Readonly<Record<Cloud, string>> = {
    aws: '{ aws = aws.x, kubernetes = kubernetes.x }',
    google: '{ kubernetes = kubernetes.x }',
    azurerm: '{ azurerm = azurerm }',
    scaleway: '{ scaleway = scaleway }',
  };
  const of = `module.${labels.cluster}`;
  const call = `module "${labels.cluster}" {
  source    = "./framework/${cloud}/cluster"
  providers = ${providers[cloud]}
  configuration = {
    apps = {
${lines(cluster)}${poolText}
    }
    ops = {
${lines(override)}
    }
  }
}
`;
  const reference: Readonly<Record<Cloud, string>> = isNew
    ? {
        aws: `cluster = ${of}.cluster\n  cluster_metadata = ${of}.current_metadata`,
        google: `cluster = ${of}.cluster\n  cluster_metadata = ${of}.current_metadata`,
        azurerm: `cluster = ${of}.cluster`,
        scaleway: `cluster = ${of}.cluster\n  cluster_metadata = ${of}.current_metadata`,
      }
    : {
        aws: `cluster_name = ${of}.current_metadata["name"]`,
        google: `cluster_metadata = ${of}.current_metadata`,
        azurerm: `cluster_name = ${of}.current_metadata["name"]\n  resource_group = "rg"`,
        scaleway: '',
      };
  const extra = extraPool
    ? `module "${labels.pool}" {
  source    = "./framework/${cloud}/cluster/node-pool"
${cloud === 'aws' ? '  providers = { aws = aws.x }\n' : ''}  ${reference[cloud]}
  configuration = {
    apps = {
${lines(extraPool)}
    }
    ops = {}
  }
}
`
    : '';
  return `${call}${extra}
${PROVIDERS[cloud]}`;
}
