// Names from the code can't break the tables of a README.
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { applySpanEdits, platformSection, setSetting } from '../../../../server/edits/readmeTableEdits';
import { setRowsInOrder } from '../../../../server/edits/rowsInOrder';
import { readReadmePlatform } from '../../../../server/kubestack/readme/readmeTables';
import { hostileText } from '../../../support/hostileText';
import { renderings } from '../../../support/renderedMarkdown';

const runs = { numRuns: 300, seed: 12 };

/** Rows of the section's tables in the rendered README. */
function assertRows(text: string, rows: readonly number[]): void {
  for (const [engine, rendered] of renderings(text)) {
    assert.deepEqual([rendered.images, rendered.html], [0, []], engine);
    assert.deepEqual(
      rendered.tables.map(table => table.length),
      rows,
      engine,
    );
    for (const table of rendered.tables) assert.equal(new Set(table).size, 1, engine);
    assert.equal(rendered.blocks.filter(block => block === 'heading').length, 5, engine);
  }
}

describe('the tables of a README', function () {
  it('keep their rows and columns, whatever the names are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (cluster, region, value) => {
        const text = platformSection({
          configuration: [['Environment names', value]],
          clusters: [[cluster, 'EKS (AWS)', region, value]],
          nodePools: [],
          features: [[value, cluster, region]],
        });
        assertRows(text, [2, 2, 1, 2]);
        const readme = readReadmePlatform(text);
        assert.equal(readme?.tables.clusters?.table?.rows.length, 1);
      }),
      runs,
    );
  });

  it('keep their rows when names are added and settings changed', () => {
    const empty = platformSection({
      configuration: [['Environment names', 'apps']],
      clusters: [],
      nodePools: [],
      features: [],
    });
    fc.assert(
      fc.property(hostileText, hostileText, (cluster, value) => {
        const readme = readReadmePlatform(empty)!;
        const text = applySpanEdits(empty, [
          ...setSetting(empty, readme, 'environmentNames', value),
          ...setRowsInOrder(empty, readme, 'clusters', [[cluster, 'EKS (AWS)', value, value]]),
        ]);
        assertRows(text, [2, 2, 1, 1]);
      }),
      runs,
    );
  });
});
