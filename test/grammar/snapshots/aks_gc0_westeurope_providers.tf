provider "azurerm" {
  alias = "aks_gc0_westeurope"

  features {}
}

provider "kustomization" {
  alias          = "aks_gc0_westeurope"
  kubeconfig_raw = module.aks_gc0_westeurope.kubeconfig
}

locals {
  aks_gc0_westeurope_kubeconfig = yamldecode(module.aks_gc0_westeurope.kubeconfig)
}

provider "kubernetes" {
  alias = "aks_gc0_westeurope"

  host               = local.aks_gc0_westeurope_kubeconfig["clusters"][0]["cluster"]["server"]
  client_certificate = base64decode(local.aks_gc0_westeurope_kubeconfig["users"][0]["user"]["client-certificate-data"])
}
