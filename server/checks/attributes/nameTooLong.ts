// KS313: GKE cluster name is too long
//
// The service account of a GKE cluster is named after the first 30 characters of the cluster's name, `name_prefix-environment-region`. Two
// longer names can have the same first 30 characters, and creating the second cluster fails.
//
// ## Fails
//
// ```terraform
// module "gke_platform0_northamerica-northeast1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "platform0"
//       region      = "northamerica-northeast1"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "gke_platform0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "platform0"
//       region      = "europe-west1"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { metadataValue } from '../../kubestack/platform/clusterMetadata';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { effectiveAttributeAt, stringValue, effectiveValueAt, valueOnly } from '../../semantics/effectiveParts';

export const nameTooLong: CallCheck = {
  code: 'KS313',
  title: 'GKE cluster name is too long',
  level: 'warning',
  scope: 'call',
  run,
};

const MAX_PREFIX_LENGTH = 30;

function run({ call, effective }: CallSubject): Finding[] {
  if (call.module.kind !== 'cluster' || call.module.provider !== 'google') return [];
  const long = [...effective.environments].flatMap(([environment, inEffect]) => {
    const region = effectiveValueAt(inEffect, ['region']);
    const name =
      region && stringValue(metadataValue(inEffect.value, 'google', environment, region).entries.get('name'));
    return name !== undefined && name.length > MAX_PREFIX_LENGTH ? [{ environment, name, inEffect }] : [];
  });
  const [first] = long;
  if (!first) return [];
  const range = effectiveAttributeAt(first.inEffect, ['name_prefix'])?.range;
  const names = long.map(({ environment, name }) => t('{0} in "{1}"', name, environment)).join(', ');
  return [
    {
      range: range ? valueOnly(range) : labelRange(call.declaration),
      message: t(
        "Longer than the {0} characters that the service account's name uses: {1}. Use a shorter name_prefix.",
        MAX_PREFIX_LENGTH,
        names,
      ),
    },
  ];
}
