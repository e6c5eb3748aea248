provider "azurerm" {
  features {}
}

provider "kustomization" {
  alias          = "aks_gc0_northeurope"
  kubeconfig_raw = module.aks_gc0_northeurope.kubeconfig
}
