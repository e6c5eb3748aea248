// KS503: Several modules in one file
//
// Each cluster, node pool and platform service has its own file. Only `elb-dns` may share the file of the service that it belongs to.
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
//
// # Inference.
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
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_service_nginx.tf
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
//
//   metadata_fqdn = module.eks_gc0_eu-west-1.current_metadata["fqdn"]
// }
// ```
import { t } from '../../../common/localization';
import { fileOf } from '../../semantics/requestContext';
import { itemLines } from '../../edits/itemLines';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { childOf, baseNameOf, parentOf } from '../../workspace/uri';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { modulesByFile, stemOf } from './moduleFiles';
import { followsNamingConvention } from '../platform/platformLayout';

type Data = { readonly module: string };

export const severalModules: PlatformCheck<Data> = {
  code: 'KS503',
  title: 'Several modules in one file',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  if (!followsNamingConvention(context)) return [];
  return forEachPart(modulesByFile(context).values(), modules => {
    if (modules.length < 2) return [];
    const owner =
      modules.find(module => `${stemOf(module)}.tf` === baseNameOf(module.declaration.item.uri)) ?? modules[0]!;
    return modules.filter(module => module !== owner).map(module => findingOf(module, owner));
  });
}

const findingOf = (module: PlatformModule, owner: PlatformModule): Finding<Data> => ({
  range: labelRange(module.declaration),
  message: t('{0} belongs in its own file, {1}.tf. This file belongs to {2}.', module.name, stemOf(module), owner.name),
  related: [{ message: owner.name, range: labelRange(owner.declaration) }],
  data: { module: module.name },
});

function fix({ modules, root, request }: CheckContext, { data }: Finding<Data>): readonly Fix[] {
  const module = modules.find(({ name, instance }) => name === data.module && instance === root);
  if (!module) return [];
  const { item } = module.declaration;
  const file = fileOf(request, item.uri);
  const index = file?.items.findIndex(placed => placed.item === item) ?? -1;
  const newName = `${stemOf(module)}.tf`;
  if (!file || index < 0 || root.folder?.file(newName)) return [];
  // Moves the comments above the block as well.
  const { start } = itemLines(file, index);
  const text = file.text.slice(start, file.items[index]!.offset) + item.text;
  return [
    {
      title: t('Move to {0}', newName),
      isPreferred: true,
      change: draft => {
        if (draft.remove(item)) draft.insert(childOf(parentOf(item.uri), newName), text);
      },
    },
  ];
}
