// KS318: Value that the cloud refuses
//
// Terraform accepts any text and any number here, and the provider or the cloud refuses the value in the plan or while it is applied.
//
// Most rules are those of the providers' own code: allowed values, ranges of numbers, whole numbers, the size of CIDR ranges, and the form of texts.
// They hold for an attribute if the module passes its value to an argument of a resource without changing it, and no other attribute switches the
// argument off (`eviction_policy` counts only with `use_spot`). The finding names the argument, and the fix writes the nearest allowed value. Of lists that clouds extend, such as disk types and AMI types, only misspelled values are reported.
//
// A value that a module makes of the configuration, for example the sum of two attributes, is judged by the same rules: the editor evaluates the
// arguments of the modules in open documents, in each environment, shortly after the last edit. The finding is at the module, and names the argument,
// its value and the environments. The module has to be on the machine (`terraform init`). The command line shows these values in forecasts.
//
// Other rules are about the modules and clouds: machine types in another cloud's notation, machine types of Scaleway whose memory is too small for a
// node (`DEV1-S`, `PLAY2-PICO`, `STARDUST1-S`), negative sizes and replicas, names of node pools that EKS and GKE don't accept, the name `default` on
// EKS, which the cluster's own pool has, labels whose names Azure refuses as names of tags, and versions of Kubernetes that no cloud can have (`1.3`
// instead of `1.30`). A zone that is written twice is reported, too.
//
// ## Fails
//
// ```terraform
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_release_channel = "stable"
//       master_cidr_block       = "172.16.0.32/24"
//
//       default_node_pool = {
//         disk_size_gb = 99.5
//         disk_type    = "pd-sdd"
//       }
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails without a fix
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
// ## Fails without a fix up to v0.19.2
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
// ## Fails without a fix: names, versions and zones
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
// ## Fails without a fix: replicas
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
import { t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import type { SourceRange, Value } from '../../hcl/model';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { minorOf } from '../../kubestack/lifecycle/lifecycle';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import { refusal, type Constraint, type RefusedValue } from '../../kubestack/schemas/constraint';
import type { AttributeSchema, ModuleSchema } from '../../kubestack/schemas/schemas';
import { versionAttribute } from '../../semantics/clusterVersions';
import {
  dotted,
  effectiveValueAt,
  listElements,
  numberValue,
  stringValue,
  valueOnly,
  writtenIn,
} from '../../semantics/effectiveParts';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { poolRules, type PoolRule } from './poolRules';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';
import { isSwitchedOn } from './switches';

export const valueRefused: CallCheck<TextReplacement> = {
  code: 'KS318',
  title: 'Value that the cloud refuses',
  level: 'error',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

/** No cloud had versions before 1.10 when the framework began; 1.60 can't be released before 2030, with three versions a year. */
const [MIN_MINOR, MAX_MINOR] = [10, 60];

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources: characters that names of tags can't have. */
const NO_TAG_NAME = /[<>%&\\?/]/;

/** The labels become tags of resources. */
function tagNames(
  { declaration }: CallSubject['call'],
  effective: CallSubject['effective'],
): Finding<TextReplacement>[] {
  const path = 'additional_metadata_labels';
  return writtenIn(effective, [path]).flatMap(({ environment, attribute, value }) => {
    const names =
      'entries' in value && !value.sensitive
        ? [...value.entries.keys()]
        : (listElements(value) ?? []).map(({ text }) => text.split('=', 1)[0]!);
    const text = names.find(each => NO_TAG_NAME.test(each));
    if (text === undefined) return [];
    const range = attribute.range ? valueOnly(attribute.range) : labelRange(declaration);
    const advice = t('names of tags on Azure have none of the characters {0}', '< > % & \\ ? /');
    return [findingOf(range, { environment, path, text, advice, nearest: undefined })];
  });
}

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  const { provider, schema } = call.module;
  if (!provider) return negativeReplicas(effective);
  const seen = new Set<string>();
  const refusedBy = (
    path: readonly string[],
    refusalOf: (
      text: string,
      environment: string,
    ) => (Pick<RefusedValue, 'advice' | 'nearest'> & { readonly argument?: string }) | undefined,
    conditionOf?: (environment: string) => string,
  ): Finding<TextReplacement>[] =>
    writtenIn(effective, path, conditionOf).flatMap(({ environment, attribute, value }) => {
      const around = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
      return textsIn(value, schema?.attributes.get(dotted(path))?.format).flatMap(({ text, origin }) => {
        const refused = text === '' ? undefined : refusalOf(text, environment);
        const id = `${environment} ${dotted(path)} ${text}`;
        if (!refused || seen.has(id)) return [];
        seen.add(id);
        const isPart = value.kind !== 'string' && value.kind !== 'number' && origin !== undefined;
        return [findingOf(isPart ? valueOnly(origin) : around, { ...refused, environment, path: dotted(path), text })];
      });
    });
  // KS314 reports names of AKS pools, and KS315 effects of taints.
  const own = provider === 'azurerm' ? dotted(poolAttributes(call)?.name ?? []) : '';
  const facts = (schema ? constrained(schema) : []).filter(({ path }) => path !== own);
  return [
    ...facts.flatMap(({ path, constraints }) => {
      if (path.includes('*') || !isSet(effective, path.split('.'))) return [];
      if (!constraints.some(({ switches }) => switches))
        return refusedBy(path.split('.'), text => refusal(constraints, text));
      const reached = (environment: string): readonly Constraint[] =>
        constraints.filter(({ switches = {} }) =>
          isSwitchedOn(switches, schema, effective.environments.get(environment)),
        );
      return refusedBy(
        path.split('.'),
        (text, environment) => refusal(reached(environment), text),
        environment => argumentsOf(reached(environment)),
      );
    }),
    ...refusedElements(call, effective),
    ...[...poolRules(call, provider), ...versionRules(call)].flatMap(({ path, accepts, advice }) =>
      refusedBy(path, text => (accepts(text) ? undefined : { advice: advice(), nearest: undefined })),
    ),
    ...(provider === 'azurerm' ? tagNames(call, effective) : []),
    ...repeatedZones(call, effective),
  ];
}

interface Refused extends Pick<RefusedValue, 'advice' | 'nearest'> {
  readonly argument?: string;
  readonly environment: string;
  readonly path: string;
  readonly text: string;
}

const findingOf = (range: SourceRange, refused: Refused): Finding<TextReplacement> => {
  const { argument, environment, path, text, advice, nearest } = refused;
  return {
    range,
    message:
      argument === undefined
        ? t('"{0}" in {1} of "{2}" is refused: {3}.', text, path, environment, advice)
        : t('"{0}" in {1} of "{2}" is refused for {3}: {4}.', text, path, environment, argument, advice),
    data: { written: text, better: nearest },
  };
};

/** Attributes whose values reach an argument with constraints. */
const constrained = memoize<ModuleSchema, readonly AttributeSchema[]>(({ attributes }) =>
  [...attributes.values()].filter(({ constraints, format }) => constraints.length > 0 && format !== 'map'),
);

const argumentsOf = (constraints: readonly Constraint[]): string =>
  constraints.map(({ argument }) => argument).join(' ');

const isSet = ({ environments }: CallSubject['effective'], path: readonly string[]): boolean =>
  [...environments.values()].some(inEffect => effectiveValueAt(inEffect, path) !== undefined);

/** Of objects in lists, such as taints. */
function refusedElements(
  { module }: CallSubject['call'],
  effective: CallSubject['effective'],
): Finding<TextReplacement>[] {
  const facts = (module.schema ? constrained(module.schema) : []).filter(
    ({ path }) => path.includes('.*.') && !path.endsWith('.effect'),
  );
  return facts.flatMap(({ path, constraints }) => {
    const [list = '', name = ''] = path.split('.*.');
    return writtenIn(effective, list.split('.')).flatMap(({ environment, value }) => {
      if (value.sensitive || !('elements' in value)) return [];
      return value.elements.flatMap(element => {
        const inner = 'entries' in element && !element.sensitive ? element.entries.get(name) : undefined;
        const text = stringValue(inner) ?? '';
        const refused = text === '' ? undefined : refusal(constraints, text);
        return refused && inner?.origin
          ? [findingOf(valueOnly(inner.origin), { ...refused, environment, path: `${list}.${name}`, text })]
          : [];
      });
    });
  });
}

/** Of an overlay, which has no cloud of its own. */
function negativeReplicas(effective: CallSubject['effective']): Finding<TextReplacement>[] {
  return writtenIn(effective, ['replicas']).flatMap(({ environment, value }) => {
    if (value.sensitive || (value.kind !== 'list' && value.kind !== 'tuple')) return [];
    return value.elements.flatMap((element): Finding<TextReplacement>[] => {
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

function versionRules(call: CallSubject['call']): PoolRule[] {
  const name = versionAttribute(call);
  if (name === undefined) return [];
  const accepts = (text: string): boolean => {
    const minor = minorOf(text);
    return minor === undefined || (minor >= MIN_MINOR && minor < MAX_MINOR);
  };
  return [{ path: [name], accepts, advice: () => t('use a version such as {0}', '1.34') }];
}

/** The first repetition in each list. */
function repeatedZones(call: CallSubject['call'], effective: CallSubject['effective']): Finding<TextReplacement>[] {
  const path = poolAttributes(call)?.zones;
  if (!path) return [];
  return writtenIn(effective, path).flatMap(({ environment, attribute, value }): Finding<TextReplacement>[] => {
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

/** The texts in a string, a number or a list; a comma-separated string is a list. Nothing if the value is unknown or sensitive. */
function textsIn(
  value: Value,
  format: AttributeSchema['format'] | undefined,
): readonly { readonly text: string; readonly origin?: Value['origin'] }[] {
  if (value.sensitive) return [];
  if (value.kind === 'bool') return format === 'bool' ? [] : [{ text: String(value.value) }];
  if (value.kind === 'string' && (format === 'number' || format === 'bool')) return [{ text: value.value }];
  // A string keeps its zeros: "1.30".
  const number = value.kind === 'number' ? numberValue(value) : undefined;
  return number === undefined ? (listElements(value) ?? []) : [{ text: String(number) }];
}
