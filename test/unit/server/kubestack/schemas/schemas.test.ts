import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Type } from '../../../../../server/hcl/model';
import { loadSchemas, type AttributeSchema, type ModuleSchema } from '../../../../../server/kubestack/schemas/schemas';

const root = path.resolve(__dirname, '../../../../..');
const schemas = loadSchemas(JSON.parse(readFileSync(path.join(root, 'data/schemas.json'), 'utf8')));
const HEAD = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const NEWEST = 'v0.19.2-beta.0';
const CLUSTERS = ['aws/cluster', 'azurerm/cluster', 'google/cluster'];

function at(modulePath: string, ref: string): ModuleSchema {
  const module = schemas.moduleFor(modulePath, ref);
  assert.ok(module, `${modulePath} exists at ${ref}`);
  return module;
}
function attribute(modulePath: string, ref: string, name: string): AttributeSchema {
  const found = at(modulePath, ref).attributes.get(name);
  assert.ok(found, `${modulePath} has ${name} at ${ref}`);
  return found;
}
const names = (modulePath: string, ref: string): string[] => [...at(modulePath, ref).attributes.keys()];
const added = (modulePath: string, from: string, to: string): string[] => {
  const before = new Set(names(modulePath, from));
  return names(modulePath, to).filter(name => !before.has(name) && !name.includes('.'));
};
const required = (module: ModuleSchema, kind: string): string[] =>
  [...module.attributes.values()].filter(found => found.required === kind).map(found => found.path);

/** A type in terraform's notation. */
function text(type: Type): string {
  if (type.kind === 'object') {
    const parts = [...type.attributes].map(
      ([name, { type: inner, optional }]) => `${name}=${optional ? `optional(${text(inner)})` : text(inner)}`,
    );
    return `object({${parts.join(',')}})`;
  }
  return 'element' in type ? `${type.kind}(${text(type.element)})` : type.kind;
}

