import assert from 'node:assert/strict';
import { join } from 'node:path';
import { forecasterIn } from '../../../../server/forecast/forecaster';
import { hover } from '../../../../server/features/hover/hover';
import { resolveAt } from '../../../../server/semantics/resolveAt';
import { readAssetIn } from '../../../../server/node/assetFiles';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { cursorIn, workspaceOf } from '../../../support/testWorkspace';

const FILE = 'eks_gc0_eu-west-1_node_pool_batch.tf';
const MODULE = 'vendor/terraform-kubestack/aws/cluster/node-pool/main.tf';
const COMMAND = 'kubestack.replaceStepByStep';

describe('the light bulb of an attribute whose change replaces a node pool', () => {
  const forecaster = forecasterIn(readAssetIn(join(__dirname, '../../../..')));
  const sample = readSamplePlatform('multi-cloud');
  const files: Readonly<Record<string, string>> = {
    ...sample,
    [MODULE]: `${sample[MODULE]!}\nresource "aws_eks_node_group" "nodes" {\n  disk_size = local.cfg.disk_size\n}\n`,
  };

  async function offered(attribute: string, commands: readonly string[]) {
    const { snapshot, uri } = await workspaceOf(files);
    const request = { ...snapshot, client: { ...snapshot.client, linkedCommands: commands } };
    const { position } = cursorIn({ [FILE]: files[FILE]!.replace(`${attribute} `, `│${attribute} `) });
    const here = resolveAt(request, uri(FILE), position);
    assert.ok(here);
    const before = forecaster.replaceAction(request, here);
    for (const _ of forecaster.prepareEffects(request, uri(FILE)));
    const text = hover(request, uri(FILE), position, forecaster.effectSection);
    return { before, after: forecaster.replaceAction(request, here), text: JSON.stringify(text) };
  }

  it('begins with the attribute, as the link of the hover does', async () => {
    const { before, after, text } = await offered('disk_size', [COMMAND]);
    assert.equal(before, undefined, 'nothing is computed for it');
    assert.ok(after?.command);
    assert.equal(after.command.command, COMMAND);
    assert.match(
      JSON.stringify(after.command.arguments),
      /"name":"eks_gc0_eu-west-1_node_pool_batch","attribute":"disk_size"/,
    );
    assert.ok(text.includes(`command:${COMMAND}`));
  });

  it('is not offered for other attributes, and not in editors without the command', async () => {
    assert.equal((await offered('max_size', [COMMAND])).after, undefined);
    const { after, text } = await offered('disk_size', []);
    assert.equal(after, undefined);
    assert.ok(!text.includes('command:'));
  });
});
