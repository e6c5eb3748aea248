// Answers depend on the content of the files, not on the order in which they are read.
import { now } from '../../../../common/now';
import * as assert from 'node:assert/strict';
import { effectiveConfiguration } from '../../../../server/features/effective/effectiveConfiguration';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { completionsIn } from '../../../support/features/completionOf';
import { workspaceOf } from '../../../support/testWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

type Texts = Readonly<Record<string, string>>;

const reversed = (texts: Texts): Texts => Object.fromEntries(Object.entries(texts).reverse());

/** The answer for the files in one order, after comparing it with that for the reverse order. */
async function inAnyOrder<T>(texts: Texts, ask: (texts: Texts) => Promise<T>): Promise<T> {
  const answer = await ask(texts);
  assert.deepEqual(await ask(reversed(texts)), answer);
  return answer;
}

const cluster = (name: string, value: string): string => `module "${name}" {
  source = "${framework('aws/cluster')}"

  configuration = {
    apps = {
      cluster_version = "${value}"
    }
    ops = {}
  }
}
`;

describe('the order in which files are read does not affect', () => {
  const SERVICE = {
    'modules/nginx/main.tf': `module "nginx" {\n  source = "${framework('kustomization/overlay')}"\n  configuration = {\n    apps = {}\n  }\n}\n`,
  };
  const binding = (name: string): string => `module "${name}_service_nginx" {\n  source = "./modules/nginx"\n}\n`;

  it('which call of a local module comes first', async () => {
    const texts = { 'b.tf': binding('b'), 'a.tf': binding('a'), 'c.tf': binding('c'), ...SERVICE };
    const addresses = await inAnyOrder(texts, async files => {
      const { snapshot, uri } = await workspaceOf(files);
      return effectiveConfiguration(snapshot, uri('modules/nginx/main.tf')).modules.map(({ address }) => address);
    });
    assert.deepEqual(
      addresses,
      ['a', 'b', 'c'].map(name => `module.${name}_service_nginx.module.nginx`),
    );
  });

  it('for which platform a shared module is shown', async () => {
    const caller = 'module "nginx" {\n  source = "../modules/nginx"\n}\n';
    const texts = { 'blue/main.tf': caller, 'amber/main.tf': caller, ...SERVICE };
    const folders = await inAnyOrder(texts, async files => {
      const { snapshot, uri } = await workspaceOf(files);
      return snapshot.model.tree.instancesOf(uri('modules/nginx')).map(({ rootUri }) => rootUri.slice(uri('').length));
    });
    assert.deepEqual(folders, ['/amber', '/blue']);
  });

  it('the order of suggested values that are used equally often', async () => {
    const texts = {
      'c.tf': cluster('eks_c_eu-west-1', '1.30'),
      'a.tf': cluster('eks_a_eu-west-1', '1.31'),
      'z.tf': cluster('eks_z_eu-west-1', '│'),
      'b.tf': cluster('eks_b_eu-west-1', '1.29'),
    };
    const labels = await inAnyOrder(texts, async files => (await completionsIn(files)).labels);
    assert.deepEqual(labels, ['1.29', '1.30', '1.31']);
  });

  it('where a missing provider source is reported', async () => {
    const provider = (alias: string): string => `provider "kustomization" {\n  alias = "${alias}"\n}\n`;
    const texts = {
      'b_providers.tf': provider('eks_b_eu-west-1'),
      'a_providers.tf': provider('eks_a_eu-west-1'),
      'a.tf': cluster('eks_a_eu-west-1', '1.31'),
      'b.tf': cluster('eks_b_eu-west-1', '1.31'),
    };
    const reported = await inAnyOrder(texts, async files => {
      const { snapshot, uri } = await workspaceOf(files);
      return Object.keys(texts)
        .filter(path => now(allDiagnostics(snapshot, uri(path))).some(({ code }) => code === 'KS406'))
        .sort();
    });
    assert.deepEqual(reported, ['a_providers.tf']);
  });
});
