import { strict as assert } from 'node:assert';
import { setLocale } from '../../../../../common/localization';
import { checkHover, hoverText } from '../../../../support/features/checkHover';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark } from '../../../../support/features/markedWorkspace';
import { LEGACY } from '../../../../support/features/platformTexts';
import { untranslated } from '../../../../support/localization/untranslated';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';

const CLUSTER = `module "gke_ml0_europe-west1" {
  source = "${framework('google/cluster')}"

  configuration_base_key = "apps-prod"
  configuration = {
    apps-prod = {
      name_prefix = "ml0"
      base_domain = "example.org"
      region      = "europe-west1"
      project_id  = "p-\${terraform.workspace}"
      default_node_pool = {
        min_node_count = 3
        max_node_count = 9
      }
    }
    apps = {}
    ops = {
      default_node_pool = {
        max_node_count = 1
      }
    }
  }
}
`;

/** A cluster with other configurations. */
const cluster = (configuration: string) => ({
  'main.tf': `module "gke_ml0_europe-west1" {
  source                 = "${framework('google/cluster')}"
  configuration_base_key = "apps-prod"
  configuration          = ${configuration}
}
`,
});

const FILES = { 'main.tf': CLUSTER };

/** The cluster with a cursor mark. */
const at = (marked: string) => mark(FILES, 'main.tf', marked);

