import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanNode } from '../../../../client/plan/view/planNode';
import { measureBlocks, type Blocks } from '../../../bench/blockMeter';
import { platformsKnown } from '../platformsKnown';
import { manyResources, multipliedState } from '../../../terraform/plan/manyResources';
import { apply, folder, plan, prepare, viewText } from './sample';

const count = 5000;

/** In milliseconds: what nobody notices. */
const longestBlock = 50;

describe('A plan of 5,000 changes', function () {
  // Terraform itself takes most of a minute to plan that many.
  this.timeout(400_000);
  const source = () => join(folder(), 'many.tf');
  const state = () => join(folder(), 'terraform.tfstate.d/ops/terraform.tfstate');
  let stateBefore: Buffer | undefined;

  before(() => {
    prepare(['ops']);
    stateBefore = existsSync(state()) ? readFileSync(state()) : undefined;
    writeFileSync(source(), manyResources(count, 1));
    apply('ops');
    writeFileSync(state(), multipliedState(readFileSync(state(), 'utf8')));
    writeFileSync(source(), manyResources(count, 2));
  });

  after(async () => {
    rmSync(source());
    if (stateBefore) writeFileSync(state(), stateBefore);
    else rmSync(state());
    await plan('ops');
  });

  // The time that the process was computing between two turns of the event loop: on a busy machine the clock has other programs in it.
  it('never blocks the extension host for as long as 50 ms, and shows all of them', async () => {
    const planned = await measureBlocks(() => plan('ops'));
    const text = await viewText();
    assert.match(text, /^ops — 500 to replace · 4500 to change$/m);
    const { plan: parts } = await platformsKnown();
    const labels = new Set<string>();
    // As the editor asks: for the children of one item at a time, and how each of them looks.
    const shown = await measureBlocks(async () => {
      const open = parts.view.getChildren().filter(({ environment }) => environment === 'ops');
      for (let node: PlanNode | undefined; (node = open.pop());) {
        const children = parts.view.getChildren(node);
        for (const child of children) parts.view.getTreeItem(child);
        open.push(...children);
        if (node.kind === 'planChange') labels.add(node.address ?? '');
        await new Promise(resolve => setImmediate(resolve));
      }
    });
    assert.equal(labels.size, count);
    assert.ok(!text.includes('secret-of'));
    assert.ok(planned.processor < longestBlock, `planning: ${told(planned)}`);
    assert.ok(shown.processor < longestBlock, `showing: ${told(shown)}`);
  });
});

function told({ clock, processor }: Blocks): string {
  return `${processor.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`;
}
