// KS308: Zone is not in the region
//
// Zones are written in the notation of their cloud and belong to the cluster's region: on AWS the region of the provider, on Google Cloud
// and Scaleway the region of the configuration. Azure numbers its zones.
//
// ## Fails
//
// ```terraform eks_gc0_ca-central-1_cluster.tf
// module "eks_gc0_ca-central-1" {
//   providers = {
//     aws = aws.eks_gc0_ca-central-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = "ca-central-1,us-east-1"
//     }
//     ops = {
//       cluster_availability_zones = "eu-central-1a,ca-central-1b"
//     }
//   }
// }
// ```
//
// ```terraform eks_gc0_ca-central-1_providers.tf
// provider "aws" {
//   alias  = "eks_gc0_ca-central-1"
//   region = "ca-central-1"
// }
// ```
//
// ## Fails in a node pool on Scaleway
//
// ```terraform
// module "scw_gc0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       region = "fr-par"
//     }
//   }
// }
//
// module "scw_gc0_fr-par_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   cluster          = module.scw_gc0_fr-par.cluster
//   cluster_metadata = module.scw_gc0_fr-par.current_metadata
//
//   configuration = {
//     apps = {
//       zones = ["nl-ams-1"]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform eks_gc0_ca-central-1_cluster.tf
// module "eks_gc0_ca-central-1" {
//   providers = {
//     aws = aws.eks_gc0_ca-central-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = "ca-central-1a,ca-central-1b"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_ca-central-1_providers.tf
// provider "aws" {
//   alias  = "eks_gc0_ca-central-1"
//   region = "ca-central-1"
// }
// ```
//
// ## Passes with local zones and wavelength zones
//
// ```terraform
// provider "aws" {
//   region = "us-east-1"
// }
//
// module "eks_gc0_us-east-1_node_pool_edge" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       availability_zones = "us-east-1-bos-1a,us-east-1-wl1-bos-wlz-1"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { SourceRange, Value } from '../../hcl/model';
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { DependencyTracker } from '../../kubestack/memoization/dependencyTracker';
import type { PlatformModel } from '../../kubestack/platform/platformModel';
import { moduleReferences } from '../../workspace/moduleReferences';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import { regionOfLocation, zoneProblem } from '../../kubestack/platform/zones';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import {
  dotted,
  effectiveAttributeAt,
  listElements,
  stringValue,
  effectiveValueAt,
  valueOnly,
  writtenIn,
} from '../../semantics/effectiveParts';

export const zoneOfOtherRegion: CallCheck = {
  code: 'KS308',
  title: 'Zone is not in the region',
  level: 'error',
  scope: 'call',
  run,
};

function run(subject: CallSubject): Finding[] {
  const { call, effective } = subject;
  const { provider } = call.module;
  const path = poolAttributes(call)?.zones;
  if (!path || !provider) return [];
  const regionIn = (environment: string, inEffect: ResolvedEnvironment): string | undefined =>
    stringValue(regionOf(subject, inEffect, environment)) || undefined;
  const reported = new Set<string>();
  return writtenIn(effective, path, regionIn).flatMap(({ environment, attribute, value }) => {
    const inEffect = effective.environments.get(environment)!;
    const region = regionIn(environment, inEffect);
    const range = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
    // An environment that inherits the zones sets another region.
    const ownRegion = attribute.origin === 'inherited' ? ownRegionRange(inEffect) : undefined;
    const found = (listElements(value) ?? []).flatMap(({ text, origin }): Finding[] => {
      const problem = zoneProblem(provider, text, region);
      if (!problem) return [];
      const values = [text, dotted(path), environment] as const;
      const isPart = value.kind !== 'string' && origin !== undefined;
      const written = isPart ? valueOnly(origin) : range;
      const key = `${text} ${region ?? ''} ${written.item.uri} ${written.start} ${written.end}`;
      if (attribute.origin === 'inherited' && reported.has(key)) return [];
      reported.add(key);
      return [
        {
          range: ownRegion ?? written,
          message:
            problem.kind === 'region'
              ? t('"{0}" in {1} of "{2}" is not in {3}.', ...values, regionOfLocation(provider, region!))
              : t('"{0}" in {1} of "{2}" is not a zone (expected for example {3}).', ...values, problem.example),
          ...(ownRegion ? { related: [{ message: text, range: written }] } : {}),
        },
      ];
    });
    return ownRegion ? found.slice(0, 1) : found;
  });
}

/** Where an environment sets its region. */
function ownRegionRange(inEffect: ResolvedEnvironment): SourceRange | undefined {
  const attribute = ['region', 'location'].flatMap(name => effectiveAttributeAt(inEffect, [name]) ?? [])[0];
  return attribute?.range && attribute.origin !== 'inherited' ? valueOnly(attribute.range) : undefined;
}

/**
 * The region of a node pool: on Google Cloud its `location`, on EKS the region of its provider, on Scaleway the region of the cluster that it refers
 * to.
 */
function regionOf(
  { call, request: { model }, reads }: CallSubject,
  inEffect: ResolvedEnvironment,
  environment: string,
): Value | undefined {
  const { kind, provider } = call.module;
  if (kind === 'cluster' || provider === 'aws') return clusterRegion(call, inEffect.value, environment, model, reads);
  if (provider === 'google') return effectiveValueAt(inEffect, ['location']);
  return provider === 'scaleway' ? regionOfCluster(call, environment, model, reads) : undefined;
}

function regionOfCluster(
  { instance, declaration }: ModuleCall,
  environment: string,
  model: PlatformModel,
  reads: DependencyTracker,
): Value | undefined {
  const regions = [...moduleReferences(declaration.block)].flatMap(name => {
    reads.read(model.sourcesOf(instance).declaration('module', name));
    const cluster = model.call(instance, name);
    if (cluster?.module.kind !== 'cluster') return [];
    return (
      effectiveValueIn(model.effectiveConfiguration(cluster, reads).environments.get(environment), ['region']) ?? []
    );
  });
  return regions[0];
}

const effectiveValueIn = (inEffect: ResolvedEnvironment | undefined, path: readonly string[]): Value | undefined =>
  inEffect && effectiveValueAt(inEffect, path);
