// Validity of names, zones, taints and manifests.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { imageName, readManifests } from '../../../../server/kubestack/platform/manifests';
import {
  baseDomainProblem,
  clusterInName,
  isAksPoolName,
  namePrefixProblem,
  repairedBaseDomain,
  repairedNamePrefix,
} from '../../../../server/kubestack/platform/namingRules';
import { taintEffect, taintText } from '../../../../server/kubestack/platform/taints';
import { regionOfLocation, zoneProblem } from '../../../../server/kubestack/platform/zones';
import { workspaceOf } from '../../../support/testWorkspace';
import { platformPipelines } from '../../../../server/kubestack/platform/platformPipelines';
import { countPauses } from '../../../support/countPauses';

describe('zones', () => {
  it("must have their cloud's notation and be in the region", () => {
    assert.equal(zoneProblem('aws', 'eu-west-1a', 'eu-west-1'), undefined);
    assert.equal(zoneProblem('aws', 'us-gov-east-1b', 'us-gov-east-1'), undefined);
    assert.deepEqual(zoneProblem('aws', 'eu-west-1', 'eu-west-1'), { kind: 'format', example: 'eu-west-1a' });
    assert.deepEqual(zoneProblem('aws', ' eu-west-1b', 'eu-west-1'), { kind: 'format', example: 'eu-west-1a' });
    assert.equal(zoneProblem('aws', 'eu-west-1a', 'eu-west-10')?.kind, 'region');
    assert.equal(zoneProblem('google', 'europe-west1-b', 'europe-west1'), undefined);
    assert.equal(zoneProblem('google', 'us-central1-ai1a', 'us-central1'), undefined);
    assert.equal(zoneProblem('google', 'europe-west1-b', 'europe-west1-b'), undefined);
    assert.equal(zoneProblem('google', 'europe-west12-b', 'europe-west1')?.kind, 'region');
    assert.equal(zoneProblem('azurerm', '2', undefined), undefined);
    assert.equal(zoneProblem('azurerm', 'northeurope-2', undefined)?.kind, 'format');
    assert.equal(zoneProblem('scaleway', 'fr-par-1', 'nl-ams')?.kind, 'region');
    assert.equal(zoneProblem('kind', 'anything', undefined), undefined);
  });

  it('are not compared with an unknown region', () => {
    assert.equal(zoneProblem('aws', 'eu-west-1a', undefined), undefined);
    assert.equal(regionOfLocation('google', 'asia-northeast1-c'), 'asia-northeast1');
    assert.equal(regionOfLocation('aws', 'eu-west-1'), 'eu-west-1');
  });
});

describe('names', () => {
  it('must have prefixes that are valid host names', () => {
    for (const prefix of ['gc0', 'kbst', 'a', 'data-0']) assert.equal(namePrefixProblem(prefix), undefined, prefix);
    for (const prefix of ['', 'GC0', 'gc_0', '-gc0', 'gc0-', 'gc.0', 'gç0'])
      assert.ok(namePrefixProblem(prefix), prefix);
    assert.equal(repairedNamePrefix('ML_0'), 'ml-0');
    assert.equal(repairedNamePrefix('__'), undefined);
  });

  it('end with a domain', () => {
    for (const domain of ['infra.example.org', 'example.org.', 'infra.127.0.0.1.xip.io', 'Example.ORG', 'internal'])
      assert.equal(baseDomainProblem(domain), undefined, domain);
    for (const domain of [
      '',
      'https://x.example',
      'x.example/y',
      'a b.example',
      '*.example.org',
      'x..example',
      '-x.example',
    ])
      assert.ok(baseDomainProblem(domain), domain);
    assert.equal(repairedBaseDomain('https://infra.example.org:443/a'), 'infra.example.org');
    assert.equal(repairedBaseDomain('nonsense'), undefined);
  });

  it('belong to the cluster with the longest matching name', () => {
    const clusters = new Set(['eks_a_eu-west-1', 'eks_a_eu-west-1_b']);
    assert.equal(clusterInName('eks_a_eu-west-1_node_pool_x', clusters), 'eks_a_eu-west-1');
    assert.equal(clusterInName('eks_a_eu-west-1_b_node_pool_x', clusters), 'eks_a_eu-west-1_b');
    assert.equal(clusterInName('eks_a_eu-west-10_node_pool_x', clusters), undefined);
    assert.equal(clusterInName('', clusters), undefined);
  });

  it('of node pools are short on Azure', () => {
    assert.ok(isAksPoolName('gpu') && isAksPoolName('a23456789012'));
    for (const name of ['gpu-pool', 'a234567890123', '1gpu', 'Gpu', '']) assert.ok(!isAksPoolName(name), name);
  });
});

