// KS511: Namespace is not created
//
// Objects of a platform service use a namespace that no manifest of the platform creates, so apply fails in a new cluster. `helm template`
// does not render a Namespace object, not even with `--create-namespace`. The attribute `namespace` of a service moves all of its objects to that
// namespace, and gives its Namespace object that name.
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
//     ops = {}
//   }
// }
// ```
//
// ```yaml modules/metrics/manifests/upstream.yaml
// apiVersion: v1
// kind: ServiceAccount
// metadata:
//   name: metrics
//   namespace: metrics
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
//       resources = ["${path.module}/manifests/namespace.yaml", "${path.module}/manifests/upstream.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml modules/metrics/manifests/namespace.yaml
// apiVersion: v1
// kind: Namespace
// metadata:
//   name: metrics
// ```
//
// ```yaml modules/metrics/manifests/upstream.yaml
// apiVersion: v1
// kind: ServiceAccount
// metadata:
//   name: metrics
//   namespace: metrics
// ```
import { t } from '../../../common/localization';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { ManifestObject } from '../../kubestack/platform/manifests';
import { childOf } from '../../workspace/uri';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { platformFolders } from '../platform/platformFolders';
import { effectiveAttributeAt, stringValue, effectiveValueAt, valueOnly } from '../../semantics/effectiveParts';
import { hasResourcesOf } from '../../workspace/providerUse';
import { appliedObjects, serviceCalls } from '../platform/serviceManifests';

type Data = { readonly namespace: string; readonly call: string; readonly folder: string };

export const namespaceMissing: PlatformCheck<Data> = {
  code: 'KS511',
  title: 'Namespace is not created',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

/** Namespaces that exist in every cluster, or in every cluster of a cloud provider. */
const BUILT_IN = /^(?:default|kube-.*|gke-.*|gmp-.*|aks-.*|amazon-.*|azure-.*)$/;

function run(context: CheckContext): Finding<Data>[] {
  const { model } = context;
  const calls = serviceCalls(context);
  if (calls.length === 0 || hasNamespaces(context)) return [];
  const applied = calls.map(call => {
    const effective = model.effectiveConfiguration(call);
    const inEffect = effective.environments.get(effective.baseKey);
    return { call, inEffect, objects: inEffect && appliedObjects(context, call, inEffect) };
  });
  const namespaces = applied.map(
    ({ inEffect, objects }) => inEffect && objects && createdNamespaces(inEffect, objects),
  );
  // A service with unknown manifests may create any namespace.
  if (namespaces.includes(undefined)) return [];
  const created = new Set(namespaces.flatMap(names => names!));
  return applied.flatMap(({ call, inEffect, objects }) => findingsFor(call, inEffect!, objects!, created));
}

/** Whether Terraform resources may create namespaces. */
const hasNamespaces = (context: CheckContext): boolean =>
  platformFolders(context).some(folder => APPLYING.some(type => hasResourcesOf(folder, type)));

const APPLYING = ['kubernetes', 'kubectl', 'helm', 'kustomization'];

/** The names of the Namespace objects that a service applies: its attribute `namespace` renames them. Undefined if they are unknown. */
function createdNamespaces(
  inEffect: ResolvedEnvironment,
  objects: readonly ManifestObject[],
): readonly string[] | undefined {
  const names = objects.flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : []));
  const forced = effectiveValueAt(inEffect, ['namespace']);
  if (!forced || names.length === 0) return names;
  const name = stringValue(forced);
  return name === undefined ? undefined : [name];
}

function findingsFor(
  call: ModuleCall,
  inEffect: ResolvedEnvironment,
  objects: readonly ManifestObject[],
  created: ReadonlySet<string>,
): Finding<Data>[] {
  // The attribute `namespace` of an overlay moves all objects to this namespace.
  const forced = effectiveValueAt(inEffect, ['namespace']);
  if (objects.length === 0 || (forced && stringValue(forced) === undefined)) return [];
  const used = forced ? [stringValue(forced)!] : objects.flatMap(({ namespace }) => namespace ?? []);
  const missing = [...new Set(used)].filter(name => !created.has(name) && !BUILT_IN.test(name));
  if (missing.length === 0) return [];
  const written = effectiveAttributeAt(inEffect, [forced ? 'namespace' : 'resources'])?.range;
  return missing.map(namespace => ({
    range: written ? valueOnly(written) : labelRange(call.declaration),
    message: t('The namespace "{0}" is not created: no manifest of this platform has the Namespace object.', namespace),
    data: { namespace, call: call.name, folder: call.instance.folderUri },
  }));
}

/** Adds the Namespace object in a new file in the module's folder and lists it in `resources`. */
function fix(context: CheckContext, { data: { namespace, call: name, folder } }: Finding<Data>): readonly Fix[] {
  const call = context.calls.find(each => each.name === name && each.instance.folderUri === folder);
  if (!call) return [];
  const { environments, baseKey } = context.model.effectiveConfiguration(call);
  const range = environments.get(baseKey) && effectiveAttributeAt(environments.get(baseKey)!, ['resources'])?.range;
  const list = range && valueOnly(range);
  const fileName = `namespace${context.model.workspace.texts.file(childOf(childOf(folder, 'manifests'), 'namespace.yaml')) ? `-${namespace}` : ''}.yaml`;
  if (!list?.item.text.slice(list.start, list.end).startsWith('[')) return [];
  const { item, start, end } = list;
  const rest = item.text.slice(start + 1, end);
  const element = `"\${path.module}/manifests/${fileName}"`;
  const text = /^\s*\n/.test(rest) ? `\n${element},` : rest.trim() === ']' ? element : `${element}, `;
  return [
    {
      title: t('Add the Namespace object {0}', namespace),
      isPreferred: true,
      change: draft => {
        draft.create(
          childOf(childOf(folder, 'manifests'), fileName),
          `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespace}\n`,
        );
        draft.replace({ item, start: start + 1, end: start + 1 }, text);
      },
    },
  ];
}
