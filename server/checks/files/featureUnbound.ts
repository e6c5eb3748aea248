// KS507: Platform service is not used by any cluster
//
// A module in `modules/` defines a platform service, but nothing calls it. You may keep it on purpose.
//
// ## Fails
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
// ```terraform modules/metrics_server/main.tf
// module "metrics_server" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
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
// ```terraform eks_gc0_eu-west-1_feature_metrics_server.tf
// module "eks_gc0_eu-west-1_feature_metrics_server" {
//   source = "./modules/metrics_server"
// }
// ```
//
// ```terraform modules/metrics_server/main.tf
// module "metrics_server" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { baseNameOf, parentOf } from '../../workspace/uri';
import type { Finding, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

export const featureUnbound: PlatformCheck = {
  code: 'KS507',
  title: 'Platform service is not used by any cluster',
  level: 'information',
  scope: 'platform',
  run,
};

/** The server treats a module without callers as a root module, so this looks for the platform in the folders above it. */
function run({ root, calls, model }: CheckContext): Finding[] {
  const [service] = calls.filter(({ module, instance }) => module.kind === 'service' && instance === root);
  if (!service || calls.some(({ module }) => module.kind !== 'service')) return [];
  const modules = parentOf(root.folderUri);
  if (baseNameOf(modules) !== 'modules' || !isPlatform(model, parentOf(modules))) return [];
  return [
    {
      range: labelRange(service.declaration),
      message: t('No cluster uses the platform service {0}.', baseNameOf(root.folderUri)),
    },
  ];
}

function isPlatform(model: PlatformModel, folderUri: string): boolean {
  // The call may be in a file that does not parse.
  if (model.workspace.folder(folderUri)?.hasDiagnostics !== false) return false;
  const root = model.tree.rootInstances().find(each => each.folderUri === folderUri);
  return root !== undefined && [...model.callsIn(root)].some(({ module }) => module.kind === 'cluster');
}
