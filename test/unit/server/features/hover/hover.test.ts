import { strict as assert } from 'node:assert';
import type { MarkupContent } from 'vscode-languageserver-types';
import { setLocale } from '../../../../../common/localization';
import { hover } from '../../../../../server/features/hover/hover';
import type { ClientAbilities } from '../../../../../server/semantics/requestContext';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark } from '../../../../support/features/markedWorkspace';
import { LEGACY } from '../../../../support/features/platformTexts';
import { untranslated } from '../../../../support/localization/untranslated';
import { readSamplePlatform } from '../../../../support/scaffold/platformFiles';
import { cursorIn, workspaceOf } from '../../../../support/testWorkspace';

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

async function hoverAt(
  before: string,
  after: string,
  client: Partial<ClientAbilities> = {},
): Promise<string | undefined> {
  const marked = CLUSTER.replace(before + after, `${before}│${after}`);
  const { texts, path, position } = cursorIn({ 'main.tf': marked });
  const { snapshot, uri } = await workspaceOf(texts);
  const answer = hover({ ...snapshot, client: { ...snapshot.client, ...client } }, uri(path), position);
  return (answer?.contents as MarkupContent | undefined)?.value.replaceAll(uri(path), 'main.tf');
}

describe('hover', () => {
  it('on an attribute shows its value in every environment, in promotion order, with links', async () => {
    const text = await hoverAt('max_node_', 'count = 9');
    assert.deepEqual(text?.split('\n').slice(0, 6), [
      '**default_node_pool.max_node_count** · `number` · required',
      '',
      '| Environment | Value | From |',
      '| --- | --- | --- |',
      '| ops | `1` | [overrides](main.tf#L19) [`9`](main.tf#L13) |',
      '| apps | `9` | [inherited from apps-prod](main.tf#L13) |',
    ]);
    assert.match(text, /\| \*\*apps-prod\*\* \| `9` \| \[set here \(base\)\]\(main\.tf#L13\) \|/);
  });
  it('on a quoted key of a replaced map shows only that key', async () => {
    const labels = `default_node_pool = {
        max_node_count = 9
        labels = { "example.org/zone" = "a", other = "b" }`;
    const { texts, path, position } = cursorIn({
      'main.tf': CLUSTER.replace(
        'default_node_pool = {\n        min_node_count = 3\n        max_node_count = 9',
        labels,
      )
        .replace('max_node_count = 1', 'labels = { "example.org/zone" = "c" }\n max_node_count = 1')
        .replace('"example.org/zone" = "a"', '"example.org│/zone" = "a"'),
    });
    const { snapshot, uri } = await workspaceOf(texts);
    const answer = hover(snapshot, uri(path), position);
    const text = (answer?.contents as MarkupContent | undefined)?.value.replaceAll(uri(path), 'main.tf') ?? '';
    assert.match(
      text,
      /^\*\*`?default_node_pool\.labels\["example\.org\/zone"\]|^`default_node_pool\.labels\["example\.org\/zone"\]`/,
    );
    assert.match(text, /\| ops \| `"c"` \| \[overrides\]\([^)]*\) \[`"a"`\]/);
    assert.match(text, /\| apps \| `"a"` \| \[inherited from apps-prod\]/);
    assert.doesNotMatch(text, /other/);
  });
  it('on an object explains empty cells and words in italics', async () => {
    const text = await hoverAt('default_node', '_pool = {\n        min');
    assert.match(text ?? '', /\*inherited\*: the value is set in apps-prod\.$/m);
    const { texts, path, position } = cursorIn({
      'main.tf': CLUSTER.replace('max_node_count = 1', 'disk_size_gb = 10').replace(
        'default_node_pool',
        'default│_node_pool',
      ),
    });
    const { snapshot, uri } = await workspaceOf(texts);
    const answer = hover(snapshot, uri(path), position);
    assert.match(
      (answer?.contents as MarkupContent).value,
      /\| `disk_size_gb` \| \[`10`\]\([^)]*\) \| \*unset\* \| \*unset\* \|/,
    );
  });
  it('shows attributes and environments in a variables file or a local', async () => {
    const at = async (path: string, before: string, after: string): Promise<string> => {
      const { texts, position } = cursorIn(mark(LEGACY, path, before, after));
      const { snapshot, uri } = await workspaceOf(texts);
      return (hover(snapshot, uri(path), position)?.contents as MarkupContent | undefined)?.value ?? '';
    };
    const file = 'config.auto.tfvars';
    const attribute = await at(file, 'cluster_max_', 'size = "2"');
    assert.match(attribute, /^\*\*cluster_max_size\*\*/);
    assert.match(attribute, /\| \*\*ops\*\* \| `"2"` \| \[overrides\]\([^)]*config\.auto\.tfvars#L\d+\) \[`"9"`\]/);
    assert.match(await at(file, 'op', 's = {\n'), /^\*\*ops\*\*/);
    const local = CLUSTER.replace(
      /configuration = (\{[^]*\n {2}\})\n\}\n$/,
      'configuration = local.gke\n}\n\nlocals {\n  gke = $1\n}\n',
    );
    const { texts, path, position } = cursorIn({
      'main.tf': local.replace('max_node_count = 1', 'max_│node_count = 1'),
    });
    const { snapshot, uri } = await workspaceOf(texts);
    const inLocal = (hover(snapshot, uri(path), position)?.contents as MarkupContent | undefined)?.value ?? '';
    assert.match(inLocal, /\| \*\*ops\*\* \| `1` \| \[overrides\]/);
  });
  it('on an attribute shows values that depend on terraform.workspace per environment', async () => {
    const text = await hoverAt('proj', 'ect_id');
    assert.match(text ?? '', /\| ops \| `"p-ops"` \| \[inherited from apps-prod\]/);
    assert.match(text ?? '', /\| apps \| `"p-apps"` \|/);
  });
  it('on an object shows a row per attribute and a column per environment', async () => {
    const text = await hoverAt(
      'apps-prod = {\n      name_prefix = "ml0"\n      base_domain = "example.org"\n      region      = "europe-west1"\n      project_id  = "p-${terraform.workspace}"\n      default_node',
      '_pool',
    );
    assert.match(text ?? '', /\| {2}\| ops \| apps \| \*\*apps-prod\*\* \|/);
    assert.match(
      text ?? '',
      /\| `max_node_count` \| \[`1`\]\(main\.tf#L19\) \| \[`9`\]\(main\.tf#L13\) \*inherited\* \| \[`9`\]\(main\.tf#L13\) \|/,
    );
  });
  it('on an environment shows what it inherits and overrides, and its effective configuration', async () => {
    const text = await hoverAt('    op', 's = {');
    assert.match(text ?? '', /^\*\*ops\*\* · inherits 5 from apps-prod, overrides 1\n/);
    assert.match(
      text ?? '',
      /\| \[`default_node_pool.max_node_count`\]\(main\.tf#L19\) \| `1` \| \[`9`\]\(main\.tf#L13\) \|/,
    );
    assert.match(text ?? '', /```terraform\n\{\n {2}base_domain = "example.org"/);
  });
  it('on an environment with a long configuration shows the first lines and how many follow', async () => {
    const labels = Array.from({ length: 60 }, (_, index) => `        l${index} = "x"\n`).join('');
    const text = CLUSTER.replace('min_node_count = 3', `min_node_count = 3\n      labels = {\n${labels}      }`);
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const line = text.split('\n').findIndex(each => each === '    ops = {');
    const answer = hover(snapshot, uri('main.tf'), { line, character: 5 });
    assert.match((answer?.contents as MarkupContent).value, /\n# … and \d\d more lines\n```$/);
  });
  it('on an environment without overrides says so', async () => {
    assert.match((await hoverAt('    ap', 'ps = {}')) ?? '', /^\*\*apps\*\* · inherits 6 from apps-prod\n/);
  });
  it('on the base environment shows which environments inherit from it', async () => {
    assert.match((await hoverAt('    apps-pr', 'od = {')) ?? '', /the base environment: ops, apps inherit from it\./);
  });
  it("on a cluster's label shows its names and domains", async () => {
    const text = await hoverAt('module "gke_', 'ml0');
    assert.match(text ?? '', /\| ops \| `ml0-ops-europe-west1` \| `ml0-ops-europe-west1\.gcp\.example\.org` \|/);
    assert.match(text ?? '', /- Base environment: `apps-prod`/);
  });
  it('on the base key shows the base environment', async () => {
    assert.match(
      (await hoverAt('configuration_base', '_key')) ?? '',
      /`ops`, `apps` inherit whatever they do not set from `apps-prod`\./,
    );
  });
  it('on terraform.workspace shows its value per environment', async () => {
    assert.match((await hoverAt('terraform.work', 'space')) ?? '', /\| apps-prod \| `"apps-prod"` \|/);
  });
  it('on terraform.workspace in a local shows the environments of the platform', async () => {
    const local = 'locals {\n  name = "x-${terraform.workspace}"\n}\n';
    const { snapshot, uri } = await workspaceOf({ 'main.tf': CLUSTER, 'locals.tf': local });
    const answer = hover(snapshot, uri('locals.tf'), { line: 1, character: 20 });
    assert.match((answer?.contents as MarkupContent).value, /\| ops \| `"ops"` \|/);
  });
  it('on truncated maps shows the keys that differ', async () => {
    const tags = (tier: string): string =>
      `default_node_pool = { labels = { cost-center = "4711-aaaaaaaaaaaaaaaaaaaaaaaaa", owner = "platform@example.org", tier = "${tier}" } }`;
    const text = `module "gke_a_b" {\n  source = "${framework('google/cluster')}"\n  configuration = {\n    apps = { ${tags('critical')} }\n    ops = { ${tags('standard')} }\n  }\n}\n`;
    const { snapshot, uri } = await workspaceOf({ 'main.tf': text });
    const answer = hover(snapshot, uri('main.tf'), { line: 3, character: 40 });
    assert.match((answer?.contents as MarkupContent).value, /\{ tier = "standard", … \}/);
  });
  it("shows nothing for code that isn't Kubestack's", async () => {
    assert.equal(await hoverAt('sour', 'ce'), undefined);
  });
  it('is plain text for a client without Markdown', async () => {
    const text = await hoverAt('max_node_', 'count = 9', { markdown: false });
    assert.equal(text?.split('\n')[0], 'default_node_pool.max_node_count · number · required');
    assert(!/[|`*]|\]\(/.test(text), text);
  });
  it('still works while another attribute of the block is incomplete', async () => {
    const broken = CLUSTER.replace('region      = "europe-west1"', 'region      = ');
    const { snapshot, uri, workspace } = await workspaceOf({ 'main.tf': CLUSTER });
    workspace.setDocument(uri('main.tf'), broken);
    const line = broken.split('\n').findIndex(each => each.includes('max_node_count = 1'));
    const answer = hover(snapshot, uri('main.tf'), { line, character: 10 });
    assert.match((answer?.contents as MarkupContent).value, /\| \*\*ops\*\* \| `1` \|/);
    assert.deepEqual(answer?.range, { start: { line, character: 8 }, end: { line, character: 22 } });
  });

  it('on an EKS cluster without a provider block shows the name with the region of its zones', async () => {
    const sample = readSamplePlatform('multi-cloud');
    const named = async (texts: Record<string, string>): Promise<string> => {
      const { texts: all, path, position } = cursorIn(texts);
      const { snapshot, uri } = await workspaceOf(all);
      return (hover(snapshot, uri(path), position)?.contents as MarkupContent).value;
    };
    for (const region of ['eu-west-1', 'us-east-1']) {
      const marked = mark(sample, `eks_gc0_${region}_cluster.tf`, 'module "eks_', `gc0_${region}"`);
      const text = await named(marked);
      assert.match(text, new RegExp(`\\| ops \\| \`gc0-ops-${region}\` \\|`));
    }
    const path = 'eks_gc0_eu-west-1_cluster.tf';
    const two = mark(sample, path, 'module "eks_', 'gc0_eu-west-1"');
    two[path] = two[path]!.replace('"eu-west-1b"', '"us-east-1b"');
    assert.match(await named(two), /can't be computed/);
  });
});

describe('hover in another language', () => {
  before(() => setLocale('qps-ploc', () => assert.fail('There are no translations.')));
  after(() => setLocale(undefined, () => assert.fail('There are no translations.')));

  for (const [what, before, after] of [
    ['an attribute', 'max_node_', 'count = 9'],
    ['an environment', '    ap', 'ps = {}'],
    ['the name of a module', 'gke_ml0', '_europe-west1'],
    ['the base environment', 'configuration_base', '_key'],
    ['terraform.workspace', 'terraform.work', 'space'],
  ] as const)
    it(`on ${what} is translated, including the headings of its table`, async () => {
      const text = (await hoverAt(before, after)) ?? assert.fail('no hover');
      assert.deepEqual(
        untranslated(text).filter(word => !CLUSTER.includes(word) && word !== 'workspace'),
        [],
      );
    });
});
