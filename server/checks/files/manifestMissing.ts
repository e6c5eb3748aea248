// KS509: Manifest is missing, empty or invalid
//
// A platform service applies a file that does not exist or is not valid YAML, so `terraform plan` fails. An empty file has not been
// downloaded or rendered yet.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_issuers" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/isuers/issuers.yaml"]
//     }
//   }
// }
// ```
//
// ```yaml manifests/issuers/issuers.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: issuers
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_service_issuers" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = [
//         "${path.root}/manifests/issuers.yaml",
//         "${path.root}/manifests/broken.yaml",
//       ]
//     }
//   }
// }
// ```
//
// ```yaml manifests/broken.yaml
// kind: Namespace
// metadata:
//   name: "issuers
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_issuers" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = [
//         "${path.root}/manifests/issuers.yaml",
//         "https://example.org/releases/install.yaml",
//         "${path.root}/manifests/base",
//       ]
//     }
//   }
// }
// ```
//
// ```yaml manifests/issuers.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: issuers
// ```
import { sentences, t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { closestName } from '../../hcl/closestName';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { valueOnly } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';
import { isBesideModule } from './pathWithoutModule';
import {
  isMissing,
  manifestsIn,
  resourceFile,
  serviceCalls,
  writtenResources,
  type Resource,
} from '../platform/serviceManifests';

type Data = { readonly path: string; readonly better: string } | undefined;

export const manifestMissing: PlatformCheck<Data> = {
  code: 'KS509',
  title: 'Manifest is missing, empty or invalid',
  level: 'error',
  scope: 'platform',
  fix,
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
};

function findingsFor(context: CheckContext, call: ModuleCall): Finding<Data>[] {
  return writtenResources(context, call).flatMap(resource => {
    const { origin, path, environment } = resource;
    const found = origin ? problemOf(context, call, resource) : undefined;
    if (!origin || !found) return [];
    const range = valueOnly(origin);
    const better = found.missing && similarPath(context, path);
    return [
      {
        range,
        message: sentences(found.message(environment, path), better ? t('Did you mean {0}?', better) : undefined),
        ...(found.level ? { level: found.level } : {}),
        ...(found.related ? { related: found.related } : {}),
        ...(better === undefined ? {} : { data: { path, better } }),
      },
    ];
  });
}

/** An existing file with a similar name in the same folder, or with the same name in a similarly named folder. */
function similarPath(context: CheckContext, path: string): string | undefined {
  const parts = path.split('/');
  for (const index of [parts.length - 1, parts.length - 2]) {
    if (index < 1) continue;
    const around = parts.slice(0, index).join('/');
    const names = context.list(around).map(({ name }) => name);
    const like = closestName(parts[index]!, names);
    const better = like && [around, like, ...parts.slice(index + 1)].join('/');
    if (better && context.file(better)) return better;
  }
  return undefined;
}

/** Replaces only the part of the path that differs, since the rest may be an expression. */
function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const { path, better } = data ?? {};
  if (path === undefined || better === undefined || !('item' in range)) return [];
  const parts = path.split('/');
  const index = better.split('/').findIndex((part, at) => part !== parts[at]);
  const [wrong, right] = [`/${parts[index]}`, `/${better.split('/')[index]}`];
  const at = range.item.text.slice(range.start, range.end).lastIndexOf(wrong);
  if (at < 0) return [];
  const start = range.start + at;
  const span = { item: range.item, start, end: start + wrong.length };
  return [{ title: t('Change to {0}', better), change: draft => replaceRange(draft, span, right), isPreferred: true }];
}

type ResourceProblem = Pick<Finding<Data>, 'level' | 'related'> & {
  readonly message: (environment: string, path: string) => string;
  readonly missing?: true;
};

function problemOf(context: CheckContext, call: ModuleCall, { path }: Resource): ResourceProblem | undefined {
  if (isMissing(context, path))
    return isBesideModule(context, call, path)
      ? undefined
      : { message: (...values) => t('"{0}" applies {1}, which does not exist.', ...values), missing: true };
  const file = resourceFile(context, path);
  if (!file) return undefined;
  if (file.text.trim() === '')
    return {
      message: (...values) => t('"{0}" applies {1}, which is empty. Download or render it.', ...values),
      level: 'information',
    };
  const problem = manifestsIn(context, file)?.problem;
  if (!problem) return undefined;
  const line = file.lines.positionAt(problem.start).line + 1;
  const end = Math.max(problem.start, file.text.indexOf('\n', problem.start));
  return {
    message: (...values) =>
      t('"{0}" applies {1}, which is not valid YAML: {2} (line {3}).', ...values, problem.message, line),
    related: [{ message: problem.message, range: { file, start: problem.start, end } }],
  };
}
