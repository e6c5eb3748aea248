// KS508: Path is not relative to the module
//
// Paths are relative to the folder that Terraform runs in, which is the root module. In another module, refer to a file beside it as
// `${path.module}/…`. The check covers resources, the files of generators, and the paths of patches.
//
// ## Fails
//
// ```terraform
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
//     apps = {
//       resources = ["manifests/upstream.yaml"]
//     }
//   }
// }
// ```
//
// ```yaml modules/metrics_server/manifests/upstream.yaml
// kind: Namespace
// metadata:
//   name: metrics-server
// ```
//
// ## Passes
//
// ```terraform
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
//     apps = {
//       resources = ["${path.module}/manifests/upstream.yaml", "manifests/shared.yaml"]
//     }
//   }
// }
// ```
//
// ```yaml modules/metrics_server/manifests/upstream.yaml
// kind: Namespace
// metadata:
//   name: metrics-server
// ```
//
// ```yaml manifests/shared.yaml
// kind: Namespace
// metadata:
//   name: shared
// ```
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { valueOnly } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';
import {
  isAbsent,
  isMissing,
  modulePath,
  serviceCalls,
  writtenFiles,
  writtenResources,
} from '../platform/serviceManifests';

type Data = { readonly path: string; readonly key: string };

export const pathWithoutModule: PlatformCheck<Data> = {
  code: 'KS508',
  title: 'Path is not relative to the module',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
  fix,
};

function findingsFor(context: CheckContext, call: ModuleCall): Finding<Data>[] {
  const resources = writtenResources(context, call).map(each => ({ ...each, key: '', isGone: isMissing }));
  const files = writtenFiles(context, call).map(each => ({ ...each, isGone: isAbsent }));
  return [...resources, ...files].flatMap(({ path, key, origin, environment, isGone }) => {
    if (!origin || !isBesideModule(context, call, path, isGone)) return [];
    return [
      {
        range: valueOnly(origin),
        message: t(
          '"{0}" in "{1}" doesn\'t exist relative to the root module. For the file beside this module, write ${path.module}/{0}.',
          path,
          environment,
        ),
        data: { path, key },
      },
    ];
  });
}

/** Whether a path leads to no file from the root module's folder, but does from the calling module's folder. */
export function isBesideModule(context: CheckContext, call: ModuleCall, path: string, isGone = isMissing): boolean {
  const folder = modulePath(context, call);
  if (!call.instance.parent || !isGone(context, path)) return false;
  return !isGone(context, `${folder}/${path}`);
}

function fix(_: CheckContext, { range, data: { path, key } }: Finding<Data>): readonly Fix[] {
  const isWritten = 'item' in range && range.item.text.slice(range.start, range.end) === JSON.stringify(key + path);
  if (!isWritten) return [];
  const text = `"${key}\${path.module}/${path.replace(/^\.\//, '')}"`;
  return [{ title: t('Change to {0}', text), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
