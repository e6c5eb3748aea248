import * as assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanNode } from '../../../../client/plan/ui/tree/planNode';
import { measureBlocks, type Blocks } from '../../../bench/blockMeter';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { manyResources, multipliedState } from '../../../support/terraform/plan/manyResources';
import { apply, folder, plan, prepare, viewText } from '../../../support/extension/multi-cloud/sample';

const count = 5000;

/** What a single turn of the event loop may be of all that the process computes. */
const longestShare = 1 / 5;

/** A turn of so few milliseconds is short, however little there was to compute. */
const shortTurn = 50;

describe('a plan with 5,000 changes', function () {
  // Terraform itself takes most of a minute to plan that many.
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
    assert.match(text, /^ops — 500 to replace · 4500 to change$/m);
    const { plan: parts } = await platformsKnown();
    const labels = new Set<string>();
    // As the editor asks: for the children of one item at a time, and how each of them looks.
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
    // A turn that is long by what it does is long each time; one that met the garbage collector is not.
    const shown = [await show(), await show(), await show()].sort((a, b) => share(a) - share(b))[0]!;
    assert.equal(labels.size, count);
    assert.ok(!text.includes('secret-of'));
    assert.ok(isResponsive(planned), `planning: ${told(planned)}`);
    assert.ok(isResponsive(shown), `showing: ${told(shown)}`);
  });
});

/** The longest turn, of all that was computed. */
const share = ({ processor, total }: Blocks): number => processor / total;

const isResponsive = (blocks: Blocks): boolean => blocks.processor < shortTurn || share(blocks) < longestShare;

function told({ clock, processor, total }: Blocks): string {
  return `${processor.toFixed(1)} ms of ${total.toFixed(1)} ms computing, ${clock.toFixed(1)} ms by the clock`;
}
