module "eks_
