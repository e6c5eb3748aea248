// KS318: Value that the cloud refuses
//
// Terraform accepts any text and any number here, and the provider or the cloud refuses the value in the plan or while it is applied: machine types in
// another cloud's notation, negative sizes and replicas, names of node pools that EKS and GKE don't accept, versions of Kubernetes that no cloud can
// have (`1.3` instead of `1.30`), and values outside of a fixed list. A zone that is written twice is reported, too. The check covers the lists that
// clouds don't extend:
//
// - AWS: `enabled_cluster_log_types` (`api`, `audit`, `authenticator`, `controllerManager`, `scheduler`), `http_tokens` (`optional`, `required`) and
//   `http_endpoint` (`enabled`, `disabled`)
// - Azure: `network_plugin` (`azure`, `kubenet`, `none`)
// - Google Cloud: `cluster_daily_maintenance_window_start_time` (a time such as `03:00`)
// - Scaleway: `maintenance_window_day` (`any`, and the days from `monday` to `sunday`) and `maintenance_window_start_hour` (0 to 23)
//
// ## Fails
//
// ```terraform
// module "scw_gc0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       auto_upgrade = {
//         maintenance_window_day        = "mondey"
//         maintenance_window_start_hour = 25
//       }
//
//       default_node_pool = {
//         node_type = "m5.large"
//         min_size  = 1
//       }
//     }
//     ops = {
//       default_node_pool = {
//         min_size = -1
//       }
//     }
//   }
// }
// ```
//
// ## Fails in a list and up to v0.19.2
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_instance_type     = "Standard_D2_v4"
//       enabled_cluster_log_types = "api,scheduling"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails with names, versions and zones
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1a"]
//       cluster_version            = "1.3"
//       default_node_pool = {
//         instance_types = ["m5.xlrge"]
//       }
//     }
//     ops = {}
//   }
// }
//
// module "gke_gc0_europe-west1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       name = "node-pool-with-gpus-for-machine-learning-1"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails with replicas
//
// ```terraform
// module "eks_gc0_eu-west-1_feature_web" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       replicas = [{ name = "web", count = -1 }]
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "scw_gc0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       auto_upgrade = {
//         maintenance_window_day        = "monday"
//         maintenance_window_start_hour = 0
//       }
//
//       default_node_pool = {
//         node_type = "PRO2-M"
//         min_size  = 0
//       }
//     }
//     ops = {}
//   }
// }
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       network_plugin = ""
//
//       default_node_pool = {
//         vm_size = "Standard_E4-2s_v5"
//       }
//     }
//     ops = {}
//   }
// }
// ```
import { enumeration, t } from '../../../common/localization';
import type { Provider } from '../../../common/protocol';
import type { Value } from '../../hcl/model';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { minorOf } from '../../kubestack/lifecycle/lifecycle';
import { machineNotation } from '../../kubestack/platform/machineNotation';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import { versionAttribute } from '../../semantics/clusterVersions';
import { dotted, listElements, numberValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';

export const valueRefused: CallCheck = {
  code: 'KS318',
  title: 'Value that the cloud refuses',
  level: 'error',
  scope: 'call',
  run,
};

interface Rule {
  readonly path: readonly string[];
  readonly accepts: (text: string) => boolean;
  /** What to use, as the end of a sentence. */
  readonly advice: () => string;
}

const oneOf = (path: string, words: readonly string[]): Rule => ({
  path: path.split('.'),
  accepts: text => words.includes(text),
  advice: () => t('use {0}', enumeration(words)),
});
const numberOf = (path: readonly string[], least: number, most = Infinity): Rule => ({
  path,
  accepts: text => Number(text) >= least && Number(text) <= most,
  advice: () => (most === Infinity ? t('use {0} or more', least) : t('use {0} to {1}', least, most)),
});

/** No cloud had versions before 1.10 when the framework began; 1.60 can't be released before 2030, with three versions a year. */
const [MIN_MINOR, MAX_MINOR] = [10, 60];

const DAYS = ['any', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const RULES: Readonly<Partial<Record<Provider, readonly Rule[]>>> = {
  aws: [
    oneOf('enabled_cluster_log_types', ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']),
    ...['metadata_options.', 'metadata_options_', 'default_node_pool.metadata_options.'].flatMap(prefix => [
      oneOf(`${prefix}http_tokens`, ['optional', 'required']),
      oneOf(`${prefix}http_endpoint`, ['enabled', 'disabled']),
    ]),
  ],
  azurerm: [oneOf('network_plugin', ['azure', 'kubenet', 'none'])],
  google: [
    {
      path: ['cluster_daily_maintenance_window_start_time'],
      accepts: text => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text),
      advice: () => t('use a time such as {0}', '03:00'),
    },
  ],
  scaleway: [
    oneOf('auto_upgrade.maintenance_window_day', DAYS),
    numberOf(['auto_upgrade', 'maintenance_window_start_hour'], 0, 23),
  ],
};

/** KS314 is about AKS; names on Scaleway get the zone appended. */
const POOL_NAMES: Readonly<Record<'aws' | 'google', Omit<Rule, 'path'>>> = {
  aws: {
    accepts: text => /^[a-zA-Z0-9][\w-]{0,62}$/.test(text),
    advice: () => t('use at most {0} letters, digits, dashes and underscores', 63),
  },
  google: {
    accepts: text => /^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(text),
    advice: () => t('use at most {0} lowercase letters, digits and dashes, beginning with a letter', 40),
  },
};

function run({ call, effective }: CallSubject): Finding[] {
  const { provider } = call.module;
  if (!provider) return negativeReplicas(effective);
  const rules = [...(RULES[provider] ?? []), ...poolRules(call, provider), ...versionRules(call)];
  const refused = rules.flatMap(rule =>
    writtenIn(effective, rule.path).flatMap(({ environment, attribute, value }) => {
      const around = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
      return textsIn(value).flatMap(({ text, origin }): Finding[] => {
        if (text === '' || rule.accepts(text)) return [];
        const isPart = value.kind !== 'string' && value.kind !== 'number' && origin !== undefined;
        return [
          {
            range: isPart ? valueOnly(origin) : around,
            message: t('"{0}" in {1} of "{2}" is refused: {3}.', text, dotted(rule.path), environment, rule.advice()),
          },
        ];
      });
    }),
  );
  return [...refused, ...repeatedZones(call, effective)];
}

/** Of an overlay, which has no cloud of its own. */
function negativeReplicas(effective: CallSubject['effective']): Finding[] {
  return writtenIn(effective, ['replicas']).flatMap(({ environment, value }) => {
    if (value.sensitive || (value.kind !== 'list' && value.kind !== 'tuple')) return [];
    return value.elements.flatMap((element): Finding[] => {
      const count = element.kind === 'object' || element.kind === 'map' ? element.entries.get('count') : undefined;
      const number = count && numberValue(count);
      const origin = count?.origin ?? element.origin ?? value.origin;
      if (number === undefined || number >= 0 || !origin) return [];
      return [
        {
          range: valueOnly(origin),
          message: t(
            '"{0}" in {1} of "{2}" is refused: {3}.',
            String(number),
            'replicas',
            environment,
            t('use {0} or more', 0),
          ),
        },
      ];
    });
  });
}

function versionRules(call: CallSubject['call']): Rule[] {
  const name = versionAttribute(call);
  if (name === undefined) return [];
  const accepts = (text: string): boolean => {
    const minor = minorOf(text);
    return minor === undefined || (minor >= MIN_MINOR && minor < MAX_MINOR);
  };
  return [{ path: [name], accepts, advice: () => t('use a version such as {0}', '1.34') }];
}

/** The first repetition in each list. */
function repeatedZones(call: CallSubject['call'], effective: CallSubject['effective']): Finding[] {
  const path = poolAttributes(call)?.zones;
  if (!path) return [];
  return writtenIn(effective, path).flatMap(({ environment, attribute, value }): Finding[] => {
    const zones = listElements(value) ?? [];
    const again = zones.find(({ text }, index) => zones.findIndex(zone => zone.text === text) < index);
    // KS309 reports a single zone.
    if (!again || new Set(zones.map(({ text }) => text)).size === 1) return [];
    const isPart = value.kind !== 'string' && again.origin !== undefined;
    const around = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
    return [
      {
        range: isPart ? valueOnly(again.origin) : around,
        level: 'warning',
        message: t('"{0}" is twice in {1} of "{2}".', again.text, dotted(path), environment),
      },
    ];
  });
}

function poolRules(call: CallSubject['call'], provider: Provider): Rule[] {
  const names = poolAttributes(call);
  if (!names || provider === 'kind') return [];
  const notation = machineNotation[provider];
  const machine = ({ pattern, example }: typeof notation): Omit<Rule, 'path'> => ({
    accepts: text => pattern.test(text),
    advice: () => t('use a machine type of this cloud, such as {0}', example),
  });
  return [
    ...names.machines.map(path => ({ path, ...machine(notation) })),
    ...[names.min, names.max, names.desired].map(path => numberOf(path, 0)),
    ...(names.name && provider in POOL_NAMES
      ? [{ path: names.name, ...POOL_NAMES[provider as 'aws' | 'google'] }]
      : []),
  ];
}

/** The texts in a string, a number or a list; a comma-separated string is a list. Nothing if the value is unknown or sensitive. */
function textsIn(value: Value): readonly { readonly text: string; readonly origin?: Value['origin'] }[] {
  if (value.sensitive) return [];
  // A string keeps its zeros: "1.30".
  const number = value.kind === 'number' ? numberValue(value) : undefined;
  return number === undefined ? (listElements(value) ?? []) : [{ text: String(number) }];
}
