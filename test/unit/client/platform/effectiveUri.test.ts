import assert from 'node:assert/strict';
import { effectiveTarget, effectiveUri } from '../../../../client/platform/effectiveUri';

describe('effectiveUri()', () => {
  const target = { platform: 'file:///home/me/platform', environment: 'ops' };

  it('has a title with environment and folder, and an extension for Terraform highlighting', () =>
    assert.equal(effectiveUri(target, '/home/me/platform').path, '/home/me/platform/ops (platform).tf'));

  it('can be parsed', () => {
    for (const environment of ['ops', 'a/b', 'x?y#z', 'ünïcode "quoted"']) {
      assert.deepEqual(effectiveTarget(effectiveUri({ ...target, environment }, '/home/me/platform')), {
        ...target,
        environment,
      });
    }
  });

  it('distinguishes documents for comparison', () => {
    const compared = { ...target, forComparison: true };
    assert.deepEqual(effectiveTarget(effectiveUri(compared, '/home/me/platform')), compared);
  });

  it('keeps an environment with a slash in one path segment', () =>
    assert.equal(effectiveUri({ ...target, environment: 'a/b' }, '/p/').path, '/p/a-b (p).tf'));
});

describe('effectiveTarget()', () => {
  it('rejects other URIs', () => {
    assert.equal(
      effectiveTarget({ scheme: 'file', path: '/a.tf', query: '{"platform":"a","environment":"b"}' }),
      undefined,
    );
    assert.equal(effectiveTarget({ scheme: 'kubestack-effective', path: '/a.tf', query: '' }), undefined);
    assert.equal(effectiveTarget({ scheme: 'kubestack-effective', path: '/a.tf', query: '{"platform":1}' }), undefined);
    assert.equal(effectiveTarget({ scheme: 'kubestack-effective', path: '/a.tf', query: 'null' }), undefined);
  });
});
