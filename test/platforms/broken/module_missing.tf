module "module_missing" {
  source = "./modules/not_there"
}
