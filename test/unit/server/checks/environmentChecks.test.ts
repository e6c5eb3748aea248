// Which environments a module lacks or has in addition, if some of them can't be read or are not planned everywhere.
import assert from 'node:assert/strict';
import { checkDiagnostics, linesWith, type PlatformTexts } from '../../../support/checks/checkedWorkspace';
import { framework } from '../../../support/kubestack/effectiveOf';

const cluster = (configuration: string, head = ''): string => `module "eks_gc0_eu-west-1" {
  source = "${framework('aws/cluster')}"
${head}
  configuration = ${configuration}
}
`;
const pool = (configuration: string, head = ''): string => `module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "${framework('aws/cluster/node-pool')}"
${head}
  cluster = module.eks_gc0_eu-west-1.cluster

  configuration = ${configuration}
}
`;
const service = (configuration: string, head = ''): PlatformTexts => ({
  'feature.tf': `module "eks_gc0_eu-west-1_feature_monitoring" {
  source = "./modules/monitoring"
${head}
  providers = {
    kustomization = kustomization.eks_gc0_eu-west-1
  }
}
`,
  'modules/monitoring/main.tf': `module "monitoring" {
  source = "${framework('kustomization/overlay')}"

  configuration = ${configuration}
}
`,
});
const BOTH = '{\n    apps = {}\n    ops = {}\n  }';
const APPS = '{\n    apps = {}\n  }';

describe('environments of modules', () => {
  describe('if those of a cluster are unknown', () => {
    const unknown: Readonly<Record<string, string>> = {
      'its configuration is known only during a plan': cluster('jsondecode(data.http.clusters.response_body)'),
      'its configuration does not parse': cluster('{\n    apps = {}\n    ops =\n  }'),
      'its block does not end': cluster(BOTH).replace(/\}\n$/, ''),
      'its label does not end': cluster(BOTH).replace('west-1"', 'west-1'),
    };
    const second = cluster(APPS).replace('gc0', 'gc1');
    for (const [why, text] of Object.entries(unknown)) {
      it(`no name is without a cluster: ${why}`, async () => {
        for (const others of [{}, { 'other.tf': second }]) {
          const texts = { 'cluster.tf': text, 'pool.tf': pool(BOTH), ...others };
          assert.deepEqual(
            (await linesWith('KS202', texts)).filter(line => line.startsWith('pool.tf')),
            [],
          );
        }
      });

      it(`the README may list more: ${why}`, async () => {
        const readme =
          '# A\n\n## Platform\n\n### Configuration\n\n| Setting | Value |\n| --- | --- |\n| Environment names | ops |\n';
        const texts = { 'cluster.tf': text, 'other.tf': second, 'README.md': readme };
        await checkDiagnostics('KS206', texts, ['README.md:9: The README lacks apps. (KS206)']);
      });

      it(`a pipeline may name more: ${why}`, async () => {
        const pipeline = `on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: terraform workspace select ops && terraform plan
      - run: terraform workspace select apps && terraform plan
`;
        const texts = { 'cluster.tf': text, 'other.tf': second, '.github/workflows/main.yml': pipeline };
        await checkDiagnostics('KS702', texts, []);
        const { 'cluster.tf': _, ...known } = texts;
        assert.equal((await linesWith('KS702', known)).length, 1);
      });
    }

    it('environments of other clusters are still required', async () => {
      const texts = {
        'cluster.tf': cluster('jsondecode(data.http.clusters.response_body)'),
        'other.tf': cluster(BOTH).replace('gc0', 'gc1'),
        'pool.tf': pool(APPS),
      };
      assert.match((await linesWith('KS202', texts)).join('\n'), /^pool\.tf:6: \S+ has no "ops" environment/);
    });

    it('and reports names without a cluster if all are known', async () => {
      const texts = { 'cluster.tf': cluster(APPS), 'pool.tf': pool(BOTH) };
      assert.match((await linesWith('KS202', texts)).join('\n'), /^pool\.tf:8: No cluster has the environment "ops"/);
    });
  });

  describe('that a module is not planned in', () => {
    const notMade = [
      'count = terraform.workspace == "apps" ? 1 : 0',
      'count = local.is_apps ? 1 : 0',
      'for_each = terraform.workspace == "apps" ? toset(["x"]) : toset([])',
      'for_each = { for name in ["x"] : name => name if terraform.workspace == "apps" }',
      'count = data.external.enabled.result.count',
    ];
    const locals = { 'locals.tf': 'locals {\n  is_apps = terraform.workspace == "apps"\n}\n' };
    for (const head of notMade) {
      it(`are not required: ${head}`, async () => {
        const texts = { ...locals, 'cluster.tf': cluster(BOTH), 'pool.tf': pool(APPS, `  ${head}`) };
        await checkDiagnostics('KS202', texts, []);
      });

      it(`are not required in a local module: ${head}`, async () => {
        const texts = { ...locals, 'cluster.tf': cluster(BOTH), ...service(APPS, `  ${head}`) };
        await checkDiagnostics('KS213', texts, []);
      });
    }

    const made = [
      'count = terraform.workspace == "apps" ? 1 : 2',
      'count = 1',
      'for_each = toset(["a"])',
      'count = terraform.workspace == "ops" ? 1 : 0',
    ];
    for (const head of made)
      it(`are required otherwise: ${head}`, async () => {
        const texts = { 'cluster.tf': cluster(BOTH), 'pool.tf': pool(APPS, `  ${head}`) };
        assert.equal((await linesWith('KS202', texts)).length, 1);
        assert.equal(
          (await linesWith('KS213', { 'cluster.tf': cluster(BOTH), ...service(APPS, `  ${head}`) })).length,
          1,
        );
      });

    it('are required if another call of the local module is planned there', async () => {
      const { 'feature.tf': feature = '', ...texts } = service(APPS, `  ${notMade[0]}`);
      const second = feature.replace('gc0', 'gc1').replace(/ {2}count.*\n/, '');
      assert.equal(
        (await linesWith('KS213', { ...texts, 'cluster.tf': cluster(BOTH), 'feature.tf': feature + second })).length,
        1,
      );
    });
  });

  describe('in a computed configuration', () => {
    it('of a platform service are compared with those of the clusters', async () => {
      const three = '{\n    apps-prod = {}\n    apps = {}\n    ops = {}\n  }';
      const texts = { 'cluster.tf': cluster(three), ...service('{ for e in ["apps", "ops"] : e => {} }') };
      await checkDiagnostics('KS213', texts, [
        'modules/monitoring/main.tf:4: "apps-prod" is missing, so the platform can\'t be planned there. (KS213)',
      ]);
    });

    it('of a node pool are compared with those of the clusters', async () => {
      const texts = { 'cluster.tf': cluster(BOTH), 'pool.tf': pool('{ for e in ["apps"] : e => {} }') };
      assert.equal((await linesWith('KS202', texts)).length, 1);
    });
  });
});
