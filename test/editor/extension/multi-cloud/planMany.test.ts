import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanNode } from '../../../../client/plan/ui/tree/planNode';
import { measureBlocks, type Blocks } from '../../../bench/blockMeter';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { manyResources, multipliedState } from '../../../support/terraform/plan/manyResources';
import { apply, folder, plan, prepare, viewText } from '../../../support/extension/multi-cloud/sample';

const count = 600;

/** Maximum share of a single turn of the event loop in the total processor time of the process. */
const longestShare = 1 / 5;

/** A turn of at most this many milliseconds counts as short, regardless of the total. */
const shortTurn = 50;

describe('a plan with 600 changes', function () {
  this.timeout(600_000);
  const source = () => join(folder(), 'many.tf');
  const state = () => join(folder(), 'terraform.tfstate.d/ops/terraform.tfstate');
  let stateBefore: Buffer | undefined;

  before(() => {
    prepare(['ops']);
    stateBefore = existsSync(state()) ? readFileSync(state()) : undefined;
    writeFileSync(source(), manyResources(count, 1));
    apply('ops');
    writeFileSync(state(), multipliedState(readFileSync(state(), 'utf8'), count));
    writeFileSync(source(), manyResources(count, 2));
  });

  after(async () => {
    rmSync(source());
    if (stateBefore) writeFileSync(state(), stateBefore);
    else rmSync(state());
    await plan('ops');
  });

  it('is read and shown in small steps, so that the extension host stays responsive', async () => {
    const planned = await measureBlocks(() => plan('ops'));
    const text = await viewText();
    assert.match(text, /^ops — 60 to replace · 540 to change$/m);
    const { plan: parts } = await platformsKnown();
    const labels = new Set<string>();
    // Like the editor: requests the children of one item at a time, and the representation of each.
    const show = () =>
      measureBlocks(async () => {
        const open = parts.view.getChildren().filter(({ environment }) => environment === 'ops');
        for (let node: PlanNode | undefined; (node = open.pop());) {
          const children = parts.view.getChildren(node);
          for (const child of children) parts.view.getTreeItem(child);
          open.push(...children);
          if (node.kind === 'planChange') labels.add(node.address ?? '');
          await new Promise(resolve => setImmediate(resolve));
        }
      });
    // A turn that is long because of its work is long every time; one with garbage collection is not.
    const shown = [await show(), await show(), await show()].sort((a, b) => share(a) - share(b))[0]!;
    assert.equal(labels.size, count);
    assert.ok(!text.includes('secret-of'));
    assert.ok(isResponsive(planned), `planning: ${describeBlocks(planned)}`);
    assert.ok(isResponsive(shown), `showing: ${describeBlocks(shown)}`);
  });
});

/** The longest turn, as a share of the total processor time. */
const share = ({ processor, total }: Blocks): number => processor / total;

const isResponsive = (blocks: Blocks): boolean => blocks.processor < shortTurn || share(blocks) < longestShare;

function describeBlocks({ clock, processor, total }: Blocks): string {
  return `${processor.toFixed(1)} ms of ${total.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`;
}
