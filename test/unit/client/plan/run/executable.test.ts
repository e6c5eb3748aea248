import assert from 'node:assert/strict';
import { preferredPrograms, programOfDockerfile } from '../../../../../common/program';
import { judgeVersion } from '../../../../../client/plan/run/executable';
import { compareVersions } from '../../../../../common/compareVersions';

describe('the program of a platform', () => {
  const images: [dockerfile: string, product: string | undefined][] = [
    ['FROM kubestack/framework:v0.19.2-beta.0', 'terraform'],
    ['FROM --platform=linux/amd64 kubestack/framework:v0.19.2-eks', 'terraform'],
    ['FROM kubestack/framework:v0.20.0-gke', 'tofu'],
    ['FROM ghcr.io/kbst/terraform-kubestack/dev:main', 'tofu'],
    ['FROM alpine', undefined],
    ['', undefined],
  ];
  for (const [dockerfile, product] of images) {
    it(`is ${product ?? 'unknown'} in an image built from “${dockerfile}”`, () => {
      assert.equal(programOfDockerfile(dockerfile), product);
    });
  }

  it("is that of the lock file's registry, or of the image, or else tofu before terraform", () => {
    const tofu = 'provider "registry.opentofu.org/hashicorp/aws" {\n}\n';
    const terraform = 'provider "registry.terraform.io/hashicorp/aws" {\n}\n';
    const image = 'FROM kubestack/framework:v0.19.2';
    assert.deepEqual(preferredPrograms(tofu, image), ['tofu']);
    assert.deepEqual(preferredPrograms(terraform, ''), ['terraform']);
    assert.deepEqual(preferredPrograms(tofu + terraform, image), ['terraform', 'tofu']);
    assert.deepEqual(preferredPrograms('', ''), ['tofu', 'terraform']);
  });

  it('is identified by its version output', () => {
    const tofu = judgeVersion('/t', 'OpenTofu v1.8.0\non linux_amd64\n');
    assert.deepEqual(tofu, { executable: { path: '/t', product: 'tofu', version: '1.8.0', initJson: true } });
    const old = judgeVersion('/t', 'Terraform v1.0.11\n');
    const problem = {
      kind: 'tooOld',
      path: '/t',
      product: 'terraform',
      version: '1.0.11',
      minimum: '1.1.0',
      missingFeatures: ['moved blocks'],
    };
    assert.deepEqual(old, { problem });
    assert.deepEqual(judgeVersion('/t', 'Python 3.11'), { problem: { kind: 'wrongProgram', path: '/t' } });
  });

  it('has versions that are compared as numbers, with pre-releases before their release', () => {
    const order = ['0.15.3', '1.2.0', '1.10.0-rc1', '1.10.0', '1.11.4'];
    assert.deepEqual([...order].reverse().sort(compareVersions), order);
  });
});
