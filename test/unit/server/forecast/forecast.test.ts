import * as assert from 'node:assert/strict';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import { forecastContexts } from '../../../../server/forecast/forecast';
import { forecastLines } from '../../../../server/forecast/forecastText';
import { loadFacts } from '../../../../server/forecast/resourceFacts';
import { now } from '../../../../common/now';
import { workspaceOf } from '../../../support/testWorkspace';

const FACTS = loadFacts({
  format: 1,
  resources: {
    stub_network: {
      replace: ['range'],
      computed: ['zone'],
      outputs: ['id'],
      types: { name: 'string', range: 'string' },
    },
    stub_cluster: {
      replace: ['name', 'network', 'settings.mode'],
      computed: ['version'],
      outputs: ['id', 'endpoint'],
      types: { settings: 'block list', labels: 'map(string)', zones: 'set(string)', size: 'number' },
      defaults: { tier: 'free' },
      changingOutputs: { generation: ['*'] },
      fails: [{ path: 'plan', when: 'changed', message: 'The provider refuses another plan.' }],
      destroys: [{ types: ['stub_pool'], through: 'cluster', note: 'Its node pools are destroyed with it.' }],
    },
    stub_pool: {
      replace: ['cluster', 'role', 'taint.key'],
      replaceWhen: [
        { path: 'plugin', when: 'changed', unless: [{ from: ['a'], to: ['b'] }] },
        { path: 'data', when: 'changed', ifSet: 'immutable' },
      ],
      equal: { link: 'name', policy: 'json', zone: 'dns' },
      renamed: { 'options.scaling_enabled': 'scaling' },
      computed: ['image'],
      outputs: ['id'],
      types: { taint: 'block set', size: 'number' },
    },
    stub_range: {
      replace: ['settings.mode'],
      computed: ['settings', 'settings.mode'],
      types: { settings: 'block list', project: 'string' },
    },
  },
  dataSources: {
    stub_role: { reads: 'stub_network' },
    stub_pool: { reads: 'stub_pool', by: { cluster: 'cluster', name: 'name' } },
  },
});

/** A platform needs a Kubestack module; this one has no resources of its own. */
const PLATFORM = `module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
  configuration = {
    apps = {}
    ops = {}
  }
}
`;

type Files = Record<string, string>;

async function forecastOf(before: Files, after: Files): Promise<string[]> {
  const { snapshot } = await workspaceOf({});
  const installed = { tree: snapshot.model.tree, uri: 'file:///empty' };
  const side = (files: Files) => sideContext(snapshot, 'file:///w', textFiles({ 'clusters.tf': PLATFORM, ...files }));
  const forecast = now(
    forecastContexts(await side(before), await side(after), 'file:///w', {
      facts: FACTS,
      environment: 'ops',
      folderOf: () => installed,
      locate: () => undefined,
    }),
  );
  // Without what is missing: the framework's module isn't installed in these tests.
  return forecastLines({ environments: forecast.environments }).slice(1);
}

const of = async (before: string, after: string, more: Files = {}): Promise<string[]> =>
  forecastOf({ ...more, 'a.tf': before }, { ...more, 'a.tf': after });

