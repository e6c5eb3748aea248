import assert from 'node:assert/strict';
import {
  blockHeaders,
  isFirstLine,
  lineMarks,
  lineOfSource,
  locationLabel,
  replacedValues,
  valueSummary,
  withoutRemarks,
} from '../../../../client/platform/effectiveLines';
import type { EffectiveDocumentLine, EffectiveModule } from '../../../../common/protocol';
import { labelAt } from '../../../support/client/platform/samplePlatform';

const document: [text: string, line: EffectiveDocumentLine][] = [
  ['module "eks" {', { origin: 'inherited', location: labelAt(0, 'eks.tf') }],
  ['  base_domain = "example.com"', { origin: 'inherited', location: labelAt(5, 'eks.tf') }],
  ['  min_size = 1', { origin: 'overridden', location: labelAt(12, 'eks.tf') }],
  ['  labels = []', { origin: 'set', location: labelAt(13, 'eks.tf') }],
  ['  }', { origin: 'set' }],
  ['}', { origin: 'overridden' }],
  ['# nothing {', { origin: 'set', location: labelAt(1, 'other.tf') }],
];
const texts = document.map(([text]) => text);
const lines = document.map(([, line]) => line);

describe('lineMarks()', () => {
  it('distinguishes inherited, overridden and added lines, and ignores blocks and braces', () =>
    assert.deepEqual(lineMarks(texts, lines, false), { inherited: [1], overridden: [2], added: [3] }));

  it('does not mark an object as added if one of its attributes is set', () => {
    const nested = ['  pool = {', '    min = 1', '  }'].map((text, line): [string, EffectiveDocumentLine] => [
      text,
      { origin: 'set', location: labelAt(line, 'eks.tf') },
    ]);
    const marks = lineMarks(
      nested.map(([text]) => text),
      nested.map(([, line]) => line),
      false,
    );
    assert.deepEqual(marks, { inherited: [], overridden: [], added: [1] });
  });

  it('marks nothing in the base environment', () =>
    assert.deepEqual(lineMarks(texts, lines, true), { inherited: [], overridden: [], added: [] }));
});

describe('isFirstLine()', () => {
  it('returns true once for a value of several lines', () => {
    const value: EffectiveDocumentLine = { origin: 'overridden', location: labelAt(3, 'eks.tf') };
    const other: EffectiveDocumentLine = { origin: 'overridden', location: labelAt(4, 'eks.tf') };
    assert.deepEqual(
      [0, 1, 2, 3].map(line => isFirstLine([value, value, other, value], line)),
      [true, false, true, true],
    );
  });
});

describe('withoutRemarks()', () => {
  const shown = (...text: string[]) => {
    const origins = text.map((_, line): EffectiveDocumentLine => ({
      origin: 'set',
      location: labelAt(line, 'eks.tf'),
    }));
    const result = withoutRemarks(text.join('\n'), origins);
    assert.equal(result.lines.length, result.text.split('\n').length);
    return result.lines.map(({ location }, line) => `${location?.range.start.line}: ${result.text.split('\n')[line]}`);
  };

  it('removes the comment below a block header, and keeps the origin of each line', () =>
    assert.deepEqual(shown('module "a" {', '  # ops, inherits from apps', '  b = 1', '}'), [
      '0: module "a" {',
      '2:   b = 1',
      '3: }',
    ]));

  it('keeps the reason why a block is empty, and other comments', () => {
    const kept = ['# module.a', 'module "a" {', '  # not known', '}', 'module "b" {', '  c = 1', '  # d', '}'];
    assert.deepEqual(
      shown(...kept),
      kept.map((text, line) => `${line}: ${text}`),
    );
  });
});

describe('blockHeaders()', () => {
  it('returns top-level blocks with a location in the source', () => assert.deepEqual(blockHeaders(texts, lines), [0]));
});

describe('lineOfSource()', () => {
  it('returns the line of a location, or of the nearest one above it', () => {
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 12), 2);
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 8), 1);
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 99), 3);
  });

  it('returns nothing for other files, or above the first location', () => {
    assert.equal(lineOfSource(lines, 'file:///repo/gke.tf', 12), undefined);
    assert.equal(lineOfSource(lines, 'file:///repo/other.tf', 0), undefined);
  });
});

describe('replacedValues()', () => {
  it('maps overridden values to the location of their override', () => {
    const module: EffectiveModule = {
      name: 'eks',
      address: 'module.eks',
      kind: 'cluster',
      source: './eks',
      baseKey: 'apps',
      location: labelAt(0, 'eks.tf'),
      environments: {
        apps: [{ path: ['min_size'], value: 3, known: true, origin: 'set', location: labelAt(4, 'eks.tf') }],
        ops: [
          {
            path: ['min_size'],
            value: 1,
            known: true,
            origin: 'overridden',
            location: labelAt(12, 'eks.tf'),
            overrides: { value: 3, location: labelAt(4, 'eks.tf') },
          },
        ],
      },
    };
    const upper = (uri: string) => uri.toUpperCase();
    const place = locationLabel({ ...labelAt(12, 'eks.tf'), uri: 'FILE:///REPO/EKS.TF' });
    assert.deepEqual([...replacedValues([module], 'ops', upper)], [[place, '3']]);
    assert.deepEqual([...replacedValues([module], 'apps', upper)], []);
    assert.deepEqual([...replacedValues([module], 'unknown', upper)], []);
  });
});

describe('the summary of a value', () => {
  it('is one line of HCL', () => {
    assert.equal(valueSummary({ a: [1, 'x'], 'b/c': null, d: {} }), '{ a = [1, "x"], "b/c" = null, d = {} }');
    assert.equal(valueSummary('${x} %{y} $5'), '"$${x} %%{y} $5"');
    assert.equal(valueSummary(true), 'true');
  });
  it('is truncated if it is too long', () => assert.equal(valueSummary('x'.repeat(100)), `"${'x'.repeat(58)}…`));
});
