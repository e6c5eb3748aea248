// KS102: Framework versions differ
//
// The framework's modules depend on each other: a node pool or `elb-dns` of another version may not accept what the cluster passes. Use one
// version everywhere, including local modules. The check reports the modules in the minority. Between patch releases, such as v0.19.1 and v0.19.2,
// it is a warning, because the modules work together.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.18.1-beta.0"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
//   metadata_fqdn             = module.eks_gc0_eu-west-1.current_metadata["fqdn"]
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { commonRef, frameworkModules, isPlaceholder, onePerRef, type FrameworkModule } from '../platform/frameworkRefs';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly ref: string } | undefined;

export const refsDiffer: PlatformCheck<Data> = {
  code: 'KS102',
  title: 'Framework versions differ',
  level: 'error',
  scope: 'platform',
  run: context => {
    const common = commonRef(context);
    const other = frameworkModules(context).find(({ ref }) => ref === common);
    if (common === undefined || !other) return [];
    return forEachPart<FrameworkModule, Data>(onePerRef(context), ({ ref, refRange, isRefWritten }) => {
      if (ref === undefined || ref === common || isPlaceholder(ref)) return [];
      return [
        {
          range: refRange,
          message: t(
            'Version {0} differs from {1} in the rest of the platform. Use one version everywhere.',
            ref,
            common,
          ),
          related: [{ message: t('{0} has {1}', other.module.name, common), range: other.refRange }],
          ...(isRefWritten ? { data: { ref: common } } : {}),
          ...(isPatch(ref, common) ? { level: 'warning' } : {}),
        },
      ];
    });
  },
  fix: (_context, finding) => fixes(finding),
};

/** Whether two releases differ in their patch version only. */
function isPatch(ref: string, common: string): boolean {
  const minor = (version: string): string | undefined => /^v\d+\.\d+(?=\.\d)/.exec(version)?.[0];
  return minor(ref) !== undefined && minor(ref) === minor(common);
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { ref } = data ?? {};
  if (ref === undefined) return [];
  return [{ title: t('Set {0}', `?ref=${ref}`), change: draft => replaceRange(draft, range, ref) }];
}
