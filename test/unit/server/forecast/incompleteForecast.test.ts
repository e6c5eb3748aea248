import * as assert from 'node:assert/strict';
import type { SideFile, SideFiles } from '../../../../common/protocol';
import { now } from '../../../../common/now';
import { compareContexts } from '../../../../server/comparison/compareContexts';
import { comparisonMarkdown } from '../../../../server/comparison/comparisonMarkdown';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastEntries } from '../../../../server/forecast/forecastEntries';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { forecastLines, forecastMarkdown } from '../../../../server/forecast/forecastText';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: { stub_pool: { replace: ['name'], types: { block: 'block set', size: 'number' } } },
});

const cluster = (
  name: string,
  source = 'github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0',
): string => `module "${name}" {\n  source = "${source}"\n  configuration = {\n    apps = {}\n    ops = {}\n  }\n}\n`;

type Files = Record<string, string>;

async function compared(before: SideFiles, after: SideFiles, { isInstalled = true } = {}) {
  const { snapshot } = await workspaceOf({});
  const side = (files: SideFiles) => sideContext(snapshot, 'file:///w', textFiles(files));
  const sides = [await side(before), await side(after)] as const;
  const forecast = now(
    forecastContexts(...sides, 'file:///w', {
      facts: FACTS,
      environment: undefined,
      folderOf: () => (isInstalled ? { tree: snapshot.model.tree, uri: 'file:///empty' } : undefined),
      locate: () => undefined,
    }),
  );
  const comparison = now(compareContexts(...sides, 'file:///w'));
  return { forecast, comparison: { ...comparison, markdown: now(comparisonMarkdown(comparison)) } };
}

/** A file with a value, too long to be read. */
const long = (size: number): string =>
  `resource "stub_pool" "a" {\n  size = ${size}\n}\n${`# ${'x'.repeat(78)}\n`.repeat(60_000)}`;

const nested = (depth: number, type: string, inner: string): string =>
  depth === 0 ? inner : `${type} {\n${nested(depth - 1, type, inner)}\n}\n`;

