// Untrusted names and values: a comparison shows every change, and nothing in them is interpreted as markup.
import { now } from '../../../../common/now';
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparisonMarkdown } from '../../../../server/comparison/comparisonMarkdown';
import type { Comparison } from '../../../../common/protocol';
import { hostileText } from '../../../support/hostileText';
import { assertHarmless, renderings } from '../../../support/renderedMarkdown';

const nothing: Comparison = {
  environments: [],
  addedEnvironments: [],
  removedEnvironments: [],
  modules: [],
  attributes: [],
  problems: [],
};

describe('a comparison as Markdown', function () {
  it('hides no row after a key that starts an HTML comment', () => {
    const change = (path: string[], before: unknown, after: unknown): Comparison['attributes'][number] => ({
      environment: 'apps',
      module: 'eks',
      cluster: 'eks',
      path,
      change: 'changed',
      before,
      after,
    });
    const comparison: Comparison = {
      ...nothing,
      environments: ['apps'],
      attributes: [
        change(['aa\n\n<!--'], 1, 2),
        change(['b</td></tr></table><details>'], 1, 2),
        change(['endpoint_public_access_cidrs'], ['10.0.0.0/8'], ['0.0.0.0/0']),
      ],
    };
    const markdown = now(comparisonMarkdown(comparison));
    assertHarmless(markdown, { whole: ['aa\n\n<!--', '["0.0.0.0/0"]'], rows: [4] });
    for (const [engine, { pieces }] of renderings(markdown))
      assert.ok(
        pieces.some(({ text, isCode }) => isCode && text === 'endpoint_public_access_cidrs'),
        engine,
      );
  });

  it('shows where long values with the same beginning differ', () => {
    const policy = 'x'.repeat(500);
    const markdown = now(
      comparisonMarkdown({
        ...nothing,
        environments: ['apps'],
        attributes: [
          {
            environment: 'apps',
            module: 'eks',
            path: ['policy'],
            change: 'changed',
            before: `${policy}deny`,
            after: `${policy}allow`,
          },
        ],
      }),
    );
    assert.match(markdown, /deny[^|]*\|[^|]*allow/);
  });

  it('shows every change, whatever the names and values are', () => {
    const name = hostileText;
    const attribute = fc.record({
      environment: fc.constant(''),
      module: name,
      cluster: name,
      path: fc.tuple(name),
      change: fc.constant('changed' as const),
      before: fc.integer(),
      after: hostileText,
    });
    const property = fc.property(
      name,
      name,
      name,
      fc.array(attribute, { minLength: 1, maxLength: 4 }),
      hostileText,
      (environment, added, module, attributes, message) => {
        const comparison: Comparison = {
          ...nothing,
          environments: [environment],
          addedEnvironments: [added],
          modules: [{ name: module, kind: 'cluster', change: 'version', before: added, after: message }],
          attributes: attributes.map(each => ({ ...each, environment })),
          problems: [{ side: 'before', module, message }],
        };
        const shown = comparison.attributes.filter(each => each.module !== module);
        const clusters = new Map<string, number>();
        for (const { cluster = '' } of comparison.attributes) clusters.set(cluster, (clusters.get(cluster) ?? 0) + 1);
        assertHarmless(now(comparisonMarkdown(comparison)), {
          whole: [environment, added, module, ...shown.flatMap(each => [...each.path, each.cluster ?? ''])],
          rows: [...clusters.values()].map(count => count + 1),
        });
      },
    );
    fc.assert(property, { numRuns: 300, seed: 12 });
  });
});
