// KS504: Input does not reference its cluster
//
// A cluster's name differs between environments, so a node pool reads it from the cluster's module. A hard-coded name belongs to one
// environment only, and a reference to another cluster's module creates the pool there. The name and the fully qualified domain name are parts of
// the cluster's metadata, and each input needs its own part.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_node_pool_extra.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   cluster_name = "gc0-apps-eu-west-1"
//
//   configuration = {
//     apps = { name = "extra" }
//   }
// }
// ```
//
// ## Fails with the name of another cluster
//
// ```terraform
// module "gke_a0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "a0" }
//   }
// }
//
// module "gke_b0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "b0" }
//   }
// }
//
// module "gke_a0_europe-west1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   cluster_metadata = module.gke_b0_europe-west1.current_metadata
//
//   configuration = {
//     apps = { name = "extra" }
//   }
// }
// ```
//
// ## Fails with another part of the metadata
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
//
//   metadata_fqdn = module.eks_gc0_eu-west-1.current_metadata["domain"]
// }
// ```
//
// ## Fails with the DNS name of another cluster
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_us-east-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
//
//   metadata_fqdn = module.eks_gc0_us-east-1.current_metadata["fqdn"]
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
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
//
//   configuration = {
//     apps = { name = "extra" }
//   }
// }
// ```
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { occurrencesIn } from '../../semantics/occurrences';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Item } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import { moduleReferences } from '../../workspace/moduleReferences';
import { CLUSTER_OUTPUTS } from './clusterOutputs';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterLabels, clusterOfModule } from '../platform/providerBlocks';

type Data = { readonly right: string } | undefined;

export const clusterReference: PlatformCheck<Data> = {
  code: 'KS504',
  title: 'Input does not reference its cluster',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  *run(context) {
    yield* forEachPart(context.calls, call => findingsFor(context, call));
    yield* forEachPart(context.modules, module => [...otherKeys(module), ...otherClusterOfDns(context, module)]);
  },
  fix,
};

/** DNS names have no configuration, so that they aren't calls of the platform. */
function otherClusterOfDns(
  context: CheckContext,
  { name, declaration, source, instance }: PlatformModule,
): Finding<Data>[] {
  const isDns = source?.form === 'framework' && source.path.endsWith('/elb-dns');
  return isDns && instance === context.root ? otherCluster(context, name, declaration) : [];
}

function findingsFor(context: CheckContext, { name, declaration, module, instance }: ModuleCall): Finding<Data>[] {
  return module.kind === 'nodePool' && instance === context.root ? otherCluster(context, name, declaration) : [];
}

function otherCluster(context: CheckContext, name: string, declaration: ModuleCall['declaration']): Finding<Data>[] {
  const own = clusterOfModule(context, name, declaration.item.uri);
  return Object.keys(CLUSTER_OUTPUTS).flatMap(input => {
    const part = declaredAttribute(declaration, input);
    if (!part) return [];
    const { value } = part.attribute;
    if (value.kind === 'text' && input === 'cluster_name') return [literalFinding(part.item, value, input, own)];
    if (own === undefined || !refersToOther(context, part.item, own)) return [];
    return occurrencesIn(part.item).flatMap(use => {
      if (use.kind !== 'module' || use.start < value.start || use.end > value.end) return [];
      if (use.name === own || !clusterLabels(context).has(use.name)) return [];
      return [
        {
          range: rangeIn(part.item, use),
          message: t('{0} is named after {1}, but is created in {2}.', name, own, use.name),
          data: { right: own },
        },
      ];
    });
  });
}

/** Inputs of any module that get another part of a cluster's metadata than the one they need. */
function otherKeys({ declaration, source }: PlatformModule): Finding<Data>[] {
  if (source?.form !== 'framework') return [];
  return Object.entries(CLUSTER_OUTPUTS).flatMap(([input, output]) => {
    const part = output.startsWith('current_metadata[') ? declaredAttribute(declaration, input) : undefined;
    if (!part) return [];
    const { value } = part.attribute;
    const text = part.item.text.slice(value.start, value.end);
    const [, cluster, key, name = key] = METADATA.exec(text) ?? [];
    if (name === undefined || output === `current_metadata[${JSON.stringify(name)}]`) return [];
    const right = `module.${cluster}.${output}`;
    return [
      {
        range: rangeIn(part.item, value),
        message: t('{0} needs {1}, and not {2} of the metadata.', input, right, JSON.stringify(name)),
        data: { right },
      },
    ];
  });
}

/** `module.a.current_metadata["fqdn"]` and `module.a.current_metadata.fqdn`. */
const METADATA = /^module\.([\w-]+)\.current_metadata(?:\["([^"]*)"\]|\.([\w-]+))$/;

/** Whether a block refers to another cluster. A fast test before the search for names. */
const refersToOther = (context: CheckContext, { node }: Item, own: string): boolean =>
  node.kind === 'block' && [...moduleReferences(node)].some(each => each !== own && clusterLabels(context).has(each));

function literalFinding(
  item: Parameters<typeof rangeIn>[0],
  value: Extract<ModuleCall['declaration']['block']['body'][number], { kind: 'attribute' }>['value'],
  input: string,
  own: string | undefined,
): Finding<Data> {
  const right = own === undefined ? undefined : `module.${own}.${ownProperty(CLUSTER_OUTPUTS, input)}`;
  return {
    range: rangeIn(item, value),
    message:
      right === undefined
        ? t("The cluster's name differs between environments.")
        : t("The cluster's name differs between environments: {0} = {1}.", input, right),
    ...(right === undefined ? {} : { data: { right } }),
  };
}

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const right = data?.right;
  if (typeof right !== 'string') return [];
  return [{ title: t('Change to {0}', right), change: draft => replaceRange(draft, range, right), isPreferred: true }];
}
