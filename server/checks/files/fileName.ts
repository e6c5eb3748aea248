// KS502: File name differs from the module
//
// A cluster's file is called `<cluster>_cluster.tf`; the file of a node pool or platform service is named after its module. All files of a
// cluster are then listed together, and it is clear what a deleted file removes.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ```terraform gke_ml0_europe-west1_node_pool_extra.tf
// module "gke_ml0_europe-west1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name = "gpu" }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ```terraform gke_ml0_europe-west1_node_pool_gpu.tf
// module "gke_ml0_europe-west1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name = "gpu" }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { childOf, baseNameOf, parentOf } from '../../workspace/uri';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { modulesByFile, stemOf } from './moduleFiles';
import { followsNamingConvention } from '../platform/platformLayout';

type Data = { readonly uri: string; readonly newUri: string };

export const fileName: PlatformCheck<Data> = {
  code: 'KS502',
  title: 'File name differs from the module',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  if (!followsNamingConvention(context)) return [];
  return forEachPart(modulesByFile(context), ([uri, modules]) => {
    const name = baseNameOf(uri);
    const stems = modules.map(stemOf);
    // KS503 reports files with several modules.
    if (modules.length !== 1 || !name.endsWith('.tf') || stems[0] === name.slice(0, -3)) return [];
    // Some versions of the command line tool created files of this name for ingress services.
    if (/_ingress\.tf$/.test(name) && modules[0]!.call?.module.kind === 'service') return [];
    const right = `${stems[0]}.tf`;
    return [
      {
        range: labelRange(modules[0]!.declaration),
        message: t('{0} belongs in {1}, not {2}.', modules[0]!.name, right, name),
        data: { uri, newUri: childOf(parentOf(uri), right) },
      },
    ];
  });
}

function fix({ root }: CheckContext, { data: { uri, newUri } }: Finding<Data>): readonly Fix[] {
  if (root.folder?.file(baseNameOf(newUri))) return [];
  const title = t('Rename the file to {0}', baseNameOf(newUri));
  return [{ title, change: draft => draft.rename(uri, newUri), isPreferred: true }];
}
