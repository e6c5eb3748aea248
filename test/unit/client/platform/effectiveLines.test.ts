import assert from 'node:assert/strict';
import {
  blockHeaders,
  lineMarks,
  lineOfSource,
  placeOf,
  replacedValues,
  valueText,
} from '../../../../client/platform/effectiveLines';
import type { EffectiveDocumentLine, EffectiveModule } from '../../../../server/protocol';
import { at } from './samplePlatform';

const document: [text: string, line: EffectiveDocumentLine][] = [
  ['module "eks" {', { origin: 'inherited', location: at(0, 'eks.tf') }],
  ['  base_domain = "example.com"', { origin: 'inherited', location: at(5, 'eks.tf') }],
  ['  min_size = 1', { origin: 'overridden', location: at(12, 'eks.tf') }],
  ['  labels = {', { origin: 'set', location: at(13, 'eks.tf') }],
  ['  }', { origin: 'set' }],
  ['}', { origin: 'overridden' }],
  ['# nothing {', { origin: 'set', location: at(1, 'other.tf') }],
];
const texts = document.map(([text]) => text);
const lines = document.map(([, line]) => line);

describe('lineMarks', () => {
  it('tells inherited lines, overrides and additions apart, and leaves blocks and braces alone', () =>
    assert.deepEqual(lineMarks(texts, lines, false), { inherited: [1], overridden: [2], added: [3] }));

  it('marks nothing in the base environment', () =>
    assert.deepEqual(lineMarks(texts, lines, true), { inherited: [], overridden: [], added: [] }));
});

describe('blockHeaders', () => {
  it('finds top-level blocks with a place in the source', () => assert.deepEqual(blockHeaders(texts, lines), [0]));
});

describe('lineOfSource', () => {
  it('finds the line of a place, else of the nearest one above it', () => {
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 12), 2);
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 8), 1);
    assert.equal(lineOfSource(lines, 'file:///repo/eks.tf', 99), 3);
  });

  it('knows nothing of other files, or above the first place', () => {
    assert.equal(lineOfSource(lines, 'file:///repo/gke.tf', 12), undefined);
    assert.equal(lineOfSource(lines, 'file:///repo/other.tf', 0), undefined);
  });
});

describe('replacedValues', () => {
  it('holds what an environment replaces, by the place that replaces it', () => {
    const module: EffectiveModule = {
      name: 'eks',
      address: 'module.eks',
      kind: 'cluster',
      source: './eks',
      baseKey: 'apps',
      location: at(0, 'eks.tf'),
      environments: {
        apps: [{ path: ['min_size'], value: 3, known: true, origin: 'set', location: at(4, 'eks.tf') }],
        ops: [
          {
            path: ['min_size'],
            value: 1,
            known: true,
            origin: 'overridden',
            location: at(12, 'eks.tf'),
            overrides: { value: 3, location: at(4, 'eks.tf') },
          },
        ],
      },
    };
    const upper = (uri: string) => uri.toUpperCase();
    const place = placeOf({ ...at(12, 'eks.tf'), uri: 'FILE:///REPO/EKS.TF' });
    assert.deepEqual([...replacedValues([module], 'ops', upper)], [[place, '3']]);
    assert.deepEqual([...replacedValues([module], 'apps', upper)], []);
    assert.deepEqual([...replacedValues([module], 'unknown', upper)], []);
  });
});

describe('valueText', () => {
  it('is JSON on one line', () => assert.equal(valueText({ a: [1, 'x'] }), '{"a":[1,"x"]}'));
  it('is cut where it gets too long', () => assert.equal(valueText('x'.repeat(100)), `"${'x'.repeat(58)}…`));
});
