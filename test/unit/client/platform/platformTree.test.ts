import assert from 'node:assert/strict';
import { platformTree, type PlatformNode } from '../../../../client/platform/platformTree';
import { withDescendants } from '../../../../client/platform/problems';
import { labelAt, samplePlatform } from '../../../support/client/platform/samplePlatform';

/** The tree as text: one indented line for each item, with its description after a bar. */
function drawn(nodes: readonly PlatformNode[], depth = 0): string[] {
  return nodes.flatMap(node => [
    `${'  '.repeat(depth)}${node.label}${node.description && ` | ${node.description}`}`,
    ...drawn(node.children, depth + 1),
  ]);
}

const tree = (...platforms: ReturnType<typeof samplePlatform>[]) =>
  platformTree(platforms, ({ uri }) => uri.replace('file:///', ''));

describe('the platform tree', () => {
  it('shows environments in promotion order, with clusters, node pools and services', () => {
    assert.deepEqual(drawn(tree(samplePlatform())), [
      'ops | 2 clusters',
      '  eks_gc0_eu-west-1 | 2 overrides',
      '    np0 | 1 override',
      '    eks_gc0_nginx | 1.10.1-kbst.0 · 1 override',
      '  gke_gc0',
      '  orphan',
      'apps | base · 2 clusters',
      '  eks_gc0_eu-west-1',
      '    np0',
      '    eks_gc0_nginx | 1.10.1-kbst.0',
      '  gke_gc0',
      '  orphan',
    ]);
  });

  it('shows the cloud and region of a cluster whose name does not begin and end with them', () => {
    const platform = samplePlatform();
    const clusters = platform.clusters.map(cluster => ({ ...cluster, name: 'main', region: 'eu-west-1' }));
    const [ops] = tree({ ...platform, clusters });
    assert.deepEqual(
      ops?.children.slice(0, 2).map(({ description }) => description),
      ['2 overrides · AWS · eu-west-1', 'Google Cloud · eu-west-1'],
    );
  });

  it('shows names with an unpaired surrogate', () => {
    const platform = samplePlatform();
    const half = { ...platform, environments: [...platform.environments, 'x\ud83d'] };
    assert.deepEqual(
      tree(half).map(({ label }) => label),
      [...platform.environments, 'x\ud83d'],
    );
  });

  it('has a level for platforms, named by folder, if there are several', () => {
    const roots = tree(samplePlatform('file:///a'), samplePlatform('file:///b'));
    assert.deepEqual(
      roots.map(({ label, description, children }) => [label, description, children.map(child => child.label)]),
      [
        ['a', 'v0.18.2-beta.0', ['ops', 'apps']],
        ['b', 'v0.18.2-beta.0', ['ops', 'apps']],
      ],
    );
  });

  it('is empty without platforms', () => assert.deepEqual(tree(), []));

  it('shows versions if they differ', () => {
    const platform = samplePlatform();
    platform.frameworkVersions.push('v0.19.0-beta.0');
    const [ops] = tree(platform);
    assert.equal(ops?.children[0]?.description, '2 overrides · v0.18.2-beta.0');
    assert.equal(ops?.children[0]?.children[0]?.description, '1 override · v0.18.2-beta.0');
  });

  it('shows an abbreviated commit, and the full one in the tooltip', () => {
    const platform = samplePlatform();
    const commit = 'e70912c9678842452798826a9ae7d97bc7bb1f30';
    platform.frameworkVersions.push(commit);
    platform.clusters[0]!.version = commit;
    const [cluster] = tree(platform)[0]!.children;
    assert.equal(cluster?.description, '2 overrides · e70912c');
    assert.match(cluster?.accessibilityLabel ?? '', /, e70912c, /);
    assert.ok(cluster?.details.includes(`Version: ${commit}`));
  });

  it('shortens long branch names, and shows them in full in the tooltip', () => {
    const platform = samplePlatform();
    const branch = 'feature/cilium-on-every-cluster';
    platform.frameworkVersions.push(branch);
    platform.clusters[0]!.version = branch;
    const [cluster] = tree(platform)[0]!.children;
    assert.equal(cluster?.description, '2 overrides · feature/cilium-on-e…');
    assert.ok(cluster?.details.includes(`Version: ${branch}`));
  });

  it('distinguishes platforms by the end of their folder, and shows the full path in the tooltip', () => {
    const roots = tree(samplePlatform('file:///infra/platforms/a'), samplePlatform('file:///infra/platforms/b'));
    assert.deepEqual(
      roots.map(({ label, description, name, details }) => [label, description, name, details[0]]),
      [
        ['a', 'v0.18.2-beta.0 · infra/platforms', 'infra/platforms/a', 'Platform in infra/platforms/a'],
        ['b', 'v0.18.2-beta.0 · infra/platforms', 'infra/platforms/b', 'Platform in infra/platforms/b'],
      ],
    );
  });

  it('shortens names below their cluster, and keeps the full name for screen readers and commands', () => {
    const platform = samplePlatform();
    const [cluster] = platform.clusters;
    assert.ok(cluster);
    cluster.nodePools[0]!.name = 'eks_gc0_eu-west-1_node_pool_extra';
    const [pool] = tree(platform)[0]!.children[0]!.children;
    assert.deepEqual(
      [pool?.label, pool?.name, pool?.accessibilityLabel],
      [
        'extra',
        'eks_gc0_eu-west-1_node_pool_extra',
        'node pool eks_gc0_eu-west-1_node_pool_extra, v0.18.2-beta.0, 1 override',
      ],
    );
  });

  it('gives every item a stable and unique id', () => {
    const ids = () =>
      tree(samplePlatform('file:///a'), samplePlatform('file:///b'))
        .flatMap(withDescendants)
        .map(({ id }) => id);
    assert.equal(new Set(ids()).size, ids().length);
    assert.deepEqual(ids(), ids());
  });

  it('distinguishes a node pool and a service of the same name', () => {
    const platform = samplePlatform();
    const cluster = platform.clusters[0];
    assert.ok(cluster);
    cluster.services = [{ ...cluster.services[0]!, name: cluster.nodePools[0]!.name }];
    const ids = tree(platform)
      .flatMap(withDescendants)
      .map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('links each item to its code and its parent', () => {
    const [ops] = tree(samplePlatform());
    const cluster = ops?.children[0];
    assert.deepEqual(cluster?.module, labelAt(0, 'eks.tf'));
    assert.equal(cluster?.parent, ops);
    assert.equal(cluster?.children[0]?.parent, cluster);
    assert.equal(ops?.parent, undefined);
  });

  it('opens the configuration of the environment, or the label if the configuration is computed', () => {
    const [ops, apps] = tree(samplePlatform());
    assert.deepEqual(ops?.children[0]?.location, labelAt(20, 'eks.tf'));
    assert.deepEqual(apps?.children[0]?.location, labelAt(4, 'eks.tf'));
    assert.deepEqual(ops?.children[0]?.children[1]?.location, labelAt(0, 'nginx.tf'));
    assert.deepEqual(ops?.children[1]?.location, labelAt(0, 'gke.tf'));
  });

  it('describes each item to a screen reader', () => {
    const [ops, apps] = tree(samplePlatform());
    assert.equal(apps?.accessibilityLabel, 'environment apps, base, 2 clusters, 1 node pool, 2 services');
    assert.equal(
      ops?.children[0]?.accessibilityLabel,
      'cluster eks_gc0_eu-west-1, AWS, eu-west-1, v0.18.2-beta.0, 1 node pool, 1 service, 2 overrides',
    );
    assert.equal(ops?.children[2]?.accessibilityLabel, 'platform service orphan');
  });
});
