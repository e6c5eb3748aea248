// Fixes that rename: their results, and cases without a fix.
import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { workspaceOf } from '../../../support/testWorkspace';
import { renameFix } from '../../../../server/checks/fixes/renameFix';
import {
  applied,
  checkDiagnostics,
  foundIn,
  linesWith,
  onlyCheck,
  type PlatformTexts,
} from '../../../support/checks/checkedWorkspace';

const GKE = 'gke_ml0_europe-west1';

async function fixesOf(code: string, texts: PlatformTexts) {
  const workspace = await workspaceOf(texts, { checks: onlyCheck(code) });
  const fixes = foundIn(workspace).flatMap(found => found.fixes());
  return { fixes, after: () => applied(texts, workspace, fixes.slice(0, 1)) };
}

/** The sample with another name prefix in the cluster's base environment. */
function withOtherPrefix(): Record<string, string> {
  const platform = readSamplePlatform('multi-cloud');
  const path = `${GKE}_cluster.tf`;
  platform[path] = platform[path]!.replace('"ml0"', '"ml7"');
  return platform;
}

/** The sample with a feature whose name has a dash. */
function withDash(): Record<string, string> {
  const renamed = (text: string): string =>
    text
      .replaceAll('modules/cert_manager', 'modules/cert-manager')
      .replaceAll('_feature_cert_manager', '_feature_cert-manager');
  return Object.fromEntries(
    Object.entries(readSamplePlatform('multi-cloud')).map(([path, text]) => [renamed(path), renamed(text)]),
  );
}

