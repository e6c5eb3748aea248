import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The framework commit in the generated platforms. */
const commit = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
const framework = (modulePath: string): string => `github.com/kbst/terraform-kubestack//${modulePath}?ref=${commit}`;

const features = ['cert_manager', 'ingress_nginx', 'metrics_server'] as const;
const regions = {
  eks: ['eu-west-1', 'eu-central-1', 'eu-north-1', 'us-east-1', 'us-west-2', 'ap-southeast-2'],
  gke: ['europe-west1', 'europe-west4', 'us-central1', 'us-east1', 'asia-northeast1'],
  scw: ['fr-par', 'nl-ams', 'pl-waw'],
} as const;
type Cloud = keyof typeof regions;

/** An integer from 0 to below `limit`. */
type Random = (limit: number) => number;

/**
 * Writes a platform with three environments (base `apps-prod`): seven files for each cluster (the cluster, its providers, two node pools, a binding
 * for each of three services), and once the services, variables and their values. The same seed produces the same text.
 *
 * @param folder is created if necessary; files with the same names are overwritten
 * @param clusters number of clusters; the number of other files is constant
 * @param seed any integer
 * @returns sorted paths of the written files, relative to `folder`
 */
export function generatePlatform(folder: string, clusters: number, seed = 1): string[] {
  const random = seededRandom(seed);
  const files: Record<string, string> = { ...sharedFiles() };
  for (let index = 0; index < clusters; index += 1) Object.assign(files, clusterFiles(index, random));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return Object.keys(files).sort();
}

