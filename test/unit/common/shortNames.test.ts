import assert from 'node:assert/strict';
import { shortNames, shortPaths, shortVersion } from '../../../common/shortNames';

const short = (...names: string[]) => shortNames('eks_gc0_eu-west-1', names);

describe('shortNames()', () => {
  it('omits the cluster and the module kind', () => {
    assert.deepEqual(
      short(
        'eks_gc0_eu-west-1_node_pool_extra',
        'eks_gc0_eu-west-1_service_cert-manager',
        'eks_gc0_eu-west-1_feature_ingress_nginx',
        'eks_gc0_eu-west-1_dns_zone',
      ),
      ['extra', 'cert-manager', 'ingress_nginx', 'dns_zone'],
    );
  });

  it('keeps other names', () => {
    const names = ['nginx', 'eks_gc0_nginx', 'eks_gc0_eu-west-1', 'eks_gc0_eu-west-1_', 'eks_gc0_eu-west-10_np0'];
    assert.deepEqual(short(...names), names);
    assert.deepEqual(short('eks_gc0_eu-west-1_service_'), ['service_']);
  });

  it('keeps names distinct', () => {
    assert.deepEqual(
      short('eks_gc0_eu-west-1_service_nginx', 'eks_gc0_eu-west-1_feature_nginx', 'eks_gc0_eu-west-1_service_dns'),
      ['eks_gc0_eu-west-1_service_nginx', 'eks_gc0_eu-west-1_feature_nginx', 'dns'],
    );
  });
});

describe('shortPaths()', () => {
  it('keeps as many folders as are needed to distinguish the paths', () => {
    assert.deepEqual(shortPaths(['infra/a/prod', 'infra/b/prod']), ['a/prod', 'b/prod']);
    const quickstarts = ['aks', 'eks', 'gke'].map(name => `quickstart/src/configurations/${name}`);
    assert.deepEqual(shortPaths([...quickstarts, 'tests']), ['aks', 'eks', 'gke', 'tests']);
    assert.deepEqual(shortPaths(['prod', 'infra/prod']), ['prod', 'infra/prod']);
  });

  it('keeps the last segment of each path', () => {
    assert.deepEqual(shortPaths(['infra/a', 'infra/a/b']), ['a', 'b']);
    assert.deepEqual(shortPaths(['infra/a']), ['infra/a']);
    assert.deepEqual(shortPaths([]), []);
  });
});

describe('shortVersion()', () => {
  it('shortens commits and long branch names, and keeps releases', () => {
    assert.equal(shortVersion('e70912c9678842452798826a9ae7d97bc7bb1f30'), 'e70912c');
    assert.equal(shortVersion('feature/cilium-on-every-cluster'), 'feature/cilium-on-e…');
    assert.equal(shortVersion('v0.19.2-beta.0'), 'v0.19.2-beta.0');
  });
});
