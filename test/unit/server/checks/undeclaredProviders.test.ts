// Aliases of providers that nothing declares. `terraform validate` answers "Provider configuration not present" for each of those reported here.
import { checkDiagnostics, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const platform = (main: string, module = ''): PlatformTexts => ({
  'main.tf': `module "eks_a" {
  source        = "${framework('aws/cluster')}"
  configuration = { apps = {} }
}
module "backups" {
  source    = "./modules/backups"
  providers = { aws.eu = aws.eu }
}
provider "aws" {
  alias = "eu"
}
${main}`,
  'modules/backups/main.tf': `terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.eu]
    }
  }
}
${module}`,
});

describe('an alias that no provider block declares', () => {
  it('is reported in resources, data sources and imports', async () => {
    const texts = platform(`resource "aws_s3_bucket" "a" {
  provider = aws.us
}
data "aws_s3_bucket" "a" {
  provider = "aws.us"
}
import {
  provider = google.us
  to       = google_storage_bucket.a
  id       = "a"
}
`);
    await checkDiagnostics('KS402', texts, [
      'main.tf:13: No provider "aws" has the alias "us". (KS402)',
      'main.tf:16: No provider "aws" has the alias "us". (KS402)',
      'main.tf:19: No provider "google" has the alias "us". (KS402)',
    ]);
  });

  it('is reported in a module, which inherits no alias of the platform', async () => {
    const texts = platform(
      'provider "aws" {\n  alias = "us"\n}\n',
      `resource "aws_s3_bucket" "a" {
  provider = aws.us
}
module "b" {
  source    = "example/b/aws"
  providers = { aws = aws.uk }
}
`,
    );
    await checkDiagnostics('KS402', texts, [
      'modules/backups/main.tf:10: No provider "aws" has the alias "us". (KS402)',
      'modules/backups/main.tf:14: No provider "aws" has the alias "uk". (KS402)',
    ]);
  });

  it('is not reported if it is declared, passed or an instance, or if it has no alias', async () => {
    const resources = `resource "aws_s3_bucket" "a" {
  provider = aws.eu
}
data "aws_s3_bucket" "a" {
  provider = aws
}
resource "aws_instance" "a" {
  provisioner "local-exec" {
    command = provider.aws.other
  }
}
`;
    const instances = `provider "aws" {
  alias    = "by_region"
  for_each = toset(["eu-west-1"])
}
resource "aws_s3_bucket" "b" {
  for_each = toset(["eu-west-1"])
  provider = aws.by_region[each.key]
}
`;
    await checkDiagnostics('KS402', platform(resources + instances, resources), []);
  });

  it('is not reported while a file of the module does not parse', async () => {
    const texts = platform('resource "aws_s3_bucket" "a" {\n  provider = aws.us\n}\nprovider "aws" {\n  alias =\n}\n');
    await checkDiagnostics('KS402', texts, []);
  });
});
