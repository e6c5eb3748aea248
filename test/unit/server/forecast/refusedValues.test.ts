// The rules of data/resources.json on values that a module makes of a configuration.
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecastOf } from '../../../support/forecast/forecastCase';
import type { FactsFile } from '../../../support/forecast/stubSchema';

const FACTS = JSON.parse(readFileSync(join(__dirname, '../../../../data/resources.json'), 'utf8')) as FactsFile;

const MODULE = `variable "size" {}
variable "cidr" {}
resource "aws_vpc" "current" {
  cidr_block = "\${var.cidr}/\${terraform.workspace == "ops" ? 29 : 16}"
}
resource "aws_eks_node_group" "nodes" {
  cluster_name  = "zero"
  node_role_arn = "role"
  subnet_ids    = ["a"]
  scaling_config {
    desired_size = 1
    max_size     = var.size * 2
    min_size     = 1 - var.size
  }
}
`;
const root = (size: number, cidr: string): string =>
  `module "zero" {\n  source = "./module"\n  size   = ${size}\n  cidr   = "${cidr}"\n}\n`;

describe('a forecast of transformed values', () => {
  const planFails = async (environment: string, size: number, cidr: string): Promise<string[]> => {
    const files = (text: string): Record<string, string> => ({ 'main.tf': text, 'module/main.tf': MODULE });
    const { environments } = await forecastOf({
      before: files(root(1, '10.0.0.0')),
      after: files(root(size, cidr)),
      environment,
      facts: FACTS,
    });
    return (environments[environment]?.cannotPlan ?? []).map(({ message }) => message);
  };

  it('names the values that the provider refuses, in the environments that have them', async () => {
    assert.deepEqual(await planFails('apps', 2, '10.0.0.0'), [
      'module.zero.aws_eks_node_group.nodes: "-1" in scaling_config.min_size is refused: use a whole number, 0 or more.',
    ]);
    assert.deepEqual(await planFails('ops', 1, '10.1.0.0'), [
      'module.zero.aws_vpc.current: "10.1.0.0/29" in cidr_block is refused: use a range from /16 to /28, such as 10.1.0.0/28.',
    ]);
    assert.deepEqual(await planFails('apps', 1, '10.1.0.0'), []);
  });

  it('leaves out what the change does not reach, and what is unknown', async () => {
    assert.deepEqual(await planFails('ops', 1, '10.0.0.0'), []);
  });
});
