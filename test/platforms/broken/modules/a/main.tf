module "b" {
  source = "../a"
}
