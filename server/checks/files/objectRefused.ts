// KS528: Object that Kubernetes refuses
//
// The manifests of a service have an object that the API server refuses, whatever its version:
//
// - names, labels and keys of annotations with characters that Kubernetes refuses.
// - a workload whose template doesn't have the labels of its selector.
// - a request of a container above its limit, and quantities such as `512MB`.
// - ports outside 1 to 65535, numbers of ports in quotation marks, and names of ports with more than 15 characters.
// - containers with the same name, and mounts of volumes that the pod doesn't have.
// - numbers and `true` or `false` where Kubernetes expects strings, such as in `data` of a ConfigMap or in `env`: they need quotation marks. `data` of a
//   Secret is Base64.
// - types of Services, protocols, and pull and restart policies that don't exist or don't fit the kind.
//
// The check reads Pods, their controllers, Jobs, Services, ConfigMaps and Secrets, and the names and labels of namespaces, service accounts, ingresses and
// RBAC objects. It reports nothing if the service has patches or something else that changes the field, nor about values with `{{`, `${` or `$(`.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: v1
// kind: ConfigMap
// metadata:
//   name: settings
// data:
//   PORT: 8080
// ---
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
// spec:
//   selector:
//     matchLabels:
//       app: web
//   template:
//     metadata:
//       labels:
//         app: server
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
//           ports:
//             - name: metrics-and-health
//               containerPort: 8080
//           resources:
//             requests:
//               memory: 1Gi
//             limits:
//               memory: 512MB
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
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: v1
// kind: ConfigMap
// metadata:
//   name: settings
// data:
//   PORT: "8080"
// ---
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
// spec:
//   selector:
//     matchLabels:
//       app: server
//   template:
//     metadata:
//       labels:
//         app: server
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
//           ports:
//             - name: http
//               containerPort: 8080
//           resources:
//             requests:
//               memory: 1Gi
//             limits:
//               memory: 1Gi
// ```
import { t } from '../../../common/localization';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { RefusedField } from '../../kubestack/platform/refusedFields';
import { writtenIn } from '../../semantics/effectiveParts';
import { type Finding, type Findings, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { manifestsIn, resourceFile, serviceCalls, writtenResources } from '../platform/serviceManifests';

export const objectRefused: PlatformCheck = {
  code: 'KS528',
  title: 'Object that Kubernetes refuses',
  level: 'error',
  scope: 'platform',
  run,
};

function* run(context: CheckContext): Findings {
  const reported = new Set<RefusedField>();
  for (const call of serviceCalls(context)) {
    yield undefined;
    yield* findingsFor(context, call, reported);
  }
}

/** Attributes that change any field of objects. */
const CHANGES = ['patches', 'components', 'generators', 'transformers', 'vars'];

/** Attributes that change a part of objects. */
const CHANGES_OF: Readonly<Record<RefusedField['part'], readonly string[]>> = {
  name: ['name_prefix', 'name_suffix'],
  labels: ['common_labels'],
  data: ['config_map_generator', 'secret_generator'],
  spec: [],
};

function* findingsFor(context: CheckContext, call: ModuleCall, reported: Set<RefusedField>): Generator<Finding> {
  const effective = context.model.effectiveConfiguration(call);
  const isWritten = (names: readonly string[]): boolean => names.some(name => writtenIn(effective, [name]).length > 0);
  for (const { path } of writtenResources(context, call)) {
    const file = resourceFile(context, path);
    for (const field of (file && manifestsIn(context, file)?.refused) ?? []) {
      if (reported.has(field) || isWritten([...CHANGES, ...CHANGES_OF[field.part]])) continue;
      reported.add(field);
      const { start, end } = field;
      yield {
        range: { file: file!, start, end },
        message: t('Kubernetes refuses {0}: {1}.', field.path, field.reason),
      };
    }
  }
}