describe('the fix of KS312 for a cluster whose name differs from its prefix and region', () => {
  it('renames the cluster, its node pools, services, providers and files, and writes moved blocks', async () => {
    const { fixes, after } = await fixesOf('KS312', withOtherPrefix());
    assert.deepEqual(
      fixes.map(({ title, isPreferred }) => [title, isPreferred]),
      [['Rename the cluster and everything named after it to gke_ml7_europe-west1 (with moved blocks)', undefined]],
    );
    const texts = after();
    const cluster = texts['gke_ml7_europe-west1_cluster.tf'] ?? '';
    assert.match(cluster, /^module "gke_ml7_europe-west1" \{/m);
    assert.match(
      cluster,
      /moved \{\n {2}from = module\.gke_ml0_europe-west1\n {2}to {3}= module\.gke_ml7_europe-west1\n\}/,
    );
    assert.ok('gke_ml7_europe-west1_node_pool_gpu.tf' in texts && !(`${GKE}_cluster.tf` in texts));
    assert.deepEqual((await fixesOf('KS312', texts)).fixes, []);
  });

  it('is not offered if the new name is taken', async () => {
    const texts = {
      ...withOtherPrefix(),
      'other.tf': 'module "gke_ml7_europe-west1" {\n  source = "./elsewhere"\n}\n',
    };
    assert.deepEqual((await fixesOf('KS312', texts)).fixes, []);
  });
});

describe('KS312 after a cluster was renamed on purpose', () => {
  /** The sample after F2 on the cluster. */
  async function renamed(): Promise<PlatformTexts> {
    const texts = readSamplePlatform('multi-cloud');
    const workspace = await workspaceOf(texts);
    const rename = { folderUri: workspace.uri(''), name: GKE, newName: 'gke_ml9_europe-west1' };
    return applied(texts, workspace, renameFix(workspace.snapshot, 'Rename', [rename]));
  }

  it('says that name_prefix still names the resources, and what setting it replaces', async () => {
    const lines = await linesWith('KS312', await renamed());
    assert.equal(lines.length, 1);
    assert.match(
      lines[0]!,
      /was renamed, but name_prefix .* set name_prefix to ml9, which replaces the cluster and its node pools/,
    );
  });

  it('offers to rename the cluster back, without a circle of moved blocks', async () => {
    const before = await renamed();
    const { fixes, after } = await fixesOf('KS312', before);
    assert.deepEqual(
      fixes.map(({ title }) => title),
      [
        `Rename the cluster back to ${GKE}`,
        'Set name_prefix to ml9 (replaces the cluster and its node pools in every environment)',
      ],
    );
    const texts = after();
    assert.match(texts[`${GKE}_cluster.tf`]!, /to {3}= module\.gke_ml0_europe-west1\n/);
    assert.doesNotMatch(texts[`${GKE}_cluster.tf`]!, /to {3}= module\.gke_ml9_europe-west1\n/);
    await checkDiagnostics('KS312', texts, []);
  });

  it('offers to set name_prefix', async () => {
    const before = await renamed();
    const workspace = await workspaceOf(before, { checks: onlyCheck('KS312') });
    const [, fix] = foundIn(workspace).flatMap(found => found.fixes());
    assert.equal(fix!.isPreferred, undefined);
    const texts = applied(before, workspace, [fix!]);
    assert.match(texts['gke_ml9_europe-west1_cluster.tf']!, /name_prefix *= "ml9"/);
    await checkDiagnostics('KS312', texts, []);
  });
});

describe('KS102', () => {
  const levels = async (ref: string): Promise<unknown[]> => {
    const call = (name: string, path: string, version: string): string =>
      `module "${name}" {\n  source = "github.com/kbst/terraform-kubestack//${path}?ref=${version}"\n\n  configuration = {\n    apps = {}\n  }\n}\n`;
    const texts = {
      'main.tf': `${call('eks_a', 'aws/cluster', 'v0.19.2-beta.0')}${call('eks_a_node_pool_b', 'aws/cluster/node-pool', 'v0.19.2-beta.0')}${call('eks_a_node_pool_c', 'aws/cluster/node-pool', ref)}`,
    };
    return foundIn(await workspaceOf(texts, { checks: onlyCheck('KS102') })).map(({ level }) => level);
  };

  it('is a warning between patch releases, and an error between others', async () => {
    assert.deepEqual(await levels('v0.19.1-beta.0'), ['warning']);
    assert.deepEqual(await levels('v0.18.2-beta.0'), ['error']);
    assert.deepEqual(await levels('e70912c9678842452798826a9ae7d97bc7bb1f30'), ['error']);
  });
});

describe('the fix of KS512 for a feature that is not in snake_case', () => {
  it('moves the folder and renames the modules of every cluster', async () => {
    const texts = withDash();
    const { fixes, after } = await fixesOf('KS512', texts);
    assert.equal(fixes.length, 3);
    assert.equal(fixes[0]?.title, 'Rename to cert_manager (folder, sources and bindings, with moved blocks)');
    assert.equal(fixes[0].isPreferred, undefined);
    const fixed = after();
    const expected = readSamplePlatform('multi-cloud');
    assert.deepEqual(Object.keys(fixed).sort(), Object.keys(expected).sort());
    for (const [path, text] of Object.entries(expected)) {
      if (path === 'README.md') continue;
      assert.equal(fixed[path]?.replace(/\n*moved \{[^}]*\}\n/, '').trimEnd(), text.trimEnd(), path);
    }
    assert.match(
      fixed[`${GKE}_feature_cert_manager.tf`]!,
      /from = module\.gke_ml0_europe-west1_feature_cert-manager\n {2}to {3}= module\.gke_ml0_europe-west1_feature_cert_manager\n/,
    );
  });

  it('is not offered if the new folder exists or something else refers to the old one', async () => {
    const taken = { ...withDash(), 'modules/cert_manager/main.tf': 'locals {\n}\n' };
    assert.deepEqual((await fixesOf('KS512', taken)).fixes, []);
    const named = {
      ...withDash(),
      'values.tf': 'locals {\n  values = file("./modules/cert-manager/values.yaml")\n}\n',
    };
    assert.deepEqual((await fixesOf('KS512', named)).fixes, []);
  });
});
