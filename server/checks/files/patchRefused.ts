// KS521: Patch that can't be applied
//
// - The YAML of a patch doesn't parse: the plan fails.
// - No object of the manifests matches the `target`: kustomize does nothing, and reports no error. Kinds and names are compared with their case, and are
//   regular expressions for the whole name.
// - A patch without a target names an object that the manifests don't have: the plan fails.
// - An operation `replace`, `remove` or `test` is for a path that the object doesn't have: the plan fails. `add` sets what is missing, if its parent
//   exists.
//
// The check needs manifests that are files of the platform. It reports nothing about objects from URLs, folders and generators.
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
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       patches = [
//         {
//           patch = <<-EOT
//             - op: replace
//               path: /spec/template/spec/containers/0/image
//               value: registry.example.org/server:v2
//           EOT
//           target = {
//             kind = "Deployment"
//             name = "servr"
//           }
//         }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Fails without a fix: YAML
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       patches = [
//         { patch = "kind: Deployment\nmetadata: {" }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Fails without a fix: no such object
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       patches = [
//         { patch = yamlencode({ apiVersion = "apps/v1", kind = "Deployment", metadata = { name = "server", namespace = "other" } }) }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Fails without a fix: no such path
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       patches = [
//         {
//           patch = <<-EOT
//             - op: replace
//               path: /spec/template/spec/containers/0/resources/limits
//               value: registry.example.org/server:v2
//           EOT
//           target = {
//             kind = "Deployment"
//           }
//         }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
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
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       patches = [
//         {
//           patch = <<-EOT
//             - op: replace
//               path: /spec/template/spec/containers/0/image
//               value: registry.example.org/server:v2
//           EOT
//           target = {
//             kind = "Deployment"
//             name = "ser.*"
//           }
//         }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
import { sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import type { Value } from '../../hcl/model';
import { toPlain } from '../../hcl/values/json';
import { containsSensitive, whollyKnown } from '../../hcl/values/value';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ManifestObject } from '../../kubestack/platform/manifests';
import { patchProblem, type PatchProblem } from '../../manifests/patchProblem';
import { isRecord } from '../../../common/isRecord';
import { effectiveValueAt, listElements, stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { type Finding, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';
import { appliedObjects, resourceFile, RESOURCE_LISTS, serviceCalls } from '../platform/serviceManifests';

export const patchRefused: PlatformCheck<TextReplacement> = {
  code: 'KS521',
  title: "Patch that can't be applied",
  level: 'error',
  scope: 'platform',
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
  fix: (_, finding) => replaceTextFix(finding),
};

type ResolvedEnvironment = Parameters<typeof effectiveValueAt>[0];

function findingsFor(context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] {
  const effective = context.model.effectiveConfiguration(call);
  return writtenIn(effective, ['patches']).flatMap(({ environment, value }) => {
    if (!('elements' in value) || value.sensitive) return [];
    const inEffect = effective.environments.get(environment)!;
    const objects = objectsOf(context, call, inEffect);
    const texts = objects ? textsOf(context, inEffect) : undefined;
    // An earlier patch can change what a later one selects, and its paths.
    const isFirst = value.elements.length === 1;
    return value.elements.flatMap(element => {
      if (containsSensitive(element) || !whollyKnown(element)) return [];
      const patch = toPlain(element);
      const problem = isRecord(patch) ? patchProblem(patch, texts, isFirst) : undefined;
      return problem ? findingOf(environment, element, problem, objects ?? []) : [];
    });
  });
}

/** The objects of a service, if generators add no others. */
const objectsOf = (context: CheckContext, call: ModuleCall, inEffect: ResolvedEnvironment) =>
  ['config_map_generator', 'secret_generator', 'namespace'].some(name => effectiveValueAt(inEffect, [name]))
    ? undefined
    : appliedObjects(context, call, inEffect);

const textsOf = (context: CheckContext, inEffect: ResolvedEnvironment): string[] =>
  RESOURCE_LISTS.flatMap(name =>
    (listElements(effectiveValueAt(inEffect, [name])) ?? []).flatMap(
      ({ text }) => resourceFile(context, text)?.text ?? [],
    ),
  );

function findingOf(
  environment: string,
  element: Value,
  problem: PatchProblem,
  objects: readonly ManifestObject[],
): Finding<TextReplacement>[] {
  const entries = 'entries' in element ? element.entries : new Map<string, Value>();
  const patch = entries.get('patch');
  const around = patch?.origin ?? element.origin;
  if (!around) return [];
  const range = valueOnly(around);
  switch (problem.kind) {
    case 'syntax':
      return [
        {
          range,
          message: t('A patch of "{0}" is not valid YAML, so the plan fails: {1}.', environment, problem.message),
        },
      ];
    case 'object':
      return [
        {
          range,
          message: sentences(
            t('The manifests of "{0}" have no {1} for this patch, so the plan fails.', environment, problem.name),
            placeOf(problem, objects),
          ),
        },
      ];
    case 'path':
      return [
        {
          range,
          message: t(
            'The operation "{0}" of "{1}" is for {2}, which {3} doesn\'t have, so the plan fails.',
            problem.operation,
            environment,
            problem.path,
            problem.name,
          ),
        },
      ];
    case 'target':
      return [{ level: 'warning', ...targetFinding(environment, entries.get('target'), range, objects) }];
  }
}

/** The namespace in which the object is. */
function placeOf({ object }: Extract<PatchProblem, { kind: 'object' }>, objects: readonly ManifestObject[]) {
  const there = objects.find(({ kind, name }) => kind === object.kind && name === object.name);
  return there ? t('It is in the namespace {0}.', there.namespace ?? 'default') : undefined;
}

function targetFinding(
  environment: string,
  target: Value | undefined,
  around: ReturnType<typeof valueOnly>,
  objects: readonly ManifestObject[],
): Finding<TextReplacement> {
  const entries = target && 'entries' in target ? target.entries : new Map<string, Value>();
  const better = (['kind', 'name', 'namespace'] as const).flatMap(part => {
    const value = entries.get(part);
    const written = stringValue(value);
    const names = objects.flatMap(object => object[part] ?? []);
    if (!value?.origin || written === undefined || written === '' || names.includes(written)) return [];
    const like = closestName(written, names);
    return like === undefined ? [] : [{ written, better: like, range: valueOnly(value.origin) }];
  });
  const [only] = better;
  const message = t('No object of the manifests of "{0}" matches the target, so the patch does nothing.', environment);
  if (!only) return { range: around, message };
  return {
    range: only.range,
    message: sentences(message, t('Did you mean "{0}"?', only.better)),
    data: { written: only.written, better: only.better },
  };
}
