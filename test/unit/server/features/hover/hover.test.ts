import { strict as assert } from 'node:assert';
import { setLocale } from '../../../../../common/localization';
import { checkHover, hoverText } from '../../../../support/features/checkHover';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark } from '../../../../support/features/markedWorkspace';
import { untranslated } from '../../../../support/localization/untranslated';

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
  it('on a machine type shows its processors and memory in each environment', async () => {
    const pool = (type: string): string => `{ default_node_pool = { machine_type = "${type}" } }`;
    const files = cluster(`{ apps-prod = ${pool('e2-stan│dard-4')}, apps = {}, ops = ${pool('e2-standard-2')} }`);
    await checkHover(files, '…`e2-standard-2`: 2 vCPU, 8 GiB · `e2-standard-4`: 4 vCPU, 16 GiB…');
    await checkHover(cluster(`{ apps-prod = ${pool('e2-│own')}, ops = {} }`), '…`"e2-own"`…', { without: ['vCPU'] });
  });
  it('on an environment with a long configuration shows the first lines and how many follow', async () => {
    const labels = Array.from({ length: 60 }, (_, index) => `l${index} = "x"\n`).join('');
    const files = cluster(`{\n apps-prod = { default_node_pool = { labels = {\n${labels} } } }\n op│s = {}\n }`);
    await checkHover(files, '…\n# … and 26 more lines\n```');
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
