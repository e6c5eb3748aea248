/** Realistic platforms: of the newest generation with local modules, of a release, and of an old release. */
import { framework } from '../kubestack/effectiveOf';

/** Three environments, a node pool that reads the cluster's configuration, and a platform service in a local module. */
export const NEWEST: Readonly<Record<string, string>> = {
  'gke_ml0_europe-west1_cluster.tf': `module "gke_ml0_europe-west1" {
  source = "${framework('google/cluster')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "ml0"
      base_domain = var.base_domain
      region      = "europe-west1"
      project_id  = local.project
      default_node_pool = {
        min_node_count = 3
        max_node_count = 9
        instance_tags  = ["a", "b"]
      }
    }
    apps = {}
    ops = {
      default_node_pool = {
        max_node_count = 1
        instance_tags = [
          "c",
        ]
      }
    }
  }
}
`,
  'gke_ml0_europe-west1_node_pool_gpu.tf': `module "gke_ml0_europe-west1_node_pool_gpu" {
  source = "${framework('google/cluster/node-pool')}"

  cluster          = module.gke_ml0_europe-west1.cluster
  cluster_metadata = module.gke_ml0_europe-west1.current_metadata

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name     = "gpu"
      location = module.gke_ml0_europe-west1.current_config["region"]
    }
    apps = {}
    ops = {
      location = "europe-west1-b"
    }
  }
}
`,
  'gke_ml0_europe-west1_providers.tf': `provider "google" {
  alias = "gke_ml0_europe-west1"
}

provider "kustomization" {
  alias          = "gke_ml0_europe-west1"
  kubeconfig_raw = module.gke_ml0_europe-west1.kubeconfig
}
`,
  'gke_ml0_europe-west1_feature_nginx.tf': `module "gke_ml0_europe-west1_feature_nginx" {
  source   = "./modules/nginx"
  replicas = 2

  providers = {
    kustomization = kustomization.gke_ml0_europe-west1
  }
}

output "ingress" {
  value = module.gke_ml0_europe-west1_feature_nginx.address
}
`,
  'locals.tf': `locals {
  # What the team pays for.
  project = "p-\${var.base_domain}"
  on_call = terraform.workspace == "ops"
}

variable "base_domain" {
  type    = string
  default = "example.com"
}
`,
  'config.auto.tfvars': `base_domain = "example.org"
`,
  'modules/nginx/main.tf': `module "nginx" {
  source = "${framework('kustomization/overlay')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      resources = ["\${path.module}/manifests/upstream.yaml", "\${path.module}/manifests/missing.yaml"]
      replicas  = [{ name = "nginx", count = var.replicas }]
    }
    apps = {}
    ops  = {}
  }
}

output "address" {
  value = "nginx"
}
`,
  'modules/nginx/variables.tf': `variable "replicas" {
  type = number
}
`,
  'modules/nginx/manifests/upstream.yaml': 'kind: Namespace\n',
};

/** Up to v0.19.2: maps of strings, `apps` as the base, a catalog service. */
export const RELEASED: Readonly<Record<string, string>> = {
  'eks_gc0_eu-north-1_cluster.tf': `module "eks_gc0_eu-north-1" {
  providers = {
    aws        = aws.eks_gc0_eu-north-1
    kubernetes = kubernetes.eks_gc0_eu-north-1
  }

  source = "${framework('aws/cluster', 'v0.18.1-beta.0')}"

  configuration = {
    apps = {
      base_domain           = "example.org"
      cluster_instance_type = "m5.xlarge"
      cluster_max_size      = 9
      cluster_min_size      = 3
      name_prefix           = "gc0"
    }
    ops = {
      cluster_instance_type = "t3.large"
    }
    loc = {}
  }
}
`,
  'eks_gc0_eu-north-1_providers.tf': `provider "aws" {
  alias  = "eks_gc0_eu-north-1"
  region = "eu-north-1"
}

locals {
  kubeconfig = yamldecode(module.eks_gc0_eu-north-1.kubeconfig)
}

provider "kubernetes" {
  alias = "eks_gc0_eu-north-1"
  host  = local.kubeconfig["clusters"][0]["cluster"]["server"]
}

provider "kustomization" {
  alias          = "eks_gc0_eu-north-1"
  kubeconfig_raw = module.eks_gc0_eu-north-1.kubeconfig
}
`,
  'eks_gc0_eu-north-1_service_nginx.tf': `module "eks_gc0_eu-north-1_service_nginx" {
  providers = {
    kustomization = kustomization.eks_gc0_eu-north-1
  }

  source  = "kbst.xyz/catalog/nginx/kustomization"
  version = "1.10.1-kbst.0"

  configuration = {
    apps = {
      replicas = [{ name = "nginx", count = 3 }]
    }
    ops = {}
    loc = {}
  }
}
`,
};

/** Up to v0.14: the configurations of all clusters are values of one variable. */
export const LEGACY: Readonly<Record<string, string>> = {
  'clusters.tf': `variable "clusters" {}

module "eks_zero" {
  source        = "${framework('aws/cluster', 'v0.12.2-beta.0')}"
  configuration = var.clusters["eks_zero"]
}

module "gke_zero" {
  source        = "${framework('google/cluster', 'v0.12.2-beta.0')}"
  configuration = var.clusters["gke_zero"]
}
`,
  'config.auto.tfvars': `clusters = {
  eks_zero = {
    apps = {
      name_prefix      = "kbst"
      cluster_max_size = "9"
    }
    ops = {
      cluster_max_size = "2"
    }
  }
  gke_zero = {
    apps = {
      name_prefix = "kbst"
    }
    ops = {}
  }
}
`,
};
