import assert from 'node:assert/strict';
import { moduleFiles } from '../../../../client/platform/moduleFiles';
import { samplePlatform } from '../../../support/client/platform/samplePlatform';

describe('moduleFiles', () => {
  it('names the environments of a platform folder, and the modules of each file', () => {
    assert.deepEqual(Object.fromEntries(moduleFiles([samplePlatform()])), {
      'file:///repo': { kind: 'platform', names: ['ops', 'apps'] },
      'file:///repo/eks.tf': { kind: 'modules', names: ['eks_gc0_eu-west-1', 'eks_gc0_eu-west-1_np0'] },
      'file:///repo/nginx.tf': { kind: 'modules', names: ['eks_gc0_nginx', 'orphan'] },
      'file:///repo/gke.tf': { kind: 'modules', names: ['gke_gc0'] },
    });
  });

  it('is empty without platforms', () => {
    assert.equal(moduleFiles([]).size, 0);
  });
});
