import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { applySpanEdits } from '../../../../server/edits/readmeTableEdits';
import { setRowsInOrder } from '../../../../server/edits/rowsInOrder';
import { readReadmePlatform } from '../../../../server/kubestack/readme/readmeTables';

const readme = (rows: readonly string[]): string =>
  [
    '# Shop',
    '',
    '## Platform',
    '',
    '### Node pools',
    '',
    '| Node pool | Cluster | Notes |',
    '|---|---|---|',
    ...rows,
    '',
    '## More',
    '',
  ].join('\n');

type Row = readonly [string, string, string | undefined];

function setRows(text: string, rows: readonly Row[]): string {
  const platform = readReadmePlatform(text);
  assert.ok(platform);
  return applySpanEdits(text, setRowsInOrder(text, platform, 'nodePools', rows));
}

describe('adding rows to a README table', () => {
  it('inserts them in alphabetical order', () => {
    const before = readme(['| eks_b | eks | by hand |', '| eks_f | eks | |']);
    const after = setRows(before, [
      ['eks_a', 'eks', undefined],
      ['eks_c', 'eks', 'first'],
      ['eks_d', 'eks', 'second'],
      ['eks_f', 'gke', undefined],
      ['eks_g', 'eks', undefined],
    ]);
    const rows = [
      '| eks_a | eks | |',
      '| eks_b | eks | by hand |',
      '| eks_c | eks | first |',
      '| eks_d | eks | second |',
    ];
    assert.equal(after, readme([...rows, '| eks_f | gke | |', '| eks_g | eks | |']));
  });

  it('appends them to an unsorted table', () => {
    const rows = ['| z | eks | |', '| b | eks | |'];
    assert.equal(setRows(readme(rows), [['a', 'eks', undefined]]), readme([...rows, '| a | eks | |']));
  });

  it('has the same result at once as one after the other', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '_'), minLength: 1, maxLength: 3 });
    const row = fc.tuple(name, fc.constantFrom('eks', 'gke'), fc.constantFrom(undefined, '', 'mine'));
    const rows = fc.uniqueArray(row, { selector: ([first]) => first, maxLength: 8 });
    fc.assert(
      fc.property(rows, rows, fc.boolean(), (present, wanted, isSorted) => {
        const order = isSorted ? [...present].sort(([a], [b]) => (a < b ? -1 : 1)) : present;
        const text = readme(
          order.map(([first, cluster, notes]) => `| ${first} | ${cluster} | ${notes ? `${notes} ` : ''}|`),
        );
        const oneByOne = wanted.reduce((now, each) => setRows(now, [each]), text);
        assert.equal(setRows(text, wanted), oneByOne);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