function sharedFiles(): Record<string, string> {
  const files: Record<string, string> = {
    'variables.tf': `variable "base_domain" {\n  type = string\n}\n\nvariable "kubernetes_version" {\n  type    = string\n  default = "1.31"\n}\n`,
    'config.auto.tfvars': `base_domain = "platform.halvard.example"\n`,
    'locals.tf': `locals {\n  common_tags = {\n    owner = "platform@\${var.base_domain}"\n  }\n}\n`,
  };
  for (const feature of features) {
    files[`modules/${feature}/main.tf`] = overlay(feature);
    files[`modules/${feature}/manifests/upstream.yaml`] = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${dashed(feature)}\n`;
  }
  return files;
}

function overlay(feature: string): string {
  return `module "${feature}" {
  providers = {
    kustomization = kustomization
  }

  source = "${framework('kustomization/overlay')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      namespace = "${dashed(feature)}"
      resources = ["\${path.module}/manifests/upstream.yaml"]

      common_labels = {
        "app.kubernetes.io/managed-by" = "kubestack"
        team                           = "platform"
      }

      replicas = [
        {
          name  = "${dashed(feature)}"
          count = 3
        }
      ]
    }

    apps = {}

    ops = {
      common_labels = {
        team = "platform-ops"
      }

      replicas = [
        {
          name  = "${dashed(feature)}"
          count = 1
        }
      ]
    }
  }
}
`;
}

function clusterFiles(index: number, random: Random): Record<string, string> {
  const cloud = pick(['eks', 'eks', 'gke', 'scw'] as const, random);
  const region = pick(regions[cloud], random);
  const prefix = `gc${index}`;
  const name = `${cloud}_${prefix}_${region}`;
  const files: Record<string, string> = {
    [`${name}_cluster.tf`]: clusterCall(cloud, name, prefix, region, random),
    [`${name}_providers.tf`]: providerBlocks(cloud, name, region),
    [`${name}_node_pool_batch.tf`]: nodePoolCall(cloud, name, 'batch', region, random),
    [`${name}_node_pool_memory.tf`]: nodePoolCall(cloud, name, 'memory', region, random),
  };
  for (const feature of features) {
    files[`${name}_feature_${feature}.tf`] = `module "${name}_feature_${feature}" {
  providers = {
    kustomization = kustomization.${name}
  }

  source = "./modules/${feature}"
}
`;
  }
  return files;
}

const modulePaths: Record<Cloud, string> = { eks: 'aws/cluster', gke: 'google/cluster', scw: 'scaleway/cluster' };
const providerNames: Record<Cloud, string> = { eks: 'aws', gke: 'google', scw: 'scaleway' };

function clusterCall(cloud: Cloud, name: string, prefix: string, region: string, random: Random): string {
  const most = 3 + random(10);
  const kubernetes = cloud === 'eks' ? `\n    kubernetes = kubernetes.${name}` : '';
  return `module "${name}" {
  providers = {
    ${providerNames[cloud]}${' '.repeat(cloud === 'eks' ? 7 : 0)} = ${providerNames[cloud]}.${name}${kubernetes}
  }

  source = "${framework(modulePaths[cloud])}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "${prefix}"
      base_domain = var.base_domain

${clusterAttributes(cloud, region)}

      default_node_pool = {
${poolAttributes(cloud, region, random(3), most)}
      }
    }

    apps = {
      default_node_pool = {
        ${maximum(cloud)} = ${Math.max(2, most - random(4))}
      }
    }

    ops = {
      # As small as it can be and still be the same.
      default_node_pool = {
        ${maximum(cloud)} = 1
      }
    }
  }
}
`;
}

function clusterAttributes(cloud: Cloud, region: string): string {
  if (cloud === 'eks') {
    return `      cluster_version            = var.kubernetes_version
      cluster_availability_zones = ["${region}a", "${region}b", "${region}c"]`;
  }
  if (cloud === 'gke') {
    return `      project_id = "halvard-platform"
      region     = "${region}"

      cluster_node_locations     = ["${region}-b", "${region}-c", "${region}-d"]
      cluster_min_master_version = var.kubernetes_version`;
  }
  return `      region          = "${region}"\n      cluster_version = var.kubernetes_version`;
}

const machines: Record<Cloud, readonly string[]> = {
  eks: ['m6i.large', 'm6i.xlarge', 'c6i.2xlarge'],
  gke: ['e2-standard-4', 'e2-standard-8', 'n2-highmem-4'],
  scw: ['PRO2-S', 'PRO2-M', 'PRO2-L'],
};

/** Attributes that a default node pool and an additional one share, indented for the former. */
function poolAttributes(cloud: Cloud, region: string, size: number, most: number): string {
  const machine = machines[cloud][size] ?? '';
  if (cloud === 'eks') {
    return `        instance_types   = ["${machine}"]
        min_size         = 1
        max_size         = ${most}
        desired_capacity = 1`;
  }
  if (cloud === 'gke') {
    return `        machine_type   = "${machine}"
        min_node_count = 1
        max_node_count = ${most}`;
  }
  return `        node_type = "${machine}"
        zones     = ["${region}-1", "${region}-2"]
        min_size  = 1
        max_size  = ${most}`;
}

function nodePoolCall(cloud: Cloud, name: string, pool: string, region: string, random: Random): string {
  const where = {
    eks: `availability_zones = module.${name}.current_config["cluster_availability_zones"]`,
    gke: `project_id = module.${name}.current_config["project_id"]\n      location   = module.${name}.current_config["region"]`,
    scw: `autohealing = true`,
  }[cloud];
  const labels = {
    eks: `\n\n      labels = {\n        dedicated = "${pool}"\n      }\n\n      tags = local.common_tags`,
    gke: `\n\n      labels = {\n        dedicated = "${pool}"\n      }`,
    scw: `\n\n      tags = ["${pool}"]`,
  }[cloud];
  return `module "${name}_node_pool_${pool}" {
  providers = {
    ${providerNames[cloud]} = ${providerNames[cloud]}.${name}
  }

  source = "${framework(`${modulePaths[cloud]}/node-pool`)}"

  cluster          = module.${name}.cluster
  cluster_metadata = module.${name}.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name = "${pool}"

      ${where}

${poolAttributes(cloud, region, random(3), 2 + random(8)).replace(/^ {8}/gm, '      ')}${labels}
    }

    apps = {
      ${maximum(cloud)} = 2
    }

    ops = {
      ${maximum(cloud)} = 1
    }
  }
}
`;
}

function maximum(cloud: Cloud): string {
  return cloud === 'gke' ? 'max_node_count' : 'max_size';
}

function providerBlocks(cloud: Cloud, name: string, region: string): string {
  const kubernetes =
    cloud !== 'eks'
      ? ''
      : `
locals {
  ${name}_kubeconfig = yamldecode(module.${name}.kubeconfig)
}

provider "kubernetes" {
  alias = "${name}"

  host  = local.${name}_kubeconfig["clusters"][0]["cluster"]["server"]
  token = local.${name}_kubeconfig["users"][0]["user"]["token"]
}
`;
  return `provider "${providerNames[cloud]}" {
  alias  = "${name}"
  region = "${region}"
}

provider "kustomization" {
  alias          = "${name}"
  kubeconfig_raw = module.${name}.kubeconfig
}
${kubernetes}`;
}

function dashed(feature: string): string {
  return feature.replaceAll('_', '-');
}

function pick<T>(choices: readonly [T, ...T[]] | readonly T[], random: Random): T {
  return choices[random(choices.length)] as T;
}

/** A small custom generator (32-bit multiply and xorshift), so that a seed has the same result on every machine. */
function seededRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return limit => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