describe('hover', () => {
  it('on an attribute shows its value in every environment, in promotion order, with links', async () => {
    await checkHover(at('max_node_│count = 9'), [
      '**default_node_pool.max_node_count** · `number` · required\n\n' +
        '| Environment | Value | From |\n| --- | --- | --- |\n' +
        '| ops | `1` | [overrides](main.tf#L19) [`9`](main.tf#L13) |\n' +
        '| apps | `9` | [inherited from apps-prod](main.tf#L13) |\n',
      '| **apps-prod** | `9` | [set here (base)](main.tf#L13) |…',
    ]);
  });
  it('on a machine type shows its processors and memory in each environment', async () => {
    const pool = (type: string): string => `{ default_node_pool = { machine_type = "${type}" } }`;
    const files = cluster(`{ apps-prod = ${pool('e2-stan│dard-4')}, apps = {}, ops = ${pool('e2-standard-2')} }`);
    await checkHover(files, '…`e2-standard-2`: 2 vCPU, 8 GiB · `e2-standard-4`: 4 vCPU, 16 GiB…');
    await checkHover(cluster(`{ apps-prod = ${pool('e2-│own')}, ops = {} }`), '…`"e2-own"`…', { without: ['vCPU'] });
  });
  it('on a quoted key of a replaced map shows only that key', async () => {
    const pool = (labels: string): string => `{\n      default_node_pool = { labels = { ${labels} } }\n    }`;
    const files = cluster(`{
    apps-prod = ${pool('"example.org│/zone" = "a", other = "b"')}
    apps = {}
    ops = ${pool('"example.org/zone" = "c"')}
  }`);
    const expected = [
      '`default_node_pool.labels["example.org/zone"]`',
      '| ops | `"c"` | [overrides](main.tf#L10) [`"a"`]',
      '| apps | `"a"` | [inherited from apps-prod]…',
    ];
    await checkHover(files, expected, { without: ['other'] });
  });
  it('on an object explains empty cells and words in italics', async () => {
    await checkHover(at('default_node│_pool = {\n        min'), '…*inherited*: the value is set in apps-prod.…');
    const files = cluster(`{
    apps-prod = {
      default│_node_pool = { max_node_count = 9 }
    }
    apps = {}
    ops = {
      default_node_pool = { disk_size_gb = 10 }
    }
  }`);
    await checkHover(files, '…| `disk_size_gb` | [`10`](…) | *unset* | *unset* |…');
  });
  it('shows attributes and environments in a variables file or a local', async () => {
    const file = 'config.auto.tfvars';
    await checkHover(mark(LEGACY, file, 'cluster_max_│size = "2"'), [
      '**cluster_max_size**',
      '| **ops** | `"2"` | [overrides](config.auto.tfvars#L',
      ') [`"9"`]…',
    ]);
    await checkHover(mark(LEGACY, file, 'op│s = {\n'), '**ops**…');
    const local = `local.gke
}

locals {
  gke = {
    apps-prod = { default_node_pool = { max_node_count = 9 } }
    ops       = { default_node_pool = { max_│node_count = 1 } }
  }`;
    await checkHover(cluster(local), '…| **ops** | `1` | [overrides]…');
  });
  it('on an attribute shows values that depend on terraform.workspace per environment', async () => {
    await checkHover(at('proj│ect_id'), ['…| ops | `"p-ops"` | [inherited from apps-prod]', '| apps | `"p-apps"` |…']);
  });
  it('on an object shows a row per attribute and a column per environment', async () => {
    await checkHover(at('default_node│_pool = {\n        min'), [
      '…|  | ops | apps | **apps-prod** |',
      '| `max_node_count` | [`1`](main.tf#L19) | [`9`](main.tf#L13) *inherited* | [`9`](main.tf#L13) |…',
    ]);
  });
  it('on an environment shows what it inherits and overrides, and its effective configuration', async () => {
    await checkHover(at('    op│s = {'), [
      '**ops** · inherits 5 from apps-prod, overrides 1\n',
      '| [`default_node_pool.max_node_count`](main.tf#L19) | `1` | [`9`](main.tf#L13) |',
      '```terraform\n{\n  base_domain = "example.org"…',
    ]);
  });
  it('on an environment with a long configuration shows the first lines and how many follow', async () => {
    const labels = Array.from({ length: 60 }, (_, index) => `l${index} = "x"\n`).join('');
    const files = cluster(`{\n apps-prod = { default_node_pool = { labels = {\n${labels} } } }\n op│s = {}\n }`);
    await checkHover(files, '…\n# … and 26 more lines\n```');
  });
  it('on an environment without overrides says so', async () => {
    await checkHover(at('    ap│ps = {}'), '**apps** · inherits 6 from apps-prod\n…');
  });
  it('on the base environment shows which environments inherit from it', async () => {
    await checkHover(at('    apps-pr│od = {'), '…the base environment: ops, apps inherit from it.…');
  });
  it("on a cluster's label shows its names and domains", async () => {
    await checkHover(at('module "gke_│ml0'), [
      '…| ops | `ml0-ops-europe-west1` | `ml0-ops-europe-west1.gcp.example.org` |',
      '- Base environment: `apps-prod`…',
    ]);
  });
  it('on the base key shows the base environment', async () => {
    const expected = '…`ops`, `apps` inherit whatever they do not set from `apps-prod`.…';
    await checkHover(at('configuration_base│_key'), expected);
  });
  it('on terraform.workspace shows its value per environment', async () => {
    await checkHover(at('terraform.work│space'), '…| apps-prod | `"apps-prod"` |…');
  });
  it('on terraform.workspace in a local shows the environments of the platform', async () => {
    const local = 'locals {\n  name = "x-${terraform.w│orkspace}"\n}\n';
    await checkHover({ ...FILES, 'locals.tf': local }, '…| ops | `"ops"` |…');
  });
  it('on truncated maps shows the keys that differ', async () => {
    const tags = (tier: string): string =>
      `labels = { cost-center = "4711-aaaaaaaaaaaaaaaaaaaaaaaaa", owner = "platform@example.org", tier = "${tier}" }`;
    const files = cluster(`{
    apps-prod = { default_node_pool = { lab│${tags('critical').slice(3)} } }
    ops = { default_node_pool = { ${tags('standard')} } }
  }`);
    await checkHover(files, '…{ tier = "standard", … }…');
  });
  it("shows nothing for code that isn't Kubestack's", async () => {
    await checkHover(at('sour│ce'), undefined);
  });
  it('is plain text for a client without Markdown', async () => {
    await checkHover(at('max_node_│count = 9'), 'default_node_pool.max_node_count · number · required\n…', {
      client: { markdown: false },
      without: ['|', '`', '*', ']('],
    });
  });
  it('still works while another attribute of the block is incomplete', async () => {
    const broken = { 'main.tf': CLUSTER.replace('region      = "europe-west1"', 'region      = ') };
    await checkHover(mark(broken, 'main.tf', 'ma│x_node_count = 1'), '…| **ops** | `1` |…', {
      before: FILES,
      range: 'max_node_count',
    });
  });

  it('on an EKS cluster without a provider block shows the name with the region of its zones', async () => {
    const sample = readSamplePlatform('multi-cloud');
    for (const region of ['eu-west-1', 'us-east-1']) {
      const marked = mark(sample, `eks_gc0_${region}_cluster.tf`, `module "eks_│gc0_${region}"`);
      await checkHover(marked, `…| ops | \`gc0-ops-${region}\` |…`);
    }
    const path = 'eks_gc0_eu-west-1_cluster.tf';
    const two = { ...sample, [path]: sample[path]!.replace('"eu-west-1b"', '"us-east-1b"') };
    await checkHover(mark(two, path, 'module "eks_│gc0_eu-west-1"'), "…can't be computed…");
  });
});

describe('hover in another language', () => {
  before(() => setLocale('qps-ploc', () => assert.fail('There are no translations.')));
  after(() => setLocale(undefined, () => assert.fail('There are no translations.')));

  for (const [what, marked] of [
    ['an attribute', 'max_node_│count = 9'],
    ['an environment', '    ap│ps = {}'],
    ['the name of a module', 'gke_ml0│_europe-west1'],
    ['the base environment', 'configuration_base│_key'],
    ['terraform.workspace', 'terraform.work│space'],
  ] as const)
    it(`on ${what} is translated, including the headings of its table`, async () => {
      const text = (await hoverText(at(marked))) ?? assert.fail('no hover');
      assert.deepEqual(
        untranslated(text).filter(word => !CLUSTER.includes(word) && word !== 'workspace'),
        [],
      );
    });
});