describe('a forecast', () => {
  it('is empty for a change that reaches no resource', async () => {
    assert.deepEqual(
      await of('resource "stub_network" "a" { name = "a" }', 'resource "stub_network" "a" { name = "${"a"}" }'),
      [],
    );
  });

  it('replaces a resource whose argument forces it, and what depends on its new id', async () => {
    const files = (range: string): string => `
      resource "stub_network" "a" { range = "${range}" }
      resource "stub_cluster" "b" { network = stub_network.a.id }
      resource "stub_pool" "c" { size = stub_cluster.b.endpoint }`;
    assert.deepEqual(await of(files('10'), files('11')), [
      '  Replaced',
      '    stub_cluster.b',
      '        network: (from stub_network.a.id) → (known after apply)',
      '    stub_network.a',
      '        range: "10" → "11"',
      '  Also destroyed, although no plan shows it',
      '    stub_cluster.b: Its node pools are destroyed with it.',
      '  Updated',
      '    stub_pool.c',
      '        size: (from stub_cluster.b.endpoint) → (known after apply)',
    ]);
  });

  it('updates a resource in place, and leaves alone what depends on attributes that stay', async () => {
    const files = (name: string): string => `
      resource "stub_network" "a" { name = "${name}" }
      resource "stub_cluster" "b" { network = "net-\${stub_network.a.id}" }`;
    assert.deepEqual(await of(files('a'), files('b')), ['  Updated', '    stub_network.a', '        name: "a" → "b"']);
  });

  it('is unknown, and never unchanged, if a value comes from elsewhere than before', async () => {
    const found = await of(
      'resource "stub_network" "a" {}\nresource "stub_cluster" "b" { network = stub_network.a.id }',
      'resource "stub_network" "a" {}\nresource "stub_cluster" "b" { network = stub_network.a.self }',
    );
    assert.deepEqual(found, [
      '  Unknown',
      '    stub_cluster.b',
      '        network: (from stub_network.a.id) → (from stub_network.a.self) (may force a replacement)',
    ]);
  });

  it('computes each environment with its workspace', async () => {
    const file = (size: number): string =>
      `resource "stub_pool" "a" { size = terraform.workspace == "ops" ? ${size} : 1 }`;
    assert.deepEqual(await of(file(1), file(2)), ['  Updated', '    stub_pool.a', '        size: 1 → 2']);
  });

  it('creates and destroys instances of count and for_each', async () => {
    const file = (count: number, keys: string): string =>
      `resource "stub_pool" "a" { count = ${count} }\nresource "stub_network" "b" {\n for_each = toset([${keys}])\n name = each.key\n}`;
    assert.deepEqual(await of(file(2, '"x"'), file(1, '"x", "y"')), [
      '  Destroyed',
      '    stub_pool.a[1]',
      '  Created',
      '    stub_network.b["y"]',
    ]);
  });

  it('follows moved blocks through modules and keys', async () => {
    const inner = 'resource "stub_pool" "p" { size = 1 }';
    const found = await forecastOf(
      { 'a.tf': 'module "m" { source = "./m" }\nresource "stub_network" "n" {}', 'm/a.tf': inner },
      {
        'a.tf':
          'module "o" { source = "./m" }\nmoved {\n from = module.m\n to = module.o\n}\nresource "stub_network" "n" { count = 2 }',
        'm/a.tf': 'resource "stub_pool" "q" { size = 2 }\nmoved {\n from = stub_pool.p\n to = stub_pool.q\n}',
      },
    );
    assert.deepEqual(found, [
      '  Created',
      '    stub_network.n[1]',
      '  Updated',
      '    module.o.stub_pool.q (before: module.m.stub_pool.p)',
      '        size: 1 → 2',
    ]);
  });

  it('names the address after moved blocks of what is destroyed', async () => {
    const inner = `variable "zones" { type = set(string) }
      resource "stub_pool" "p" { for_each = var.zones }`;
    const call = (name: string, zones: string): string =>
      `module "${name}" {\n source = "./m"\n zones = [${zones}]\n}\n`;
    const found = await forecastOf(
      { 'a.tf': call('a', '"x", "y"'), 'm/a.tf': inner },
      { 'a.tf': `${call('b', '"x"')}moved {\n from = module.a\n to = module.b\n}`, 'm/a.tf': inner },
    );
    assert.deepEqual(found, ['  Destroyed', '    module.b.stub_pool.p["y"] (before: module.a.stub_pool.p["y"])']);
  });

  it('loses node pools only with a cluster of their own module', async () => {
    const files = (network: number): Files => ({
      'a.tf': `module "c" {\n source = "./c"\n network = ${network}\n}`,
      'c/a.tf': `variable "network" {}
        module "node" {
          source = "./m"
          network = var.network
        }
        module "node_pool" { source = "./p" }`,
      'c/m/a.tf': 'variable "network" {}\nresource "stub_cluster" "c" { network = var.network }',
      'c/p/a.tf': 'resource "stub_pool" "p" {}',
    });
    assert.deepEqual(await forecastOf(files(1), files(2)), [
      '  Replaced',
      '    module.c.module.node.stub_cluster.c',
      '        network: 1 → 2',
    ]);
  });

  it('keeps what a removed block forgets', async () => {
    const removed = 'removed {\n from = stub_pool.a\n lifecycle { destroy = false }\n}';
    assert.deepEqual(await of('resource "stub_pool" "a" {}', removed), []);
    assert.deepEqual(await of('resource "stub_pool" "a" {}', ''), ['  Destroyed', '    stub_pool.a']);
  });

  it('respects ignore_changes of arguments, blocks and keys', async () => {
    const file = (size: number, mode: string, tag: string): string => `resource "stub_cluster" "a" {
      size = ${size}
      labels = { a = "${tag}", b = "1" }
      settings { mode = "${mode}" }
      lifecycle { ignore_changes = [size, settings[0].mode, labels["a"]] }
    }`;
    assert.deepEqual(await of(file(1, 'x', 't'), file(2, 'y', 'u')), []);
  });

  it('replaces through replace_triggered_by', async () => {
    const file = (name: string): string => `resource "stub_network" "a" { name = "${name}" }
      resource "stub_pool" "b" { lifecycle { replace_triggered_by = [stub_network.a] } }`;
    assert.deepEqual(await of(file('a'), file('b')), [
      '  Replaced',
      '    stub_pool.b',
      '        replace_triggered_by',
      '  Updated',
      '    stub_network.a',
      '        name: "a" → "b"',
    ]);
  });

  it('defers data sources behind a depends_on of their module with planned changes', async () => {
    const file = (name: string): string => `resource "stub_network" "a" { name = "${name}" }
      module "m" {
        source = "./m"
        depends_on = [stub_network.a]
      }`;
    const pool = 'data "stub_image" "i" { name = "x" }\nresource "stub_pool" "p" { role = data.stub_image.i.arn }';
    assert.deepEqual(await of(file('a'), file('b'), { 'm/a.tf': pool }), [
      '  Replaced',
      '    module.m.stub_pool.p',
      '        role: (from module.m.data.stub_image.i.arn) → (known after apply)',
      '  Updated',
      '    stub_network.a',
      '        name: "a" → "b"',
    ]);
  });

  it('keeps what a provider filled in if an argument is left out or removed', async () => {
    assert.deepEqual(await of('resource "stub_cluster" "a" { version = "1" }', 'resource "stub_cluster" "a" {}'), []);
    assert.deepEqual(await of('resource "stub_cluster" "a" {}', 'resource "stub_cluster" "a" { version = "" }'), []);
    assert.deepEqual(await of('resource "stub_cluster" "a" {}', 'resource "stub_cluster" "a" { version = "1" }'), [
      '  At most updated',
      '    stub_cluster.a',
      '        version: (not set) → "1"',
    ]);
  });

  it('does not know whether an added block replaces, if the provider filled in its argument before', async () => {
    assert.deepEqual(
      await of('resource "stub_range" "a" {}', 'resource "stub_range" "a" {\n settings { mode = "a" }\n}'),
      ['  Unknown', '    stub_range.a', '        settings[0].mode: (not set) → "a" (may force a replacement)'],
    );
  });

  it('compares defaults, zero values, sets and notations of numbers as providers do', async () => {
    const before = 'resource "stub_cluster" "a" {\n zones = ["b", "a"]\n size = "3"\n}';
    const after = 'resource "stub_cluster" "a" {\n zones = ["a", "b"]\n size = 3\n tier = "free"\n plan = ""\n}';
    assert.deepEqual(await of(before, after), []);
  });

  it('reports what an apply refuses', async () => {
    assert.deepEqual(
      await of('resource "stub_cluster" "a" { plan = "x" }', 'resource "stub_cluster" "a" { plan = "y" }'),
      [
        '  Fails when it is applied',
        '    stub_cluster.a: The provider refuses another plan.',
        '  Updated',
        '    stub_cluster.a',
        '        plan: "x" → "y"',
      ],
    );
  });

  it('calls differences of types without facts unknown', async () => {
    assert.deepEqual(await of('resource "other_thing" "a" { x = 1 }', 'resource "other_thing" "a" { x = 2 }'), [
      '  Unknown',
      '    other_thing.a',
      '        x: 1 → 2 (may force a replacement)',
      '  Why parts are unknown',
      '    There are no facts about other_thing: whether a change replaces it is unknown.',
    ]);
  });

  it('reports a plan that fails: an index that does not exist', async () => {
    const found = await of('resource "stub_pool" "a" { size = 1 }', 'resource "stub_pool" "a" { size = [1][3] }');
    assert.equal(found[0], "  Can't be planned");
  });

  it('reports once that a provider is removed together with the resources that it has to destroy', async () => {
    const kept = 'provider "stub" {}\n';
    const removed = 'provider "stub" {\n alias = "b"\n}\n';
    const pools = 'resource "stub_pool" "a" {\n count = 2\n provider = stub.b\n}\n';
    const message =
      'Terraform needs provider.stub.b to destroy stub_pool.a[0] and 1 more, but this change removes it: the plan fails with "Provider configuration not present". Destroy the resources or remove them from the state first.';
    const destroyed = ['  Destroyed', '    stub_pool.a[0]', '    stub_pool.a[1]'];
    assert.deepEqual(await of(kept + removed + pools, kept), ["  Can't be planned", `    ${message}`, ...destroyed]);
    assert.deepEqual(await of(kept + removed + pools, kept + removed), destroyed);
    // Terraform assumes an empty default configuration in the root module, but in no other.
    assert.deepEqual(await of(`${kept}resource "stub_pool" "a" { count = 2 }`, ''), destroyed);
    const inner = { 'm/a.tf': `${kept}resource "stub_pool" "a" {}` };
    const [title, text] = await of('module "m" { source = "./m" }', '', inner);
    assert.deepEqual(
      [title, text?.split(',')[0]],
      ["  Can't be planned", '    Terraform needs module.m.provider.stub to destroy module.m.stub_pool.a'],
    );
  });

  it('reports once that a data source looks for the new name of what the change renames', async () => {
    const files = (name: string): string => `
      locals { name = "${name}" }
      resource "stub_pool" "p" {
        cluster = local.name
        name    = "p"
      }
      data "stub_pool" "d" {
        cluster = local.name
        name    = "p"
      }
      data "stub_pool" "e" {
        cluster = data.stub_pool.d.cluster
        name    = "p"
      }`;
    assert.deepEqual((await of(files('a'), files('b'))).slice(0, 3), [
      "  Can't be planned",
      "    data.stub_pool.d reads stub_pool.p, which only this change creates or renames, so the plan doesn't find it.",
      '  Replaced',
    ]);
  });

  it('reports an error once, however many resources use the value', async () => {
    const file = (index: number): string => `locals { size = [1][${index}] }
      resource "stub_pool" "a" {
        count = 2
        size = local.size
      }
      resource "stub_cluster" "b" { size = local.size }`;
    const found = await of(file(0), file(3));
    assert.deepEqual(
      [found[0], found[1]?.split(': ')[0], found[2]],
      ["  Can't be planned", '    stub_pool.a[0] and 2 more', '  At most updated'],
    );
  });

  it('replaces under the conditions of the facts', async () => {
    const action = async (before: string, after: string): Promise<string> => {
      const [title = 'nothing'] = await of(
        `resource "stub_pool" "a" { ${before} }`,
        `resource "stub_pool" "a" { ${after} }`,
      );
      return title.trim();
    };
    assert.equal(await action('plugin = "a"', 'plugin = "b"'), 'Updated');
    assert.equal(await action('plugin = "b"', 'plugin = "a"'), 'Replaced');
    const data = (value: string, immutable: boolean): string =>
      `\ndata = "${value}"\nimmutable = ${String(immutable)}\n`;
    assert.equal(await action(data('a', false), data('b', false)), 'Updated');
    assert.equal(await action(data('a', true), data('b', true)), 'Replaced');
  });

  it('knows notations that mean the same, and former names of arguments', async () => {
    const before = 'link = "projects/p/networks/n"\npolicy = "{\\"a\\": 1}"\noptions {\n scaling_enabled = true\n}';
    const after = 'link = "n"\npolicy = "{\\"a\\":1}"\nscaling = true';
    assert.deepEqual(
      await of(`resource "stub_pool" "a" {\n${before}\n}`, `resource "stub_pool" "a" {\n${after}\n}`),
      [],
    );
  });

  it('is unknown for a data source that reads files of this machine', async () => {
    const file = (name: string): string => `data "local_file" "f" { filename = "a" }
      resource "stub_network" "n" { name = "${name}" }
      resource "stub_pool" "p" { image = data.local_file.f.content }`;
    assert.deepEqual(await of(file('a'), file('a')), [
      '  At most updated',
      '    stub_pool.p',
      '        image: (from data.local_file.f.content, which reads files or runs a program)',
    ]);
  });

  it('masks sensitive values', async () => {
    const file = (value: string): string => `resource "stub_network" "a" { name = sensitive("${value}") }`;
    assert.deepEqual(await of(file('hidden-1'), file('hidden-2')), [
      '  Updated',
      '    stub_network.a',
      '        name: sensitive value',
    ]);
  });

  it('replaces for a value that is certainly another one, although only the provider knows the condition', async () => {
    const file = (other: string): string => `data "stub_image" "i" { name = "x" }
      resource "stub_pool" "p" { role = length(data.stub_image.i.gpus) > 0 ? "gpu-${other}" : "${other}" }`;
    assert.deepEqual(await of(file('a'), file('b')), [
      '  Replaced',
      '    stub_pool.p',
      '        role: (from data.stub_image.i.gpus) → (known after apply)',
    ]);
  });

  it('replaces for a text that begins or ends otherwise, although a part of it is known only to a provider', async () => {
    const action = async (before: string, after: string): Promise<string> => {
      const file = (role: string): string =>
        `data "stub_image" "i" { name = "x" }\nresource "stub_pool" "p" { role = ${role} }`;
      return (await of(file(before), file(after)))[0]!.trim();
    };
    const name = (prefix: string): string => `join("-", compact(["${prefix}", "apps", data.stub_image.i.region]))`;
    assert.equal(await action(name('web0'), name('web1')), 'Replaced');
    const domain = (base: string): string => `join(".", [${name('web0')}, "${base}"])`;
    assert.equal(await action(domain('example.com'), domain('example.org')), 'Replaced');
    const heredoc = (roles: string): string => `"- \${data.stub_image.i.arn}: nodes\\n${roles}\\n"`;
    assert.equal(await action(heredoc(''), heredoc('admin')), 'Replaced');
    // These can be equal.
    assert.equal(await action(name('web'), name('web').replace('region', 'zone')), 'Unknown');
    assert.equal(await action('"a\${data.stub_image.i.x}"', '"ab\${data.stub_image.i.x}"'), 'Unknown');
    assert.equal(await action('"a\${data.stub_image.i.x}"', '"\${data.stub_image.i.x}b"'), 'Unknown');
    // A known text is too short, or has the same ends.
    assert.equal(await action('"aa"', '"aa\${data.stub_image.i.x}aa"'), 'Replaced');
    assert.equal(await action('"aaaa"', '"aa\${data.stub_image.i.x}aa"'), 'Unknown');
  });

  it('compares the known parts of texts as the provider does', async () => {
    const zone = (text: string): string =>
      `data "stub_image" "i" { name = "x" }\nresource "stub_pool" "p" { zone = "${text}" }`;
    const found = await of(zone('A.${data.stub_image.i.name}.com'), zone('b.${data.stub_image.i.name}.com.'));
    assert.deepEqual(found.slice(0, 2), ['  Updated', '    stub_pool.p']);
    const same = await of(zone('A.${data.stub_image.i.x}.com'), zone('a.${data.stub_image.i.x}.com.'));
    assert.deepEqual(same.slice(0, 2), ['  At most updated', '    stub_pool.p']);
  });

  it('knows what a data source reads from a resource of the same type as the one that uses it', async () => {
    const files = (size: number): string => `
      resource "stub_pool" "default" {
        cluster = "c"
        name    = "default"
        labels  = { a = "b" }
      }
      data "stub_pool" "default" {
        cluster = "c"
        name    = "default"
      }
      locals { labels = data.stub_pool.default.labels }
      resource "stub_pool" "extra" {
        zones   = data.stub_pool.default.zones
        labels  = local.labels
        cluster = "c"
        name    = "extra"
        size    = ${size}
      }`;
    assert.deepEqual(await of(files(1), files(2)), ['  Updated', '    stub_pool.extra', '        size: 1 → 2']);
  });

  it('keeps ids where an unknown change is at most an update', async () => {
    const files = (version: string): string => `
      resource "stub_cluster" "a" { ${version} }
      resource "stub_network" "b" { range = stub_cluster.a.id }
      resource "stub_pool" "c" { size = stub_cluster.a.generation }`;
    assert.deepEqual(await of(files(''), files('version = "1"')), [
      '  At most updated',
      '    stub_cluster.a',
      '        version: (not set) → "1"',
      '    stub_pool.c',
      '        size: (from stub_cluster.a.generation)',
    ]);
  });

  it('ignores the project of the provider for resources that name their own', async () => {
    const files = (project: string): string => `provider "stub" { project = "${project}" }
      resource "stub_range" "own" { project = "p" }
      resource "stub_range" "default" {}
      resource "stub_pool" "elsewhere" {}`;
    assert.deepEqual(await of(files('a'), files('b')), [
      '  Unknown',
      '    stub_range.default',
      '        provider.project: "a" → "b" (may force a replacement)',
    ]);
  });

  it('shows what is known of a partly unknown text, unless it is sensitive', async () => {
    const file = (prefix: string): string => `data "stub_image" "i" { name = "x" }
      resource "stub_pool" "p" { role = join("-", compact([${prefix}, data.stub_image.i.region])) }`;
    assert.deepEqual(await of(file('"web0"'), file('"web1"')), [
      '  Replaced',
      '    stub_pool.p',
      '        role: "web0…" → "web1…"',
    ]);
    assert.doesNotMatch((await of(file('sensitive("web0")'), file('sensitive("web1")'))).join('\n'), /web/);
  });
});
