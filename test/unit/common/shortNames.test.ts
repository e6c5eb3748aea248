import assert from 'node:assert/strict';
import { shortNames } from '../../../common/shortNames';

const short = (...names: string[]) => shortNames('eks_gc0_eu-west-1', names);

describe('shortNames', () => {
  it('leaves out the cluster and what kind of module it is', () => {
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

  it('keeps names of another form', () => {
    const names = ['nginx', 'eks_gc0_nginx', 'eks_gc0_eu-west-1', 'eks_gc0_eu-west-1_', 'eks_gc0_eu-west-10_np0'];
    assert.deepEqual(short(...names), names);
    assert.deepEqual(short('eks_gc0_eu-west-1_service_'), ['service_']);
  });

  it('tells two apart that would be short for the same', () => {
    assert.deepEqual(
      short('eks_gc0_eu-west-1_service_nginx', 'eks_gc0_eu-west-1_feature_nginx', 'eks_gc0_eu-west-1_service_dns'),
      ['eks_gc0_eu-west-1_service_nginx', 'eks_gc0_eu-west-1_feature_nginx', 'dns'],
    );
  });
});
