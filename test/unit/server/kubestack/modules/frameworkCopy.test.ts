import * as assert from 'node:assert/strict';
import { now } from '../../../../../common/now';
import { compareContexts } from '../../../../../server/comparison/compareContexts';
import { comparisonLines } from '../../../../../server/comparison/comparisonText';
import { printedLines } from '../../../../../server/cli/printedText';
import { sideContext, textFiles } from '../../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../../server/forecast/forecast';
import { loadFacts } from '../../../../../server/forecast/resourceFacts';
import { runCommandLine } from '../../../../../server/cli/commandLine';
import { listPlatforms } from '../../../../../server/kubestack/platform/platform';
import { assetsFolder } from '../../../../fuzz/inProcessServer';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';
import { workspaceOf } from '../../../../support/testWorkspace';

type Files = Record<string, string>;

const VARIABLES = `variable "configuration" {\n  type = map(any)\n}\nvariable "configuration_base_key" {\n  default = "apps"\n}\n`;

const cluster = (source: string): string => `module "eks_zero" {
  source = "${source}"
  configuration = {
    apps = { name_prefix = "web" }
    ops  = {}
  }
}
`;

/** As in the framework's repository: a cluster merges its configuration, and calls its default node pool. */
const COPY: Files = {
  'vendor/kubestack/common/configuration/main.tf': `variable "configuration" {}\nvariable "base_key" {}\noutput "merged" {\n  value = var.configuration\n}\n`,
  'vendor/kubestack/aws/cluster/variables.tf': VARIABLES,
  'vendor/kubestack/aws/cluster/main.tf': `module "configuration" {
  source        = "../../common/configuration"
  configuration = var.configuration
  base_key      = var.configuration_base_key
}
module "node_pool" {
  source = "./node-pool"
  configuration = {
    (terraform.workspace) = { name = "default" }
  }
  configuration_base_key = terraform.workspace
}
resource "stub_cluster" "a" {}
`,
  'vendor/kubestack/aws/cluster/node-pool/main.tf': `${VARIABLES}resource "stub_pool" "a" {\n  size = 1\n}\n`,
};

/** Platforms by their folder, with their environments. */
async function platformsOf(files: Files): Promise<string[]> {
  const { snapshot } = await workspaceOf(files);
  const { model, settings } = snapshot;
  return listPlatforms(model, settings.environments).map(
    ({ root, environments }) => `${root.folderUri.replace('file:///w', '')}: ${environments.join(', ')}`,
  );
}

async function changes(before: Files, after: Files): Promise<{ comparison: string; environments: string[] }> {
  const { snapshot } = await workspaceOf({});
  const sides = [
    await sideContext(snapshot, 'file:///w', textFiles(before)),
    await sideContext(snapshot, 'file:///w', textFiles(after)),
  ] as const;
  const { environments } = now(
    forecastContexts(...sides, 'file:///w', {
      facts: loadFacts({ format: 1, resources: {} }),
      locate: () => undefined,
    }),
  );
  return {
    comparison: printedLines(comparisonLines(now(compareContexts(...sides, 'file:///w')))),
    environments: Object.keys(environments),
  };
}

describe('a copy of the framework in the workspace', () => {
  it('is no platform if nobody calls its modules', async () => {
    const used = { 'main.tf': cluster('./vendor/kubestack/aws/cluster') };
    const unused = { 'main.tf': cluster(framework('aws/cluster')) };
    assert.deepEqual(await platformsOf({ ...COPY, ...used }), [': ops, apps']);
    assert.deepEqual(await platformsOf({ ...COPY, ...unused }), [': ops, apps']);
    assert.deepEqual(await platformsOf(COPY), []);
  });

  it('adds no environment when its modules are no longer called', async () => {
    const own = { 'b.tf': cluster(framework('aws/cluster')).replace('eks_zero', 'eks_one') };
    const { comparison, environments } = await changes(
      { ...COPY, ...own, 'main.tf': cluster('./vendor/kubestack/aws/cluster') },
      { ...COPY, ...own },
    );
    assert.deepEqual(environments, ['ops', 'apps']);
    assert.doesNotMatch(comparison, /default/);
  });

  it('changes nothing when a module changes that nobody calls', async () => {
    const path = 'vendor/kubestack/aws/cluster/main.tf';
    const own = { 'main.tf': cluster(framework('aws/cluster')) };
    const { comparison, environments } = await changes(
      { ...COPY, ...own },
      { ...COPY, ...own, [path]: `${COPY[path]!}resource "stub_cluster" "b" {}\n` },
    );
    assert.deepEqual(environments, ['ops', 'apps']);
    assert.equal(comparison, '');
  });

  it('has no findings as a platform', async () => {
    const folder = new TemporaryFolder(COPY);
    try {
      let out = '';
      const code = await runCommandLine(['check', folder.path], assetsFolder(), {
        stdout: { write: text => (out += text) },
        stderr: { write: text => (out += text) },
        cwd: () => folder.path,
      });
      assert.deepEqual([code, out], [0, '']);
    } finally {
      folder.delete();
    }
  });

  it("has examples that are no platforms, except in the framework's own repository", async () => {
    const example = { 'vendor/kubestack/tests/main.tf': cluster('../aws/cluster') };
    assert.deepEqual(await platformsOf({ ...COPY, ...example }), ['/vendor/kubestack/tests: ops, apps']);
    const own = { 'main.tf': cluster('./vendor/kubestack/aws/cluster') };
    assert.deepEqual(await platformsOf({ ...COPY, ...example, ...own }), [': ops, apps']);
  });

  it('is not a module or a platform of a team whose folder or variables have the same names', async () => {
    const own = {
      'modules/aws/cluster/main.tf': `${VARIABLES}${cluster(framework('aws/cluster'))}`,
      'tests/main.tf': cluster(framework('aws/cluster')),
    };
    assert.deepEqual(await platformsOf({ ...COPY, ...own }), ['/modules/aws/cluster: ops, apps', '/tests: ops, apps']);
  });
});
