// The jobs of a matrix, by the rules in GitHub's documentation.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { combinationsOf, MAX_MATRIX_JOBS } from '../../../../common/pipelines/github/matrix';
import { dictionary, scalar, unknownValue, type PipelineValue } from '../../../../common/pipelines/values/value';

type Row = Readonly<Record<string, string | number>>;
interface Matrix {
  readonly vectors: Readonly<Record<string, readonly (string | number)[]>>;
  readonly include?: readonly Row[];
  readonly exclude?: readonly Row[];
}

const rowValue = (row: Row): PipelineValue =>
  dictionary(Object.entries(row).map(([key, value]) => [key, scalar(value)] as const));
const rowsValue = (rows: readonly Row[]): PipelineValue => ({ kind: 'list', items: rows.map(rowValue) });

function matrixValue({ vectors, include, exclude }: Matrix): PipelineValue {
  return dictionary([
    ...Object.entries(vectors).map(([key, items]): [string, PipelineValue] => [
      key,
      { kind: 'list', items: items.map(each => scalar(each)) },
    ]),
    ...(include ? ([['include', rowsValue(include)]] as [string, PipelineValue][]) : []),
    ...(exclude ? ([['exclude', rowsValue(exclude)]] as [string, PipelineValue][]) : []),
  ]);
}

const shown = (value: PipelineValue): string => (value.kind === 'scalar' ? String(value.value) : '?');
const jobsOf = (matrix: PipelineValue): string[] =>
  combinationsOf(matrix).map(({ values, happens }) => {
    const parts = [...values.entries].map(([key, value]) => `${key}=${shown(value)}`).sort();
    return `${happens === true ? '' : happens === false ? 'not ' : 'maybe '}${parts.join(' ')}`;
  });

/** A literal implementation of the documentation, without unknown values. */
function documented({ vectors, include = [], exclude = [] }: Matrix): string[] {
  const keys = Object.keys(vectors);
  let rows: Record<string, string | number>[] = keys.length === 0 ? [] : [{}];
  for (const key of keys) rows = rows.flatMap(row => vectors[key]!.map(value => ({ ...row, [key]: value })));
  // "An excluded configuration only has to be a partial match for it to be excluded."
  const originals = rows.filter(
    row => !exclude.some(entry => Object.keys(entry).every(key => row[key] === entry[key])),
  );
  const jobs = originals.map(original => ({ original, values: { ...original } }));
  const extra: Record<string, string | number>[] = [];
  for (const entry of include) {
    // "… added to each of the matrix combinations if none of the key:value pairs overwrite any of the original matrix values."
    const fitting = jobs.filter(({ original }) =>
      Object.keys(entry).every(key => !(key in original) || original[key] === entry[key]),
    );
    for (const job of fitting) Object.assign(job.values, entry);
    // "If the object cannot be added to any of the matrix combinations, a new matrix combination will be created instead."
    if (fitting.length === 0) extra.push({ ...entry });
  }
  return [...jobs.map(({ values }) => values), ...extra].map(row =>
    Object.entries(row)
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(' '),
  );
}

describe('a GitHub job matrix', function () {
  it('contains every combination, the first key outermost', () => {
    const matrix = { vectors: { version: [10, 12, 14], os: ['ubuntu', 'windows'] } };
    assert.deepEqual(jobsOf(matrixValue(matrix)), [
      'os=ubuntu version=10',
      'os=windows version=10',
      'os=ubuntu version=12',
      'os=windows version=12',
      'os=ubuntu version=14',
      'os=windows version=14',
    ]);
  });

  it("adds include entries as in the documentation's example", () => {
    const include = [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ];
    assert.deepEqual(jobsOf(matrixValue({ vectors: { fruit: ['apple', 'pear'], animal: ['cat', 'dog'] }, include })), [
      'animal=cat color=pink fruit=apple shape=circle',
      'animal=dog color=green fruit=apple shape=circle',
      'animal=cat color=pink fruit=pear',
      'animal=dog color=green fruit=pear',
      'fruit=banana',
      'animal=cat fruit=banana',
    ]);
  });

  it("omits exclude entries as in the documentation's example", () => {
    const vectors = { os: ['macos', 'windows'], version: [12, 14, 16], environment: ['staging', 'production'] };
    const exclude = [
      { os: 'macos', version: 12, environment: 'production' },
      { os: 'windows', version: 16 },
    ];
    assert.equal(jobsOf(matrixValue({ vectors, exclude })).length, 9);
  });

  it('consists of its include entries if it has nothing else', () => {
    const include = [{ environment: 'ops' }, { environment: 'apps', region: 'eu' }];
    assert.deepEqual(jobsOf(matrixValue({ vectors: {}, include })), ['environment=ops', 'environment=apps region=eu']);
  });

  it('matches the documentation for random input', () => {
    const value = fc.constantFrom<string | number>('a', 'b', 'c', 1, 2);
    const row = fc.dictionary(fc.constantFrom('x', 'y', 'z', 'w'), value, { minKeys: 1, maxKeys: 3 });
    const vectors = fc.dictionary(
      fc.constantFrom('x', 'y', 'z'),
      fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
      { maxKeys: 3 },
    );
    fc.assert(
      fc.property(
        vectors,
        fc.array(row, { maxLength: 4 }),
        fc.array(row, { maxLength: 3 }),
        (given, include, exclude) => {
          const matrix = { vectors: given, include, exclude };
          assert.deepEqual(jobsOf(matrixValue(matrix)), documented(matrix), JSON.stringify(matrix));
        },
      ),
      { numRuns: 3_000, seed: 20_251_106 },
    );
  });

  it('is unknown if one of its parts is', () => {
    assert.deepEqual(jobsOf(unknownValue), ['maybe ']);
    const unknownList = dictionary([
      ['environment', unknownValue],
      ['os', { kind: 'list', items: [scalar('a'), scalar('b')] }],
    ]);
    assert.deepEqual(jobsOf(unknownList), ['maybe environment=? os=a', 'maybe environment=? os=b']);
    const entries: [string, PipelineValue][] = [
      ['environment', { kind: 'list', items: [scalar('ops'), scalar('apps')] }],
    ];
    assert.deepEqual(jobsOf(dictionary([...entries, ['exclude', unknownValue]])), [
      'maybe environment=ops',
      'maybe environment=apps',
    ]);
    assert.deepEqual(jobsOf(dictionary([...entries, ['include', unknownValue]])), ['maybe ']);
    const unknownEntry: PipelineValue = { kind: 'list', items: [dictionary([['environment', unknownValue]])] };
    assert.deepEqual(jobsOf(dictionary([...entries, ['exclude', unknownEntry]])), [
      'maybe environment=ops',
      'maybe environment=apps',
    ]);
  });

  it('is ignored if GitHub rejects it for its size', () => {
    const long = Array.from({ length: 17 }, (_, index) => index);
    assert.deepEqual(jobsOf(matrixValue({ vectors: { a: long, b: long } })), ['maybe ']);
    const endless = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, [1, 2]]));
    assert.deepEqual(jobsOf(matrixValue({ vectors: endless })), ['maybe ']);
    assert.equal(
      jobsOf(matrixValue({ vectors: { a: Array.from({ length: MAX_MATRIX_JOBS }, (_, index) => index) } })).length,
      MAX_MATRIX_JOBS,
    );
  });
});
