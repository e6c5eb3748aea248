// What a module makes of a configuration is checked by the rules of data/resources.json, once it has been evaluated.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { now } from '../../../../common/now';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { forecasterIn } from '../../../../server/forecast/forecaster';
import { readAssetIn } from '../../../../server/node/assetFiles';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { workspaceOf } from '../../../support/testWorkspace';

const FILE = 'eks_gc0_eu-west-1_node_pool_batch.tf';
const MODULE = 'vendor/terraform-kubestack/aws/cluster/node-pool/main.tf';

describe('values that a module makes of a configuration', () => {
  const sample = readSamplePlatform('multi-cloud');

  /** The findings before and after the document has been evaluated. */
  async function found(resource: string, checks: Record<string, 'off'> = {}) {
    const forecaster = forecasterIn(readAssetIn(join(__dirname, '../../../..')));
    const texts = { ...sample, [MODULE]: `${sample[MODULE]!}\n${resource}\n` };
    const { snapshot, uri } = await workspaceOf(texts, { checks });
    const request = { ...snapshot, refusedArguments: forecaster.refusedArguments };
    const findings = (): string[] =>
      now(allDiagnostics(request, uri(FILE)))
        .filter(({ code }) => code === 'KS318')
        .map(({ range, message }) => `${range.start.line + 1}: ${message as string}`);
    const before = findings();
    const hasChanged = now(forecaster.prepareEffects(request, uri(FILE)));
    return { before, hasChanged, after: findings(), again: now(forecaster.prepareEffects(request, uri(FILE))) };
  }

  const nodes = (size: string): string =>
    `resource "aws_eks_node_group" "nodes" {\n  scaling_config {\n    min_size = ${size}\n  }\n}`;

  it('are findings at the module, each once, with the environments that have them', async () => {
    assert.deepEqual(await found(nodes('terraform.workspace == "ops" ? 1 : 1 - 2')), {
      before: [],
      hasChanged: true,
      after: [
        '1: module.eks_gc0_eu-west-1_node_pool_batch.aws_eks_node_group.nodes: "-1" in scaling_config.min_size is refused: use a whole number, 0 or more. Environments: "apps-prod" and "apps".',
      ],
      again: false,
    });
  });

  it('are no findings if they are allowed or unknown, or the check is off', async () => {
    for (const size of ['2 - 1', 'aws_eks_cluster.other.size']) {
      const { after, hasChanged } = await found(nodes(size));
      assert.deepEqual(after, []);
      assert.equal(hasChanged, false);
    }
    assert.deepEqual((await found(nodes('1 - 2'), { KS318: 'off' })).after, []);
  });
});
