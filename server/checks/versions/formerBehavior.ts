// KS110: Code relies on another version of the framework
//
// The code uses something that the framework no longer has in the version of its clusters:
//
// - Until v0.16.3, the kubeconfig of an EKS cluster contained a command (`exec`) that gets a token. Since v0.17.0, it contains the token itself. A
//   provider that reads the command can't be configured, so the plan fails.
// - Until v0.14.1, clusters applied the kustomize overlays in `manifests/overlays`. Since v0.15.0, nothing does, and the objects are destroyed. Apply
//   each overlay with a platform service, or delete the folder.
// - After v0.19.2, the kubeconfig is sensitive. The plan fails if an output of the root module contains it and isn't sensitive itself. On AKS, it is
//   sensitive in every version.
//
// `data/releases.json` lists these and all other changes between releases with their commits. *Set Framework Version* adapts the code.
//
// ## Fails
//
// ```terraform eks_zero_cluster.tf
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```terraform eks_zero_providers.tf
// locals {
//   eks_zero_kubeconfig = yamldecode(module.eks_zero.kubeconfig)
// }
//
// provider "kubernetes" {
//   alias = "eks_zero"
//
//   host                   = local.eks_zero_kubeconfig["clusters"][0]["cluster"]["server"]
//   cluster_ca_certificate = base64decode(local.eks_zero_kubeconfig["clusters"][0]["cluster"]["certificate-authority-data"])
//
//   exec {
//     api_version = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["apiVersion"]
//     args        = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["args"]
//     command     = local.eks_zero_kubeconfig["users"][0]["user"]["exec"]["command"]
//   }
// }
// ```
//
// ## Fails for an output
//
// ```terraform
// module "aks_zero" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// output "kubeconfig" {
//   value = module.aks_zero.kubeconfig
// }
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "gke_zero" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```yaml manifests/overlays/apps/kustomization.yaml
// resources:
//   - ../../bases/argo-cd
// ```
//
// ## Passes
//
// ```terraform
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// provider "helm" {
//   kubernetes {
//     host  = yamldecode(module.eks_zero.kubeconfig)["clusters"][0]["cluster"]["server"]
//     token = yamldecode(module.eks_zero.kubeconfig)["users"][0]["user"]["token"]
//   }
// }
//
// output "kubeconfig" {
//   value     = module.eks_zero.kubeconfig
//   sensitive = true
// }
// ```
//
// ## Passes for overlays that a service applies
//
// ```terraform
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
//
// module "eks_zero_manifests" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/overlays/${terraform.workspace}"]
//     }
//   }
// }
// ```
//
// ```yaml manifests/overlays/apps/kustomization.yaml
// resources:
//   - ../../bases/argo-cd
// ```
import { localized, sentences, t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { tokenArgument } from '../../edits/providerText';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { ReleaseChange } from '../../kubestack/schemas/releaseChange';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import { hasOverlays, kubeconfigCommands, openOutputs } from '../../semantics/frameworkUses';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterCalls } from '../platform/platformLayout';

type Data = { readonly kubeconfig?: string; readonly output?: string } | undefined;

export const formerBehavior: PlatformCheck<Data> = {
  code: 'KS110',
  title: 'Code relies on another version of the framework',
  level: 'error',
  scope: 'platform',
  *run(context) {
    yield* commands(context);
    yield undefined;
    yield* overlays(context);
    yield undefined;
    yield* outputs(context);
  },
  fix: (context, finding) => fixes(context, finding),
};

type Concerned = (change: ReleaseChange) => boolean;

/** The clusters whose versions have a change, and the change. */
function changesOf(context: CheckContext, isWanted: Concerned): Map<string, ReleaseChange> {
  const { schemas } = context.model;
  const cached = new Map<ModuleSchema, ReleaseChange | undefined>();
  const changeOf = (schema: ModuleSchema): ReleaseChange | undefined => {
    if (!cached.has(schema))
      cached.set(schema, schemas.changesBetween(schema.path, schemas.releases[0], schema.ref).find(isWanted));
    return cached.get(schema);
  };
  return new Map(
    clusterCalls(context).flatMap((call): [string, ReleaseChange][] => {
      const schema = exactSchema(call, schemas);
      const change = schema && changeOf(schema);
      return change ? [[call.name, change]] : [];
    }),
  );
}

function commands(context: CheckContext): Finding<Data>[] {
  const changes = changesOf(context, ({ uses }) => uses === 'exec');
  const [change] = changes.values();
  if (!change) return [];
  return kubeconfigCommands(context.root).flatMap(({ range, kubeconfig, clusters }) =>
    clusters.some(name => changes.has(name)) ? [{ range, message: messageOf(change), data: { kubeconfig } }] : [],
  );
}

/** One finding, at the first cluster that applied the overlays in earlier versions. */
function* overlays(context: CheckContext): Generator<Finding<Data> | undefined, void> {
  const changes = changesOf(context, ({ uses, effect }) => uses === 'overlays' && effect === 'destroys');
  const [first] = changes;
  const declaration = first && context.root.folder?.declaration('module', first[0]);
  if (!declaration || !context.isWhole || !(yield* hasOverlays(context.root, context.model))) return;
  yield { range: labelRange(declaration), message: messageOf(first[1]), level: 'warning' };
}

const nameOf = ({ module, output }: { module: string; output: string }): string => `module.${module}.${output}`;

function outputs(context: CheckContext): Finding<Data>[] {
  const { root, model } = context;
  const calls = new Map(clusterCalls(context).map((call): [string, ModuleCall] => [call.name, call]));
  return openOutputs(root).flatMap(({ name, range, outputs }) => {
    const sensitive = outputs.find(({ module, output }) => {
      const call = calls.get(module);
      return call && exactSchema(call, model.schemas)?.outputs.get(output)?.sensitive;
    });
    if (!sensitive) return [];
    const message = t('{0} is sensitive. Set sensitive = true in output {1}.', nameOf(sensitive), name);
    return [{ range, message, data: { output: name } }];
  });
}

const messageOf = ({ release, summary, action }: ReleaseChange): string =>
  sentences(t('Since {0}:', release), localized(summary), action && localized(action));

function fixes({ root }: CheckContext, { range, data }: Finding<Data>): Fix[] {
  const { kubeconfig, output } = data ?? {};
  if (kubeconfig !== undefined)
    return [
      {
        title: t('Authenticate with the token of the kubeconfig'),
        change: draft => replaceRange(draft, range, tokenArgument(kubeconfig)),
        isPreferred: true,
      },
    ];
  const declaration = output === undefined ? undefined : root.folder?.declaration('output', output);
  if (!declaration) return [];
  return [
    {
      title: t('Set {0}', 'sensitive = true'),
      change: draft => draft.edit(declaration.item, text => setValue(text, ['sensitive'], 'true')),
      isPreferred: true,
    },
  ];
}
