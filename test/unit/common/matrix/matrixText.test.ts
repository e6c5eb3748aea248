import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Matrix, MatrixCell, MatrixRow } from '../../../../common/matrix/matrix';
import { matrixText } from '../../../../common/matrix/matrixText';
import { visibleRows, type MatrixView } from '../../../../common/matrix/visibleRows';
import { hostileText } from '../../../support/hostileText';

const labels = { module: 'Module', attribute: 'Attribute', nodes: 'Nodes' };
const row = (module: string, attribute: string, ...cells: (string | MatrixCell)[]): MatrixRow => ({
  id: `${module} ${attribute}`,
  module,
  attribute,
  cells: cells.map(cell => (typeof cell === 'string' ? { text: cell } : cell)),
});
const matrixOf = (rows: MatrixRow[], environments = ['ops', 'apps']): Matrix => ({
  ...{ environments, baseEnvironment: 'apps', modules: [], rows, omitted: 0, files: [], problems: [] },
  nodes: environments.map(() => ({ min: 0, max: 0, unknown: 0, zones: [] })),
});
const counted: Matrix = {
  ...matrixOf([row('eks', 'max', '1', '9')]),
  nodes: [
    { min: 1, max: 1, unknown: 0, zones: [] },
    { min: 3, max: 9, unknown: 1, zones: [{ zone: 'eu-west-1a', min: 3, max: 9 }] },
  ],
};

/** The fields of CSV according to RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/y;
  while (field.lastIndex < text.length) {
    const [, value = '', end] = field.exec(text) ?? assert.fail(`not CSV: ${text}`);
    rows.at(-1)!.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter(fields => fields.length > 0);
}

describe('an exported environment matrix', () => {
  it('is a Markdown table with node counts', () => {
    assert.equal(
      matrixText(counted, counted.rows, labels, 'markdown'),
      [
        '| Module | Attribute | ops | apps |',
        '| --- | --- | --- | --- |',
        '| eks | `max` | `1` | `9` |',
        '| Nodes |  | 1 | ≥ 3–9 |',
        '| Nodes | eu-west-1a |  | 3–9 |',
        '',
      ].join('\n'),
    );
  });

  it('is CSV with the same content', () => {
    assert.equal(
      matrixText(counted, counted.rows, labels, 'csv'),
      'Module,Attribute,ops,apps\r\neks,max,1,9\r\nNodes,,1,≥ 3–9\r\nNodes,eu-west-1a,,3–9\r\n',
    );
  });

  it('contains no formulas in CSV, and keeps numbers', () => {
    const values = ['=1+1', '+x', '-x', '@SUM(A1)', '＝1', ' =1', '-1', '-1.5', '"=1"', 'a,b'];
    const matrix = matrixOf([row('eks', 'a', ...values)], values);
    const [header, fields] = parseCsv(matrixText(matrix, matrix.rows, labels, 'csv'));
    const shown = ["'=1+1", "'+x", "'-x", "'@SUM(A1)", "'＝1", "' =1", '-1', '-1.5', '"=1"', 'a,b'];
    assert.deepEqual(fields?.slice(2), shown);
    assert.deepEqual(header?.slice(2), shown);
  });

  it('keeps its rows and columns, whatever the names and values are', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (module, attribute, value) => {
        const matrix = matrixOf([row(module, attribute, value, value)], [value, module]);
        const fields = parseCsv(matrixText(matrix, matrix.rows, labels, 'csv'));
        assert.deepEqual(
          fields.map(each => each.length),
          [4, 4],
        );
        for (const field of fields.flat()) assert.doesNotMatch(field, /^\s*[=+@]|^\s*-(?!\d+(?:\.\d+)?$)|[\r\n\t]/);
        const lines = matrixText(matrix, matrix.rows, labels, 'markdown').split('\n');
        assert.equal(lines.length, 4);
        for (const line of lines.slice(0, 3)) assert.equal(line.replaceAll('\\|', '').match(/\|/g)?.length, 5, line);
      }),
    );
  });
});

describe('the rows of the environment matrix', () => {
  const matrix = matrixOf([
    row('eks', 'max_size', { text: '10', differs: true }, '9'),
    row('eks', 'version', { text: 'var.v', unknown: true }, '"1.30"'),
    row('aks', 'max_size', '2', { text: '', change: { before: '1' } }),
  ]);
  const ids = (view: Partial<MatrixView>): string[] =>
    visibleRows(matrix, { filter: '', only: [], ...view }).map(({ id }) => id);

  it('match all words of the filter in names and values', () => {
    assert.deepEqual(ids({ filter: 'EKS size' }), ['eks max_size']);
    assert.deepEqual(ids({ filter: ' var.V ' }), ['eks version']);
    assert.deepEqual(ids({ filter: 'nothing' }), []);
  });

  it('can be limited to different, unknown or changed values', () => {
    assert.deepEqual(ids({ only: ['differences'] }), ['eks max_size']);
    assert.deepEqual(ids({ only: ['unknown'] }), ['eks version']);
    assert.deepEqual(ids({ only: ['changes'] }), ['aks max_size']);
    assert.deepEqual(ids({ only: ['changes', 'unknown'] }), []);
  });

  it('are sorted by a column, numbers by value, with unset values last', () => {
    const sorted = (column: number, descending = false): string[] => ids({ sort: { column, descending } });
    assert.deepEqual(sorted(0), ['aks max_size', 'eks max_size', 'eks version']);
    assert.deepEqual(sorted(2), ['aks max_size', 'eks max_size', 'eks version']);
    assert.deepEqual(sorted(2, true), ['eks version', 'eks max_size', 'aks max_size']);
    assert.equal(sorted(3).at(-1), 'aks max_size');
    assert.equal(sorted(3, true).at(-1), 'aks max_size');
    assert.deepEqual(sorted(9), ['eks max_size', 'eks version', 'aks max_size']);
    assert.deepEqual(ids({}), ['eks max_size', 'eks version', 'aks max_size']);
  });
});
