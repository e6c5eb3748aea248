module "module_cycle_a" {
  source = "./modules/a"
}
