// KS101: Framework module has no version
//
// Without `?ref=`, `init` installs the current state of the framework's main branch, which differs from the rest of the platform and
// changes over time. Every framework module must name the version of the platform.
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
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool"
//
//   configuration = {
//     apps = {}
//   }
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
// ```
import { t } from '../../../common/localization';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { commonRef, frameworkModules } from '../platform/frameworkRefs';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly ref: string | undefined; readonly isCommon: boolean };

export const refMissing: PlatformCheck<Data> = {
  code: 'KS101',
  title: 'Framework module has no version',
  level: 'error',
  scope: 'platform',
  run: context => {
    const common = commonRef(context);
    const ref = common ?? context.model.schemas.releases.at(-1);
    const message =
      common === undefined
        ? t('No version is set. Add ?ref={0}, the newest release.', ref ?? '')
        : t('No version is set. Add ?ref={0}, as in the rest of the platform.', common);
    const data = { ref, isCommon: common !== undefined };
    return forEachPart(frameworkModules(context), module =>
      module.ref === undefined ? [{ range: module.sourceRange, message, data }] : [],
    );
  },
  fix: (_context, finding) => fixes(finding),
};

function fixes({ range, data: { ref, isCommon } }: Finding<Data>): Fix[] {
  if (ref === undefined || !('item' in range)) return [];
  const text = range.item.text.slice(range.start, range.end);
  if (!/^".*"$/.test(text)) return [];
  const end = { ...range, start: range.end - 1, end: range.end - 1 };
  const added = `${text.includes('?') ? '&' : '?'}ref=${ref}`;
  return [
    {
      title: t('Add {0}', added),
      change: draft => replaceRange(draft, end, added),
      ...(isCommon ? { isPreferred: true } : {}),
    },
  ];
}
