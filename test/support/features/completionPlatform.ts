import { framework } from '../kubestack/effectiveOf';

/** The newest release, with maps of strings. */
export const RELEASE = 'v0.19.2-beta.0';

/** A platform with typed configuration: two clusters, a node pool and a service. */
export const TYPED = {
  'eks_gc0_eu-west-1_cluster.tf': `module "eks_gc0_eu-west-1" {
  providers = {
    aws        = aws.eks_gc0_eu-west-1
    kubernetes = kubernetes.eks_gc0_eu-west-1
  }

  source = "${framework('aws/cluster')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix                = "gc0"
      base_domain                = "example.org"
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
      cluster_version            = "1.31"

      default_node_pool = {
        instance_types = ["m6i.large"]
        min_size       = 3
        max_size       = 9
      }
    }

    apps = {}

    ops = {
      default_node_pool = {
        min_size = 1
      }
    }
  }
}
`,
  'eks_gc0_eu-west-1_providers.tf': `provider "aws" {
  alias  = "eks_gc0_eu-west-1"
  region = "eu-west-1"
}

provider "kubernetes" {
  alias = "eks_gc0_eu-west-1"
}

provider "kustomization" {
  alias          = "eks_gc0_eu-west-1"
  kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
}

provider "aws" {
  alias  = "eks_ml0_eu-north-1"
  region = "eu-north-1"
}
`,
  'eks_gc0_eu-west-1_service_nginx.tf': `module "eks_gc0_eu-west-1_service_nginx" {
  providers = {
    kustomization = kustomization.eks_gc0_eu-west-1
  }

  source  = "kbst.xyz/catalog/nginx/kustomization"
  version = "1.10.0-kbst.0"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      replicas = [{ name = "ingress-nginx-controller", count = 3 }]
    }
    apps = {}
    ops  = {}
  }
}
`,
  'main.tf':
    'locals {\n  project = "acme"\n}\n\nvariable "base_domain" {\n  type        = string\n  description = "The domain."\n}\n',
  'modules/cert_manager/main.tf': `module "cert_manager" {
  providers = {
    kustomization = kustomization
  }

  source = "${framework('kustomization/overlay')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      resources = ["\${path.module}/manifests/upstream.yaml"]
    }
    apps = {}
    ops  = {}
  }
}
`,
} as const;

/** A node pool with typed configuration, for completion. */
export const typedPool = (body: string): Record<string, string> => ({
  ...TYPED,
  'eks_gc0_eu-west-1_node_pool_extra.tf': `module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "${framework('aws/cluster/node-pool')}"
${body}`,
});

/** The typed cluster with a part of it replaced. */
export function typedCluster(part: string, marked: string): Record<string, string> {
  const text = TYPED['eks_gc0_eu-west-1_cluster.tf'];
  if (!text.includes(part)) throw new Error(`The cluster has no ${part}.`);
  return { ...TYPED, 'eks_gc0_eu-west-1_cluster.tf': text.replace(part, marked) };
}

/** A cluster of a release, whose attributes are strings. */
export const stringCluster = (apps: string, ops = ''): Record<string, string> => ({
  'gke_gc0_europe-west1_cluster.tf': `module "gke_gc0_europe-west1" {
  providers = {
    google = google.gke_gc0_europe-west1
  }

  source = "${framework('google/cluster', RELEASE)}"

  configuration = {
    apps = {
      name_prefix = "gc0"
      base_domain = "example.org"
      project_id  = "acme"
      region      = "europe-west1"
${apps}
    }
    ops = {
${ops}
    }
  }
}
`,
  'providers.tf': 'provider "google" {\n  alias = "gke_gc0_europe-west1"\n}\n',
});
