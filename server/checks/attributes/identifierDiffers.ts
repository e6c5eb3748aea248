// KS312: Cluster identifier differs from its configuration
//
// A cluster identifier consists of the cloud's prefix, `name_prefix` and the region, and the cluster's files, providers and node pools are
// named after it. If the identifier differs from the configuration, people look for the cluster in the wrong place. Changing `name_prefix`
// or the region would replace the cluster, so change the label instead. The fix renames it as F2 does, with `moved` blocks, so that nothing
// is destroyed.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform gke_ml1_europe-west4_cluster.tf
// module "gke_ml1_europe-west4" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
//
// ## Passes with the names from starter repositories
//
// ```terraform gke_zero_cluster.tf
// module "gke_zero" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml1"
//       region      = "europe-west4"
//     }
//   }
// }
// ```
import { enumeration, t } from '../../../common/localization';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { parseClusterIdentifier, namePrefixProblem } from '../../kubestack/platform/namingRules';
import { regionOfLocation } from '../../kubestack/platform/zones';
import { type Finding, type Fix, type PlatformCheck, inTurn } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { effectiveAttributeAt, stringValue, effectiveValueAt } from '../../semantics/effectiveParts';
import { perCall } from '../support/perCall';
import { clusterCalls, followsNamingConvention } from '../support/platformLayout';
import { renameFix } from '../support/renameFix';

export const identifierDiffers: PlatformCheck = {
  code: 'KS312',
  title: 'Cluster identifier differs from its configuration',
  level: 'warning',
  scope: 'platform',
  run: context =>
    followsNamingConvention(context) ? inTurn(clusterCalls(context), call => findingsFor(call, context.model)) : [],
  fix,
};

function fix({ request, root }: CheckContext, { data }: Finding): readonly Fix[] {
  const { name, label } = data as { name: string; label: string };
  if (!parseClusterIdentifier(label)) return [];
  const title = t('Rename the cluster and everything named after it to {0} (with moved blocks)', label);
  return renameFix(request, title, [{ folderUri: root.folderUri, name, newName: label }]);
}

const findingsFor = perCall((call, model, reads): Finding[] => {
  const named = parseClusterIdentifier(call.name);
  const { environments, baseKey } = model.effectiveConfiguration(call, reads);
  const base = environments.get(baseKey);
  const { provider } = call.module;
  if (!named || !base || !provider) return [];
  const written = stringValue(effectiveValueAt(base, ['name_prefix']));
  // KS310 reports invalid prefixes; they are no suggestion for a name.
  const prefix = written !== undefined && namePrefixProblem(written) === undefined ? written : undefined;
  const location = stringValue(clusterRegion(call, base.value, baseKey, model, reads));
  const region = location === undefined ? undefined : regionOfLocation(provider, location);
  const different = [
    ...(prefix && prefix !== named.namePrefix ? [{ name: 'name_prefix', value: prefix }] : []),
    ...(region && region !== named.region && location !== named.region ? [{ name: 'region', value: region }] : []),
  ];
  if (different.length === 0) return [];
  const label = [named.cloud, prefix ?? named.namePrefix, region ?? named.region].join('_');
  return [
    {
      place: labelRange(call.declaration),
      message: t(
        'The label should be {0}, because of {1}.',
        label,
        enumeration(different.map(({ name, value }) => `${name} = ${value}`)),
      ),
      related: different.flatMap(({ name, value }) => {
        const place = effectiveAttributeAt(base, [name])?.place;
        return place ? [{ message: `${name} = ${value}`, place }] : [];
      }),
      data: { name: call.name, label },
    },
  ];
});