describe('taints', () => {
  it('are converted between notations', () => {
    assert.equal(taintEffect('aws', 'PreferNoSchedule'), 'PREFER_NO_SCHEDULE');
    assert.equal(taintEffect('azurerm', 'NO_EXECUTE'), 'NoExecute');
    assert.equal(taintEffect('scaleway', 'never'), undefined);
    assert.equal(taintText('a=b:NoSchedule')?.effect, 'NoSchedule');
    assert.equal(taintText('spot:NoSchedule')?.effect, 'NoSchedule');
    assert.equal(taintText('a=b'), undefined);
  });
});

describe('Kubernetes manifests', () => {
  it('contain objects, also in lists, and the images of all their containers', () => {
    const { objects, problem } = now(
      readManifests(`# rendered
---
apiVersion: v1
kind: List
items:
  - kind: Namespace
    metadata: { name: web }
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: tidy
  namespace: web
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers: [{ name: a, image: "busybox" }]
          containers: [{ name: b, image: "registry.example.org:5000/tidy:v1@sha256:0f" }]
---
kind: CustomResourceDefinition
metadata: { name: "not: read
`),
    );
    assert.equal(problem, undefined);
    assert.deepEqual(
      objects.map(({ kind, name, namespace }) => [kind, name, namespace]),
      [
        ['Namespace', 'web', undefined],
        ['CronJob', 'tidy', 'web'],
      ],
    );
    assert.deepEqual(objects[1]?.images.map(imageName), ['busybox', 'registry.example.org:5000/tidy']);
  });

  it('that are invalid do not affect the others', () => {
    const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
    const broken: Readonly<Record<string, RegExp>> = {
      'a: *nowhere\n': /^Unresolved alias/,
      [`a0: &a0 [1]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`]:
        /^Excessive alias count/,
      [`${'- '.repeat(2000)}a\n`]: /nested more than 100 levels deep$/,
      [`a: [${'1, '.repeat(100_000)}]\n`]: /too many values$/,
    };
    for (const [text, message] of Object.entries(broken)) {
      const { objects, problem } = now(readManifests(`${map('first')}---\n${text}---\n${map('last')}`));
      assert.deepEqual(
        objects.map(({ name }) => name),
        ['first', 'last'],
      );
      assert.match(problem?.message ?? '', message);
    }
  });

  it('are read with a pause before and after each document', () => {
    const text = '---\nkind: ConfigMap\n'.repeat(50);
    const { pauses, result } = countPauses(readManifests(text));
    assert.equal(pauses, 100);
    assert.equal(result.objects.length, 50);
  });

  it('that are not YAML are reported with their line', () => {
    const text = 'kind: Namespace\n---\nkind: Secret\nmetadata: {\n';
    const { problem } = now(readManifests(text));
    assert.ok(problem && problem.start > text.indexOf('Secret'), JSON.stringify(problem));
  });
});

describe('pipelines of a platform in a deep folder', () => {
  it('are searched for with a pause before each folder', async () => {
    const folder = Array.from({ length: 60 }, () => 'a').join('/');
    const { workspace, uri } = await workspaceOf({ [`${folder}/main.tf`]: '' });
    const { pauses, result } = countPauses(platformPipelines(workspace.texts, uri(folder), [uri('')]));
    assert.equal(pauses, 61);
    assert.equal(result, undefined);
  });
});
