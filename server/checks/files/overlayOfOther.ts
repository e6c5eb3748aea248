// KS523: Overlay of another environment
//
// An environment applies a path with the name of another environment in it, although the same path with its own name exists. It was probably copied, and
// the environment gets the manifests of the other one.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/apps/server.yaml"]
//     }
//     ops = {
//       resources = ["${path.root}/manifests/apps/server.yaml"]
//     }
//   }
// }
// ```
//
// ```yaml manifests/apps/server.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: web
// ```
//
// ```yaml manifests/ops/server.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: web
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/apps/server.yaml"]
//     }
//     ops = {
//       resources = ["${path.root}/manifests/ops/server.yaml"]
//     }
//   }
// }
// ```
//
// ```yaml manifests/apps/server.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: web
// ```
//
// ```yaml manifests/ops/server.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: web
// ```
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { valueOnly } from '../../semantics/effectiveParts';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { serviceCalls, writtenFiles, writtenResources } from '../platform/serviceManifests';

/** The segments of the path as they are written and as they should be. */
type Data = { readonly wrong: string; readonly right: string };

export const overlayOfOther: PlatformCheck<Data> = {
  code: 'KS523',
  title: 'Overlay of another environment',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
  fix: (_, finding) => fixes(finding),
};

function findingsFor(context: CheckContext, call: ModuleCall): Finding<Data>[] {
  const { environments } = context;
  const paths = [...writtenResources(context, call), ...writtenFiles(context, call)];
  return paths.flatMap(({ path, origin, environment }) => {
    const segments = path.split('/');
    const at = segments.findIndex(each => each !== environment && environments.includes(each));
    if (!origin || at < 0 || segments.includes(environment)) return [];
    const other = segments[at]!;
    const own = segments.with(at, environment).join('/').replace(/\/$/, '');
    if (!context.exists(own)) return [];
    return [
      {
        range: valueOnly(origin),
        message: t('"{0}" applies {1} of "{2}", although there is {3}.', environment, path, other, own),
        data: { wrong: `/${other}`, right: `/${environment}` },
      },
    ];
  });
}

/** Only the segment changes, since the rest may be an expression. */
function fixes({ range, data: { wrong, right } }: Finding<Data>): readonly Fix[] {
  if (!('item' in range)) return [];
  const at = range.item.text.slice(range.start, range.end).lastIndexOf(wrong);
  if (at < 0) return [];
  const start = range.start + at;
  const part = { item: range.item, start, end: start + wrong.length };
  return [
    { title: t('Use {0}', right.slice(1)), change: draft => replaceRange(draft, part, right), isPreferred: true },
  ];
}