describe('module schemas', () => {
  describe('refs', () => {
    it('lists the releases, oldest first', () => {
      assert.equal(schemas.releases.length, 49);
      assert.equal(schemas.releases[0], 'v0.1.0-alpha.0');
      assert.equal(schemas.releases.at(-1), NEWEST);
      assert.ok(schemas.releases.indexOf('v0.14.0-beta.1') < schemas.releases.indexOf('v0.14.1-beta.0'));
    });

    it('recognizes the commit of head, full or abbreviated, in any case', () => {
      const head = schemas.head('aws/cluster');
      assert.ok(head);
      for (const ref of [HEAD, HEAD.slice(0, 7), HEAD.slice(0, 12).toUpperCase(), 'head']) {
        assert.equal(schemas.moduleFor('aws/cluster', ref), head, ref);
      }
    });

    for (const ref of [
      undefined,
      'v0.20.0-beta.0',
      'main',
      'e70912',
      HEAD.replace('e7', 'e8'),
      '',
      'HEAD',
      '__proto__',
    ]) {
      it(`has no schema for ${ref === undefined ? 'no ref' : `"${ref}"`}`, () => {
        assert.equal(schemas.moduleFor('aws/cluster', ref), undefined);
        assert.equal(schemas.mergeGenerationOf(ref), undefined);
        assert.equal(schemas.knownRef(ref), undefined);
      });
    }

    it('has no schema for paths that are not modules', () => {
      for (const modulePath of ['aws/_modules/eks', 'constructor', '', 'aws/cluster/']) {
        assert.equal(schemas.moduleFor(modulePath, NEWEST), undefined, modulePath);
        assert.equal(schemas.newestRelease(modulePath), undefined, modulePath);
      }
    });

    it('rejects data of another format', () => {
      assert.throws(() => loadSchemas({ format: 2 }), /unknown format/);
      assert.throws(() => loadSchemas(null), /unknown format/);
    });
  });

  describe('existing modules', () => {
    const spans: readonly (readonly [string, string, string | undefined])[] = [
      ['aws/cluster', 'v0.1.0-alpha.0', 'head'],
      ['google/cluster', 'v0.1.0-alpha.0', 'head'],
      ['azurerm/cluster', 'v0.2.0-beta.0', 'head'],
      ['kind/cluster', 'v0.2.1-beta.0', NEWEST],
      ['aws/cluster-local', 'v0.10.0-beta.0', NEWEST],
      ['aws/cluster/elb-dns', 'v0.15.0-beta.0', 'head'],
      ['aws/cluster/node-pool', 'v0.16.0-beta.0', 'head'],
      ['azurerm/cluster/node-pool', 'v0.16.0-beta.0', 'head'],
      ['google/cluster/node-pool', 'v0.16.0-beta.0', 'head'],
      ['scaleway/cluster', 'head', 'head'],
      ['scaleway/cluster/node-pool', 'head', 'head'],
      ['kustomization/overlay', 'head', 'head'],
    ];
    for (const [modulePath, first, last] of spans) {
      it(`${modulePath} exists from ${first} to ${last}`, () => {
        const refs = [...schemas.releases, 'head'].filter(ref => schemas.moduleFor(modulePath, ref));
        assert.deepEqual([refs[0], refs.at(-1)], [first, last]);
      });
    }

    it('include the newest release that has a module', () => {
      assert.equal(schemas.newestRelease('kind/cluster')?.ref, NEWEST);
      assert.equal(schemas.newestRelease('scaleway/cluster'), undefined);
    });

    it('have a kind and a cloud provider', () => {
      const kinds = schemas.paths.map(modulePath => {
        const module = schemas.head(modulePath) ?? schemas.newestRelease(modulePath);
        return [modulePath, module?.kind, module?.provider];
      });
      const kindOf = new Map(kinds.map(([modulePath, ...rest]) => [modulePath, rest]));
      assert.deepEqual(kindOf.get('scaleway/cluster/node-pool'), ['nodePool', 'scaleway']);
      assert.deepEqual(kindOf.get('google/cluster'), ['cluster', 'google']);
      assert.deepEqual(kindOf.get('aws/cluster-local'), ['cluster', 'aws']);
      assert.deepEqual(kindOf.get('kustomization/overlay'), ['service', undefined]);
      assert.deepEqual(kindOf.get('aws/cluster/elb-dns'), ['other', 'aws']);
    });
  });

  describe('the configuration input', () => {
    it('is untyped up to v0.3.0, a string map up to v0.19.2 and an object at head, for clusters', () => {
      for (const modulePath of CLUSTERS) {
        assert.equal(text(at(modulePath, 'v0.3.0-beta.0').configurationType), 'map(any)');
        assert.equal(text(at(modulePath, 'v0.4.0-beta.0').configurationType), 'map(map(string))');
        assert.equal(text(at(modulePath, NEWEST).configurationType), 'map(map(string))');
        assert.match(text(at(modulePath, 'head').configurationType), /^map\(object\(\{name_prefix=optional\(string\),/);
      }
    });

    it('is an object for node pools, of strings in releases', () => {
      const released = text(at('aws/cluster/node-pool', NEWEST).configurationType);
      assert.match(
        released,
        /instance_types=optional\(string\),.*min_size=optional\(string\),.*vpc_subnet_map_public_ip=optional\(bool\)/,
      );
      const head = text(at('aws/cluster/node-pool', 'head').configurationType);
      assert.match(head, /instance_types=optional\(list\(string\)\),.*min_size=optional\(number\)/);
      assert.match(head, /taints=optional\(set\(object\(\{key=string,value=string,effect=string\}\)\)\)/);
    });

    it('has a schema generation per ref, independent of its type', () => {
      assert.equal(at('google/cluster/node-pool', NEWEST).generation, 'map');
      assert.equal(at('google/cluster/node-pool', 'head').generation, 'object');
      assert.equal(schemas.catalog('nginx').generation, 'object');
    });

    it('has default environments only in the overlay and in catalog services', () => {
      assert.deepEqual(at('kustomization/overlay', 'head').configurationDefault, ['apps', 'ops', 'loc']);
      assert.deepEqual(schemas.catalog('nginx').configurationDefault, ['apps', 'ops', 'loc']);
      assert.equal(at('aws/cluster', 'head').configurationDefault, undefined);
      assert.equal(at('aws/cluster', 'head').inputs.get('configuration')?.required, true);
    });
  });

  describe('the base environment', () => {
    it('is selected by an input that exists since v0.9.3 and was renamed once', () => {
      const inputs = ['v0.9.2-beta.1', 'v0.9.3-beta.0', 'v0.9.3-beta.1', NEWEST].map(
        ref => at('aws/cluster', ref).baseKeyInput,
      );
      assert.deepEqual(inputs, [undefined, 'base_key', 'configuration_base_key', 'configuration_base_key']);
      assert.equal(at('aws/cluster', NEWEST).inputs.get('configuration_base_key')?.default, 'apps');
      assert.equal(at('aws/cluster/elb-dns', 'head').baseKeyInput, undefined);
    });

    it('may be null except in clusters and node pools of head', () => {
      const nullable = (module: ModuleSchema): boolean => module.baseKeyNullable;
      assert.equal(nullable(at('aws/cluster', 'head')), false);
      assert.equal(nullable(at('scaleway/cluster/node-pool', 'head')), false);
      assert.equal(nullable(at('aws/cluster', NEWEST)), true);
      assert.equal(nullable(at('kustomization/overlay', 'head')), true);
      assert.equal(nullable(schemas.catalog('flux')), true);
    });

    it('is merged in five different ways', () => {
      const expected = {
        'v0.1.0-alpha.0': 'appsAndOps',
        'v0.9.2-beta.1': 'appsAndOps',
        'v0.9.3-beta.0': 'merge',
        'v0.12.2-beta.0': 'merge',
        'v0.13.0-beta.0': 'baseKeysOnly',
        'v0.13.0-beta.1': 'shallow',
        [NEWEST]: 'shallow',
        [HEAD]: 'nested',
      };
      for (const [ref, merge] of Object.entries(expected)) {
        assert.equal(schemas.mergeGenerationOf(ref), merge, ref);
        assert.equal(at('aws/cluster', ref).merge, merge, ref);
      }
      assert.equal(schemas.catalog('nginx').merge, 'shallow');
      assert.equal(schemas.head('kustomization/overlay')?.merge, 'nested');
    });
  });

  describe('attributes that were added in a release', () => {
    const changes: readonly (readonly [string, string, string, readonly string[]])[] = [
      ['azurerm/cluster', 'v0.17.1-beta.0', 'v0.18.0-beta.0', ['default_ingress_ip_zones']],
      [
        'google/cluster',
        'v0.18.0-beta.0',
        'v0.18.1-beta.0',
        ['logging_config_enable_components', 'monitoring_config_enable_components'],
      ],
      ['google/cluster', 'v0.18.1-beta.0', 'v0.18.2-beta.0', []],
      [
        'aws/cluster',
        'v0.18.2-beta.0',
        'v0.19.0-beta.0',
        [
          'metadata_options_http_endpoint',
          'metadata_options_http_protocol_ipv6',
          'metadata_options_http_put_response_hop_limit',
          'metadata_options_http_tokens',
          'metadata_options_instance_metadata_tags',
        ],
      ],
      ['aws/cluster/node-pool', 'v0.18.2-beta.0', 'v0.19.0-beta.0', ['metadata_options']],
      ['azurerm/cluster', 'v0.18.2-beta.0', 'v0.19.0-beta.0', ['additional_metadata_labels']],
      ['google/cluster', 'v0.18.2-beta.0', 'v0.19.0-beta.0', ['cluster_node_location_policy']],
      ['google/cluster/node-pool', 'v0.18.2-beta.0', 'v0.19.0-beta.0', ['location_policy']],
      ['google/cluster', 'v0.19.0-beta.0', 'v0.19.1-beta.0', ['enable_gcs_fuse_csi_driver']],
      ['aws/cluster', 'v0.19.1-beta.0', NEWEST, ['cluster_service_cidr', 'worker_ami_release_version']],
      ['aws/cluster/node-pool', 'v0.19.1-beta.0', NEWEST, ['ami_release_version']],
      [
        'google/cluster/node-pool',
        'v0.19.1-beta.0',
        NEWEST,
        [
          'taints',
          'labels',
          'ephemeral_storage_local_ssd_config',
          'guest_accelerator',
          'network_config',
          'instance_tags',
        ],
      ],
    ];
    for (const [modulePath, from, to, expected] of changes) {
      it(`${modulePath}, ${from} to ${to}: ${expected.join(', ') || 'none'}`, () => {
        assert.deepEqual(added(modulePath, from, to).sort(), [...expected].sort());
        for (const name of expected) assert.equal(attribute(modulePath, to, name).since, to, name);
      });
    }

    it('are absent in older releases', () => {
      assert.deepEqual(
        names('aws/cluster', 'v0.18.2-beta.0').filter(name => name.startsWith('metadata_options')),
        [],
      );
      assert.equal(names('google/cluster/node-pool', NEWEST).includes('taint'), false);
      assert.equal(attribute('google/cluster/node-pool', 'v0.19.1-beta.0', 'taint').until, 'v0.19.1-beta.0');
    });

    it('have a new path in the object generation', () => {
      assert.equal(attribute('aws/cluster', NEWEST, 'cluster_min_size').replacedBy, 'default_node_pool.min_size');
      assert.equal(
        attribute('azurerm/cluster', NEWEST, 'upgade_settings_max_surge').replacedBy,
        'default_node_pool.upgrade_settings.max_surge',
      );
      assert.deepEqual(attribute('aws/cluster', 'head', 'default_node_pool.instance_types').formerly, [
        'cluster_instance_type',
        'cluster_instance_types',
      ]);
      assert.equal(schemas.inputRenames['aws/cluster/elb-dns']?.['metadata_fqdn'], 'metadata');
    });

    it('all exist at head under their old or new name', () => {
      for (const modulePath of [...CLUSTERS, ...CLUSTERS.map(cluster => `${cluster}/node-pool`)]) {
        const head = new Set(names(modulePath, 'head'));
        const lost = names(modulePath, NEWEST).filter(name => !head.has(schemas.renames[modulePath]?.[name] ?? name));
        assert.deepEqual(lost, [], modulePath);
      }
    });
  });

  describe('required attributes', () => {
    const preconditions: Readonly<Record<string, readonly string[]>> = {
      'aws/cluster': [
        'cluster_availability_zones',
        'default_node_pool.instance_types',
        'default_node_pool.max_size',
        'default_node_pool.min_size',
      ],
      'azurerm/cluster': [
        'availability_zones',
        'default_node_pool.max_count',
        'default_node_pool.min_count',
        'default_node_pool.vm_size',
        'resource_group',
      ],
      'google/cluster': [
        'default_node_pool.machine_type',
        'default_node_pool.max_node_count',
        'default_node_pool.min_node_count',
        'project_id',
        'region',
      ],
      'scaleway/cluster': [
        'cluster_version',
        'default_node_pool.max_size',
        'default_node_pool.min_size',
        'default_node_pool.node_type',
        'default_node_pool.zones',
        'region',
      ],
      'aws/cluster/node-pool': ['availability_zones', 'instance_types', 'max_size', 'min_size'],
      'azurerm/cluster/node-pool': ['availability_zones', 'max_count', 'min_count', 'vm_size'],
      'google/cluster/node-pool': ['location', 'machine_type', 'max_node_count', 'min_node_count'],
      'scaleway/cluster/node-pool': ['max_size', 'min_size', 'node_type', 'zones'],
    };
    for (const [modulePath, expected] of Object.entries(preconditions)) {
      it(`${modulePath} at head requires ${expected.join(', ')}`, () => {
        assert.deepEqual(required(at(modulePath, 'head'), 'precondition').sort(), expected);
      });
    }

    it('include what released clusters read without a default', () => {
      assert.deepEqual(required(at('aws/cluster', NEWEST), 'index'), [
        'base_domain',
        'cluster_desired_capacity',
        'cluster_max_size',
        'cluster_min_size',
        'name_prefix',
      ]);
      assert.deepEqual(required(at('azurerm/cluster', NEWEST), 'index'), [
        'base_domain',
        'name_prefix',
        'resource_group',
      ]);
      assert.deepEqual(required(at('google/cluster', NEWEST), 'index'), [
        'base_domain',
        'cluster_min_master_version',
        'name_prefix',
        'project_id',
        'region',
      ]);
    });

    it('include what the framework needs without checking it, with the reason', () => {
      for (const modulePath of [...CLUSTERS, 'scaleway/cluster']) {
        for (const name of ['name_prefix', 'base_domain']) {
          const found = attribute(modulePath, 'head', name);
          assert.equal(found.required, 'effective', `${modulePath} ${name}`);
          assert.ok(found.requiredReason);
        }
      }
      assert.equal(attribute('aws/cluster/node-pool', NEWEST, 'desired_capacity').required, 'effective');
      assert.equal(attribute('kustomization/overlay', 'head', 'resources').required, 'effective');
      assert.equal(attribute('kustomization/overlay', 'head', 'name_prefix').required, 'no');
      assert.equal(schemas.catalog('nginx').attributes.get('resources')?.required, 'no');
    });

    it('have exceptions', () => {
      assert.deepEqual(attribute('azurerm/cluster', 'head', 'default_node_pool.min_count').requiredUnless, {
        path: 'default_node_pool.enable_auto_scaling',
        value: false,
      });
      assert.deepEqual(attribute('azurerm/cluster/node-pool', 'head', 'max_count').requiredUnless, {
        path: 'enable_auto_scaling',
        value: false,
      });
      assert.deepEqual(attribute('aws/cluster', NEWEST, 'cluster_instance_types').requiredUnless, {
        path: 'cluster_instance_type',
      });
    });

    it('include the required attributes of an object', () => {
      assert.equal(attribute('google/cluster/node-pool', 'head', 'network_config.create_pod_range').required, 'type');
      assert.equal(attribute('google/cluster/node-pool', 'head', 'guest_accelerator.count').required, 'type');
      assert.equal(attribute('scaleway/cluster/node-pool', 'head', 'node_taints.*.effect').required, 'type');
      assert.equal(attribute('google/cluster/node-pool', 'head', 'network_config').required, 'no');
    });
  });

  describe('how a module uses an attribute', () => {
    it('includes its default, also if a nested module sets it', () => {
      assert.equal(attribute('aws/cluster', 'head', 'default_node_pool.root_device_volume_size').default, 20);
      assert.equal(attribute('azurerm/cluster', 'head', 'default_node_pool.upgrade_settings.max_surge').default, '10%');
      assert.equal(attribute('google/cluster', 'head', 'default_node_pool.node_location_policy').default, 'BALANCED');
      assert.equal(
        attribute('scaleway/cluster', 'head', 'default_node_pool.upgrade_policy.max_unavailable').default,
        1,
      );
      assert.equal(attribute('azurerm/cluster', NEWEST, 'default_node_pool_vm_size').default, 'Standard_B2s');
      assert.deepEqual(attribute('google/cluster', 'head', 'logging_config.enable_components').default, [
        'SYSTEM_COMPONENTS',
        'WORKLOADS',
      ]);
      assert.equal(attribute('google/cluster', 'v0.17.1-beta.0', 'cluster_image_type').default, 'COS');
      assert.equal(attribute('google/cluster', 'v0.18.0-beta.0', 'cluster_image_type').default, undefined);
      assert.equal(attribute('aws/cluster', 'head', 'cluster_version').default, undefined);
    });

    it('includes the attribute that it falls back to', () => {
      const found = attribute('aws/cluster', NEWEST, 'cluster_vpc_control_subnet_newbits');
      assert.deepEqual([found.fallback, found.default], ['cluster_vpc_subnet_newbits', '8']);
    });

    it('includes attributes without effect', () => {
      const unused = (modulePath: string, ref: string): string[] =>
        [...at(modulePath, ref).attributes.values()].filter(found => found.unused).map(found => found.path);
      assert.deepEqual(unused('aws/cluster', 'head'), [
        'cluster_vpc_subnet_newbits',
        'default_node_pool.root_device_encrypted',
      ]);
      assert.deepEqual(unused('google/cluster', 'head'), ['default_node_pool.remove_default_node_pool']);
      assert.deepEqual(unused('google/cluster/node-pool', 'head'), ['guest_accelerator.gpu_partition_size']);
      assert.deepEqual(unused('aws/cluster', NEWEST), ['worker_root_device_encrypted']);
      for (const modulePath of ['azurerm/cluster', 'scaleway/cluster', 'kustomization/overlay']) {
        assert.deepEqual(unused(modulePath, 'head'), [], modulePath);
      }
    });

    it('includes the format of strings in releases', () => {
      const format = (name: string): string | undefined => attribute('aws/cluster', NEWEST, name).format;
      assert.equal(format('cluster_availability_zones'), 'list');
      assert.equal(format('cluster_additional_node_tags'), 'map');
      assert.equal(format('cluster_min_size'), 'number');
      assert.equal(format('cluster_vpc_dns_support'), 'bool');
      assert.equal(format('cluster_version'), undefined);
      assert.equal(attribute('aws/cluster/node-pool', NEWEST, 'instance_types').format, 'list');
      assert.equal(attribute('aws/cluster/node-pool', 'head', 'instance_types').format, undefined);
    });
  });

  describe('inputs, outputs and providers', () => {
    it('include the inputs of each schema generation', () => {
      const inputs = (modulePath: string, ref: string): string[] => [...at(modulePath, ref).inputs.keys()].sort();
      const configuration = ['configuration', 'configuration_base_key'];
      assert.deepEqual(inputs('azurerm/cluster/node-pool', NEWEST), [
        'cluster_name',
        ...configuration,
        'resource_group',
      ]);
      assert.deepEqual(inputs('azurerm/cluster/node-pool', 'head'), ['cluster', ...configuration]);
      assert.deepEqual(inputs('google/cluster/node-pool', NEWEST), ['cluster_metadata', ...configuration]);
      assert.deepEqual(inputs('google/cluster/node-pool', 'head'), ['cluster', 'cluster_metadata', ...configuration]);
      assert.equal(at('aws/cluster/elb-dns', NEWEST).inputs.has('metadata_fqdn'), true);
      assert.equal(at('aws/cluster/elb-dns', 'head').inputs.has('metadata'), true);
      assert.equal(at('aws/cluster/elb-dns', 'head').inputs.get('using_nlb')?.required, false);
    });

    it('include the outputs of each schema generation', () => {
      const outputs = (modulePath: string, ref: string): string[] => [...at(modulePath, ref).outputs.keys()].sort();
      assert.deepEqual(outputs('aws/cluster', 'v0.11.0-beta.0'), []);
      assert.deepEqual(outputs('aws/cluster', NEWEST), ['current_config', 'current_metadata', 'kubeconfig']);
      assert.deepEqual(outputs('scaleway/cluster', 'head'), [
        'cluster',
        'current_config',
        'current_metadata',
        'kubeconfig',
      ]);
      assert.deepEqual(outputs('google/cluster/node-pool', NEWEST), []);
      assert.deepEqual(outputs('google/cluster/node-pool', 'head'), ['current_config', 'id']);
      const sensitive = CLUSTERS.map(modulePath => at(modulePath, NEWEST).outputs.get('kubeconfig')?.sensitive);
      assert.deepEqual(sensitive, [false, true, false]);
      for (const modulePath of CLUSTERS)
        assert.equal(at(modulePath, 'head').outputs.get('kubeconfig')?.sensitive, true);
    });

    it('include the required providers, and those configured in the module', () => {
      assert.deepEqual(at('aws/cluster', 'v0.16.3-beta.0').providersFromCaller, ['aws']);
      assert.deepEqual(at('aws/cluster', 'v0.17.0-beta.0').providersFromCaller, ['aws', 'kubernetes']);
      assert.deepEqual(at('google/cluster', 'head').providersFromCaller, ['google']);
      assert.deepEqual(at('google/cluster', 'head').providersInside, ['kubernetes.gke']);
      assert.deepEqual(at('azurerm/cluster', NEWEST).providersInside, ['azurerm', 'kubernetes.aks']);
      assert.deepEqual(at('azurerm/cluster', NEWEST).providersFromCaller, ['azurerm']);
      assert.deepEqual(at('azurerm/cluster', 'head').providersInside, []);
      assert.deepEqual(at('kustomization/overlay', 'head').providersFromCaller, ['kustomization']);
      assert.deepEqual(at('kustomization/overlay', 'head').requiredProviders, {
        kustomization: { source: 'kbst/kustomization', version: '>= 0.9.0' },
      });
      assert.equal(at('aws/cluster/node-pool', 'v0.18.0-beta.0').requiredVersion, '>= 1.3.0');
    });
  });

  describe('catalog services', () => {
    it('accept what the overlay accepts, a variant and additional resources', () => {
      const overlay = new Set(names('kustomization/overlay', 'head'));
      const service = [...schemas.catalog('nginx').attributes.keys()];
      assert.deepEqual(
        service.filter(name => !overlay.has(name)),
        ['variant', 'additional_resources'],
      );
      assert.equal(service.length, overlay.size + 2);
    });

    it('offer their variants, the default first', () => {
      const variants = (entry: string): readonly string[] | undefined =>
        schemas.catalog(entry).attributes.get('variant')?.values;
      assert.deepEqual(variants('argo-cd'), ['ha', 'normal']);
      assert.deepEqual(variants('nginx'), ['base', 'default-ingress']);
      assert.equal(variants('etcd'), undefined);
      const { versions, ...nginx } = schemas.catalogEntries.get('nginx')!;
      assert.deepEqual(nginx, {
        variants: ['base', 'default-ingress'],
        newest: '1.10.1-kbst.0',
        retired: false,
        hasManifests: true,
      });
      assert.equal(versions[0], nginx.newest, 'the newest first');
      assert.ok(versions.includes('1.9.6-kbst.0'));
      assert.equal(schemas.catalogEntries.get('etcd')?.retired, true);
      const custom = schemas.catalogEntries.get('custom-manifests');
      assert.deepEqual([custom?.retired, custom?.hasManifests], [false, false]);
    });

    it('include entries that are missing in the data', () => {
      const unknown = schemas.catalog('something-new');
      assert.equal(unknown.kind, 'service');
      assert.equal(unknown.attributes.has('variant'), true);
      assert.equal(schemas.catalogEntries.has('something-new'), false);
    });
  });

  describe('descriptions', () => {
    it('exist for every attribute, input and output of every release', () => {
      for (const ref of [...schemas.releases, 'head']) {
        for (const modulePath of schemas.paths) {
          const module = schemas.moduleFor(modulePath, ref);
          for (const part of [module?.attributes, module?.inputs, module?.outputs]) {
            for (const [name, { hint }] of part ?? []) assert.ok(hint, `${modulePath} ${name} at ${ref}`);
          }
        }
      }
    });

    it("list values in the cloud's notation", () => {
      assert.deepEqual(attribute('aws/cluster/node-pool', 'head', 'taints.*.effect').values, [
        'NO_SCHEDULE',
        'PREFER_NO_SCHEDULE',
        'NO_EXECUTE',
      ]);
      assert.equal(
        attribute('scaleway/cluster', 'head', 'default_node_pool.node_taints.*.effect').values?.[0],
        'NoSchedule',
      );
      assert.ok(attribute('google/cluster', NEWEST, 'cluster_release_channel').values?.includes('RAPID'));
      assert.deepEqual(
        attribute('aws/cluster', NEWEST, 'metadata_options_http_tokens').values,
        attribute('aws/cluster', 'head', 'default_node_pool.metadata_options.http_tokens').values,
      );
    });

    it('list the default among the values', () => {
      for (const ref of [NEWEST, 'head']) {
        for (const modulePath of schemas.paths) {
          for (const found of schemas.moduleFor(modulePath, ref)?.attributes.values() ?? []) {
            if (found.values === undefined || typeof found.default !== 'string' || found.format === 'list') continue;
            const values = found.values.map(value => value.toLowerCase());
            assert.ok(values.includes(found.default.toLowerCase()), `${modulePath} ${found.path}: ${found.default}`);
          }
        }
      }
    });
  });

  it('are what the generator produces from the clone in KUBESTACK_FRAMEWORK_CLONE', function () {
    const { KUBESTACK_FRAMEWORK_CLONE: clone } = process.env;
    if (clone === undefined) return this.skip();
    const run = spawnSync(process.execPath, ['scripts/generateSchemas.mjs', clone, '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    assert.equal(run.stderr, '');
  });
});