describe('a forecast of what was not read', () => {
  const reason = 'This file is longer than 4,000,000 characters and is ignored.';

  it('is unknown for a file that is too long', async () => {
    const platform = { 'clusters.tf': cluster('eks_zero') };
    const { forecast } = await compared({ ...platform, 'a.tf': long(1) }, { ...platform, 'a.tf': long(2) });
    // The framework's module isn't installed here, and is left out.
    assert.deepEqual(forecastLines({ ...forecast, missingModules: [] }), ['Unknown', `  a.tf: ${reason}`]);
    assert.equal(forecastMarkdown({ ...forecast, missingModules: [] }), `**Unknown**\n\n- \`a.tf\`: ${reason}\n`);
    assert.deepEqual(forecastEntries({ ...forecast, missingModules: [] }).notes, [
      { environments: ['ops', 'apps'], kind: 'unknown', message: `a.tf: ${reason}` },
    ]);
  });

  it('is unknown for a file of a revision that the client could not read', async () => {
    const platform = { 'clusters.tf': cluster('eks_zero') };
    const given: readonly (readonly [SideFile, string])[] = [
      [{ refusal: 'tooLarge' }, "This file can't be read: it is too large."],
      [{ refusal: 'missingObject' }, "This file can't be read: this partial clone lacks its content."],
      [{ link: '/outside/a.tf' }, "This file can't be read: it is outside the workspace."],
    ];
    for (const [file, message] of given) {
      const { forecast, comparison } = await compared(platform, { ...platform, 'a.tf': file });
      assert.deepEqual(forecastLines({ ...forecast, missingModules: [] }), ['Unknown', `  a.tf: ${message}`]);
      assert.deepEqual(comparison.problems, [{ side: 'after', module: 'a.tf', message }]);
    }
  });

  it('is unknown for an environment whose file of the revision could not be read', async () => {
    const platform = (size: number): SideFiles => ({
      'clusters.tf': cluster('eks_zero').replace('apps = {}', 'apps = jsondecode(file("size.json"))'),
      'size.json': size > 1 ? { refusal: 'tooLarge' } : '{"size":1}',
    });
    const { comparison } = await compared(platform(1), platform(2));
    assert.deepEqual(comparison.problems, [
      {
        cluster: 'eks_zero',
        side: 'after',
        module: 'eks_zero',
        message: 'The configuration of "apps" is not known before a plan.',
      },
    ]);
  });

  it('follows links in a revision', async () => {
    const platform = (size: number): SideFiles => ({
      'clusters.tf': cluster('eks_zero').replace('apps = {}', `apps = { size = local.size }`),
      'size.tf': { link: 'shared/size.tf' },
      'shared/size.tf': `locals {\n  size = ${size}\n}\n`,
    });
    const { comparison } = await compared(platform(1), platform(2));
    assert.deepEqual(
      comparison.attributes.map(({ environment, before, after }) => [environment, before, after]),
      [
        ['ops', '1', '2'],
        ['apps', '1', '2'],
      ],
    );
  });

  it('is unknown for a local module with such a file, and for values of variables', async () => {
    const platform = {
      'clusters.tf': `${cluster('eks_zero')}\nmodule "local" {\n  source = "./local"\n}\nvariable "size" {}\nresource "stub_pool" "a" {\n  size = var.size\n}\n`,
    };
    const { forecast } = await compared(
      { ...platform, 'local/main.tf': long(1), 'terraform.tfvars': `size = 1\n${'# x\n'.repeat(1_500_000)}` },
      { ...platform, 'local/main.tf': long(2), 'terraform.tfvars': `size = 2\n${'# x\n'.repeat(1_500_000)}` },
    );
    assert.deepEqual(forecast.skipped, [`terraform.tfvars: ${reason}`, `local/main.tf: ${reason}`]);
  });

  it('destroys and creates nothing that such a file may declare', async () => {
    const pool = 'resource "stub_pool" "b" {\n  size = 1\n}\n';
    const platform = { 'clusters.tf': cluster('eks_zero') };
    const { forecast, comparison } = await compared(
      { ...platform, 'a.tf': pool, 'more.tf': cluster('eks_one') },
      { ...platform, 'a.tf': long(1) },
    );
    assert.deepEqual(
      forecast.environments['ops']?.resources.map(({ address, action }) => [address, action]),
      [['stub_pool.b', 'unknown']],
    );
    assert.deepEqual(comparison.modules, []);
    const { forecast: reverted } = await compared(
      { ...platform, 'a.tf': long(1) },
      { ...platform, 'a.tf': pool, 'more.tf': cluster('eks_one') },
    );
    assert.deepEqual(
      reverted.environments['ops']?.resources.map(({ address, action }) => [address, action]),
      [['stub_pool.b', 'unknown']],
    );
  });

  it('removes no environment of a platform whose file could not be read', async () => {
    const { forecast, comparison } = await compared(
      { 'main.tf': cluster('eks_zero') },
      { 'main.tf': `${cluster('eks_zero')}${'# x\n'.repeat(1_500_000)}` },
    );
    assert.deepEqual(forecast.environments, { apps: { resources: [] }, ops: { resources: [] } });
    assert.deepEqual(forecast.skipped, [`main.tf: ${reason}`]);
    assert.deepEqual([comparison.removedEnvironments, comparison.modules], [[], []]);
    assert.equal(comparison.markdown, `**Not compared:**\n\n- \`main.tf\` after: ${reason}\n`);
  });

  it('is unknown below 20 levels of blocks and of modules', async () => {
    const block = (size: number): string => `resource "stub_pool" "a" {\n${nested(21, 'block', `size = ${size}`)}\n}\n`;
    const platform = { 'clusters.tf': cluster('eks_zero') };
    const { forecast } = await compared({ ...platform, 'a.tf': block(1) }, { ...platform, 'a.tf': block(2) });
    assert.deepEqual(
      forecast.environments['ops']?.resources.map(({ address, action }) => [address, action]),
      [['stub_pool.a', 'unknown']],
    );
    const modules = (size: number): Files => ({
      'clusters.tf': `${cluster('eks_zero')}module "m" {\n  source = "./m1"\n}\n`,
      ...Object.fromEntries(
        Array.from({ length: 21 }, (_, index) => [
          `m${index + 1}/main.tf`,
          index === 20
            ? `resource "stub_pool" "a" {\n  size = ${size}\n}\n`
            : `module "m" {\n  source = "../m${index + 2}"\n}\n`,
        ]),
      ),
    });
    const deep = await compared(modules(1), modules(2));
    assert.deepEqual(deep.forecast.skipped, [
      `${Array.from({ length: 21 }, () => 'module.m').join('.')} is not read: modules are read up to a depth of 20.`,
    ]);
  });
});

