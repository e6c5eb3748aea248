// KS515: Name not found in the manifests
//
// `images` and `replicas` select objects of the manifests by name: the image reference without its tag, or the name of a Deployment or
// StatefulSet. If an image does not exist, nothing changes and Kustomize reports no error. If the object of `replicas` does not exist,
// `terraform plan` fails with "resource with name … does not match a config with the following GVK", so this is an error.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_feature_metrics" {
//   source = "./modules/metrics"
// }
// ```
//
// ```terraform modules/metrics/main.tf
// module "metrics" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.module}/manifests/upstream.yaml"]
//     }
//     ops = {
//       replicas = [{ name = "metric-server", count = 1 }]
//     }
//   }
// }
// ```
//
// ```yaml modules/metrics/manifests/upstream.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: metrics-server
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org:5000/metrics/server:v0.7.2
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_feature_metrics" {
//   source = "./modules/metrics"
// }
// ```
//
// ```terraform modules/metrics/main.tf
// module "metrics" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.module}/manifests/upstream.yaml"]
//       images    = [{ name = "registry.example.org:5000/metrics/server", new_tag = "v0.7.1" }]
//     }
//     ops = {
//       replicas = [{ name = "metrics-server", count = 1 }]
//     }
//   }
// }
// ```
//
// ```yaml modules/metrics/manifests/upstream.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: metrics-server
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org:5000/metrics/server:v0.7.2
// ```
import { sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import { selectsOne } from '../../hcl/functions/regex/nameSelector';
import { RegexBudget } from '../../../common/regex/regexSearch';
import { imageName, type ManifestObject } from '../../kubestack/platform/manifests';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { type Finding, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { effectiveValueAt, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';
import { appliedObjects, namedEntries, serviceCalls } from '../platform/serviceManifests';

export const nameNotRendered: PlatformCheck<TextReplacement> = {
  code: 'KS515',
  title: 'Name not found in the manifests',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(serviceCalls(context), call => findingsFor(context, call)),
  fix: (_, finding) => replaceTextFix(finding),
};

const SCALED = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

const LISTS = {
  replicas: {
    // Kustomize rejects the name.
    level: 'error',
    message: (name: string, environment: string) =>
      t(
        'The manifests have no Deployment, ReplicaSet or StatefulSet called "{0}", so the plan of "{1}" fails.',
        name,
        environment,
      ),
    isFound: (name: string, names: ReadonlySet<string>) => names.has(name),
    names: (objects: readonly ManifestObject[]): string[] =>
      objects.flatMap(({ kind, name }) => (SCALED.includes(kind) ? [name] : [])),
  },
  images: {
    level: 'warning',
    message: (name: string, environment: string) =>
      t('The manifests have no image called "{0}", so it changes nothing in "{1}".', name, environment),
    names: (objects: readonly ManifestObject[]): string[] => objects.flatMap(({ images }) => images.map(imageName)),
    // Undefined if it takes too long to tell.
    isFound: selectsOne,
  },
} as const;

function findingsFor(context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] {
  const effective = context.model.effectiveConfiguration(call);
  const budget = new RegexBudget();
  return (['images', 'replicas'] as const).flatMap(list =>
    writtenIn(effective, [list]).flatMap(({ environment, value }) => {
      const inEffect = effective.environments.get(environment)!;
      const isRenamed = ['name_prefix', 'name_suffix'].some(name => effectiveValueAt(inEffect, [name]));
      const objects = isRenamed ? undefined : appliedObjects(context, call, inEffect);
      // Without resources, there are no names to compare with.
      if (!objects || objects.length === 0) return [];
      const names = new Set(LISTS[list].names(objects));
      return namedEntries(value).flatMap(({ name, origin }) => {
        if (!origin || LISTS[list].isFound(name, names, budget) !== false) return [];
        const better = closestName(name, [...names]) ?? [...names].find(each => each.endsWith(`/${name}`));
        return [
          {
            range: valueOnly(origin),
            message: sentences(
              LISTS[list].message(name, environment),
              better === undefined ? undefined : t('Did you mean "{0}"?', better),
            ),
            level: LISTS[list].level,
            ...(better === undefined ? {} : { data: { written: name, better } }),
          },
        ];
      });
    }),
  );
}
