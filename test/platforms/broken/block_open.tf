module "block_open" {
