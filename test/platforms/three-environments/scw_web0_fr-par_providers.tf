provider "scaleway" {
  alias           = "scw_web0_fr-par"
  organization_id = "5a7e0f6c-3f0e-4d3c-9b1f-2d6b3a1c8e40"
  project_id      = "c1b2f4d8-90ab-4c55-8f21-7e6d5a4b3c21"
  region          = "fr-par"
}

provider "kustomization" {
  alias          = "scw_web0_fr-par"
  kubeconfig_raw = module.scw_web0_fr-par.kubeconfig
}