describe('a forecast without a module', () => {
  it('is empty if only a comment was added, for the same source and exact version', async () => {
    const service =
      'module "nginx" {\n  source = "kbst.xyz/catalog/nginx/kustomization"\n  version = "1.0.0-kbst.0"\n  configuration = {\n    apps = {}\n    ops = {}\n  }\n}\n';
    const files = { 'main.tf': cluster('eks_zero'), 'nginx.tf': service };
    const { forecast } = await compared(
      files,
      { ...files, 'main.tf': `${files['main.tf']}# A comment.\n` },
      { isInstalled: false },
    );
    assert.deepEqual(forecastLines(forecast), []);
  });

  it('says so in one line for all modules and environments, with what to do', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `eks_${index}`);
    const files = (ref: string): Files => ({
      'main.tf': names
        .map(name => cluster(name, `github.com/kbst/terraform-kubestack//aws/cluster?ref=${ref}`))
        .join('\n'),
      'a.tf': `resource "stub_pool" "a" {\n  name = terraform.workspace == "ops" ? "${ref}" : ""\n}\n`,
    });
    const { forecast } = await compared(files('v1.0.0'), files('v1.0.1'), { isInstalled: false });
    assert.deepEqual(forecastLines(forecast), [
      'ops',
      '  Replaced',
      '    stub_pool.a',
      '        name: "v1.0.0" → "v1.0.1"',
      '',
      "What changes in module.eks_0, module.eks_1, module.eks_2, module.eks_3, module.eks_4 and 3 more is unknown, since their modules aren't on this machine. Run Terraform Init.",
    ]);
    assert.equal(forecastEntries(forecast).notes.length, 1);
  });
});

describe('a forecast with sensitive keys', () => {
  const secret = 's3cr3t';
  const files = (forEach: string, size: number, extra = ''): Files => ({
    'main.tf': `${cluster('eks_zero')}variable "pw" {\n  default   = "${secret}"\n  sensitive = true\n}\n`,
    'a.tf': `resource "stub_pool" "a" {\n  for_each = ${forEach}\n  size     = ${size}\n  ${extra}\n}\n`,
  });

  for (const forEach of ['toset([var.pw])', '{ (var.pw) = 1 }', '{ for key in [var.pw] : key => 1 }'])
    it(`can't be planned, and shows no key: ${forEach}`, async () => {
      const { forecast, comparison } = await compared(files(forEach, 1), files(forEach, 2));
      assert.deepEqual(forecast.environments['ops']?.cannotPlan, [
        { message: "stub_pool.a: The keys of for_each are sensitive, so Terraform can't plan it." },
      ]);
      const texts = [forecastLines(forecast), forecastMarkdown(forecast, true), forecastEntries(forecast), comparison];
      assert.doesNotMatch(JSON.stringify([forecast, texts]), /s3cr3t/);
    });

  it('hides the keys of blocks', async () => {
    const block = (size: number): Files =>
      files(
        '["x"]',
        size,
        `dynamic "block" {\n    for_each = { (var.pw) = 1 }\n    content {\n      name = block.key\n      size = ${size}\n    }\n  }`,
      );
    const of = (size: number): Files => ({
      ...block(size),
      'a.tf': block(size)['a.tf']!.replace('["x"]', 'toset(["x"])'),
    });
    const { forecast } = await compared(of(1), of(2));
    assert.deepEqual(
      forecast.environments['ops']?.resources.map(({ address }) => address),
      ['stub_pool.a["x"]'],
    );
    assert.doesNotMatch(JSON.stringify([forecast, forecastLines(forecast)]), /s3cr3t/);
  });

  it('allows sensitive values below keys that are not', async () => {
    const { forecast } = await compared(files('{ a = var.pw }', 1), files('{ a = var.pw }', 2));
    assert.equal(forecast.environments['ops']?.cannotPlan, undefined);
    assert.deepEqual(
      forecast.environments['ops']?.resources.map(({ address }) => address),
      ['stub_pool.a["a"]'],
    );
  });
});
