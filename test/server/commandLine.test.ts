import * as assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { EffectiveModule } from '../../common/protocol';
import { clusterText } from '../support/server/clusterText';
import { runCommand, runProgram, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const platforms = resolve(__dirname, '../platforms');
const minimal = resolve(platforms, 'minimal');

const run = (parameters: readonly string[], cwd = __dirname): Ran => runCommand(parameters, { cwd });

const refused = (parameters: readonly string[], message: string, cwd?: string): void =>
  assert.deepEqual(run(parameters, cwd), {
    code: 2,
    out: '',
    error: `${message}\nSee kubestack-language-server --help.\n`,
  });

describe('kubestack-language-server effective', () => {
  let folder: TemporaryFolder;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(() => {
    folder.delete();
  });

  it('prints text: the configuration of each environment with origins', () => {
    folder.write(
      'cluster.tf',
      clusterText('name_prefix = "gc0"\nbase_domain = "example.com"', 'base_domain = "ops.example.com"'),
    );
    assert.deepEqual(run(['effective', folder.path]), {
      code: 0,
      error: '',
      out: `module.eks_gc0_eu-west-1 (cluster, aws, v0.19.2-beta.0, base apps)
  ops
    name_prefix = "gc0"  (from apps)
    base_domain = "ops.example.com"  (instead of "example.com")
  apps
    name_prefix = "gc0"
    base_domain = "example.com"
`,
    });
  });

  it('prints JSON: the modules as in the protocol', () => {
    const { code, out, error } = run(['effective', minimal, '--format', 'json', '--environment', 'ops']);
    const { modules } = JSON.parse(out) as { modules: EffectiveModule[] };
    assert.deepEqual(
      [code, error, modules.map(({ name }) => name), Object.keys(modules[0]?.environments ?? {})],
      [0, '', ['eks_web0_eu-central-1'], ['ops']],
    );
    assert.deepEqual(
      modules[0]?.environments.ops?.find(({ path }) => path.join('.') === 'default_node_pool.min_size')?.value,
      1,
    );
  });

  it('prints HCL: a document per environment', () => {
    folder.write('cluster.tf', clusterText('name_prefix = "gc0"', 'base_domain = "ops.example.com"'));
    const { code, out, error } = run(['effective', '.', '--format=hcl'], folder.path);
    assert.deepEqual([code, error], [0, '']);
    assert.equal(
      out,
      `# ops

module "eks_gc0_eu-west-1" {
  # ops, inherits from apps
  name_prefix = "gc0"
  base_domain = "ops.example.com"
}

# apps

module "eks_gc0_eu-west-1" {
  # apps (base environment)
  name_prefix = "gc0"
}
`,
    );
  });

  it('prints the same from any folder, for a folder and for a file', () => {
    const all = run(['effective', minimal]);
    assert.deepEqual(run(['effective'], minimal), all);
    assert.deepEqual(run(['effective', relative(platforms, minimal)], platforms), all);
    assert.deepEqual(run(['effective', resolve(minimal, 'eks_web0_eu-central-1_cluster.tf')]), all);
  });

  it('prints one module on request', () => {
    const { code, out } = run([
      'effective',
      resolve(platforms, 'multi-cloud'),
      '--module',
      'gke_ml0_europe-west1',
      '--environment',
      'ops',
    ]);
    assert.equal(code, 0);
    assert.deepEqual(out.match(/^\S.*$/gm), ['module.gke_ml0_europe-west1 (cluster, google, base apps-prod)']);
    assert.match(out, /^ {4}project_id +=/m);
  });

  it('finds the calls of a local module in its repository', () => {
    mkdirSync(folder.at('.git'));
    folder.write(
      'platform/main.tf',
      'module "eks_gc0_eu-west-1_service_web" {\n  source = "../modules/web"\n  size = 4\n}\n',
    );
    folder.write(
      'modules/web/main.tf',
      `variable "size" {}\n${clusterText('', '', 'web')
        .replace(
          /source = .*/,
          'source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"',
        )
        .replace('apps = {', 'apps = { replicas = [{ name = "web", count = var.size }]')}`,
    );
    const { code, out } = run(['effective', folder.at('modules/web/main.tf')]);
    assert.equal(code, 0);
    assert.match(out, /^module\.eks_gc0_eu-west-1_service_web\.module\.web /m);
    assert.match(out, /"count":4/);
  });

  it('reads settings from a file, else from .vscode/settings.json, which may contain comments', () => {
    folder.write('cluster.tf', clusterText('name_prefix = "gc0"'));
    const order = (out: string): unknown => out.match(/^ {2}\S+$/gm);
    folder.write('other.json', '{ "kubestack.environments": ["ops", "apps"] }');
    folder.write(
      '.vscode/settings.json',
      '{\n  // most critical first\n  "kubestack.environments": ["apps", "ops"],\n}\n',
    );
    assert.deepEqual(order(run(['effective', folder.path]).out), ['  apps', '  ops']);
    assert.deepEqual(order(run(['effective', folder.at('cluster.tf')]).out), ['  apps', '  ops']);
    assert.deepEqual(order(run(['effective', '--settings', 'other.json'], folder.path).out), ['  ops', '  apps']);
  });

  it('exits with 1 for evaluation errors, and prints their locations to standard error', () => {
    folder.write('cluster.tf', clusterText('name_prefix = nowhere'));
    folder.write('good.tf', clusterText('name_prefix = "gc1"', '', 'eks_gc1_eu-west-1'));
    const { code, out, error } = run(['effective', folder.path]);
    assert.equal(code, 1);
    assert.match(out, /name_prefix = "gc1"/);
    assert.match(error, new RegExp(`^${folder.at('cluster.tf')}:6:21: .*nowhere.* \\(KS003\\)\\n$`));
  });

  it('prints relative paths in the current folder, as check does, and absolute paths elsewhere', () => {
    folder.write('platform/cluster.tf', clusterText('name_prefix = nowhere'));
    folder.write('platform/bad.tf', 'locals {\n  a =\n}\n');
    const named = (args: string[], from: string) =>
      run(['effective', ...args], from)
        .error.match(/^.*?(?=:\d+:\d+: )/gm)
        ?.sort();
    assert.deepEqual(named([], folder.at('platform')), ['bad.tf', 'cluster.tf']);
    const inside = [join('platform', 'bad.tf'), join('platform', 'cluster.tf')];
    assert.deepEqual(named(['platform'], folder.path), inside);
    assert.deepEqual(named([folder.at('platform')], folder.path), inside);
    assert.deepEqual(named(['../platform'], folder.at('platform')), ['bad.tf', 'cluster.tf']);
    folder.write('other/empty.tf', '');
    assert.deepEqual(named(['../platform'], folder.at('other')), [
      folder.at('platform/bad.tf'),
      folder.at('platform/cluster.tf'),
    ]);
    assert.match(run(['effective', 'other'], folder.path).error, /^There is no Kubestack module in other\.\n/);
  });

  it('exits with 1 for syntax errors, and prints their locations', () => {
    folder.write('bad.tf', 'locals {\n  a =\n}\n');
    folder.write('good.tf', clusterText('name_prefix = "gc1"', '', 'eks_gc1_eu-west-1'));
    const { code, out, error } = run(['effective', folder.path]);
    assert.deepEqual([code, error], [1, `${folder.at('bad.tf')}:2:6: A value is missing here. (syntax)\n`]);
    assert.match(out, /name_prefix = "gc1"/);
  });

  it('prints syntax errors before it says that there is no configuration', () => {
    folder.write('main.tf', 'module "eks_gc0_eu-west-1 {\n  source = "./m"\n}\n');
    assert.deepEqual(run(['effective', folder.path]), {
      code: 1,
      out: '',
      error: `${folder.at('main.tf')}:1:8: The label is not closed: the closing quote is missing. (syntax)
There is no Kubestack module in ${folder.path}.
`,
    });
  });

  it('prints only the syntax errors of a module that partly does not parse', () => {
    folder.write(
      'main.tf',
      clusterText('name_prefix = "gc0"', '', 'eks_gc0_eu-west-1').replace(/source = .*/, 'source = "./m"'),
    );
    folder.write(
      'm/variables.tf',
      'variable "configuration" {\n  type = any\n}\nvariable "configuration_base_key" {\n  default = "apps"\n  type =\n}\n',
    );
    const { code, out, error } = run(['effective', folder.at('main.tf')]);
    assert.deepEqual([code, error], [1, `${folder.at('m/variables.tf')}:6:9: A value is missing here. (syntax)\n`]);
    assert.match(out, /name_prefix = "gc0"/);
  });

  it('prints errors of module blocks', () => {
    const text = clusterText('name_prefix = "gc0"', '', 'eks_gc0_eu-west-1');
    folder.write('a.tf', text);
    folder.write('b.tf', text);
    const { code, error } = run(['effective', folder.path]);
    assert.deepEqual(
      [code, error],
      [
        1,
        `${folder.at('b.tf')}:1:8: The module "eks_gc0_eu-west-1" is declared twice: the first one is in a.tf. (KS003)\n`,
      ],
    );
    assert.equal(run(['effective', folder.path, '--module', 'other']).code, 2);
  });

  it('prints no errors that are turned off', () => {
    folder.write('cluster.tf', clusterText('name_prefix = nowhere'));
    folder.write('settings.json', '{ "kubestack.checks": { "KS003": "off" } }');
    const { code, error } = run(['effective', '.', '--settings', 'settings.json'], folder.path);
    assert.deepEqual([code, error], [0, '']);
  });

  it("exits with 2 if a file can't be read", () => {
    folder.write('binary.tf', '\0\0');
    folder.write('good.tf', clusterText('name_prefix = "gc1"', '', 'eks_gc1_eu-west-1'));
    const { code, error } = run(['effective', folder.path]);
    assert.deepEqual([code, error], [2, `${folder.at('binary.tf')}:1:1: This file is not text. (syntax)\n`]);
  });

  it('exits with 2 for invalid arguments, and mentions the help', function () {
    // Ten programs are started one after the other.
    refused([], 'No command given.');
    refused(['apply'], 'Unknown command "apply".');
    refused(['effective', 'nowhere'], 'nowhere: there is no such file or folder.', folder.path);
    refused(['effective', '.', 'more'], 'Unexpected argument "more": only one path is allowed.', folder.path);
    refused(['effective', '--format', 'xml'], '"xml" is not a supported format: use text, json or hcl.');
    refused(['effective', folder.path], `There is no Kubestack module in ${folder.path}.`);
    refused(['effective', minimal, '--environment', 'qa'], 'There is no environment "qa": ops, apps.');
    refused(['effective', minimal, '--module', 'eks'], 'There is no module "eks": eks_web0_eu-central-1.');
    assert.equal(run(['effective', '--nonsense']).code, 2);
    assert.equal(run(['effective', '--environment']).code, 2);
  });

  it("exits with 2 if settings can't be read, and prints the line", () => {
    folder.write('settings.json', '{\n  "kubestack.environments": [\n}\n');
    refused(
      ['effective', minimal, '--settings', 'settings.json'],
      'settings.json:3:1: this is not valid JSON: value expected.',
      folder.path,
    );
    refused(['effective', minimal, '--settings', 'nowhere.json'], 'nowhere.json: there is no such file.', folder.path);
    refused(['effective', minimal, '--settings', '.'], '.: the settings file is a folder.', folder.path);
    refused(
      ['effective', minimal, '--settings', 'list.json'],
      'list.json: settings must be a JSON object.',
      (folder.write('list.json', '[]'), folder.path),
    );
  });
});

describe('kubestack-language-server', () => {
  it('starts every command, with its exit status, standard output and standard error', () => {
    const commands = [
      'check',
      'compare',
      'diagram',
      'effective',
      'forecast',
      'manifests',
      'plan-report',
      'state',
      'upgrades',
    ];
    for (const parameters of [...commands.map(name => [name, '.']), ['check', '--nonsense'], ['nonsense'], []])
      assert.deepEqual(runProgram(parameters, { cwd: minimal }), run(parameters, minimal), parameters.join(' '));
  });

  it('prints its help', () => {
    const { code, out, error } = run(['--help']);
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^Usage: kubestack-language-server effective \[PATH\]/);
    for (const word of ['--environment', '--module', '--format', '--settings', '--stdio', 'Exit status'])
      assert.ok(out.includes(word), word);
  });

  it('prints its version', () => {
    const { version } = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(run(['--version']), { code: 0, out: `${version}\n`, error: '' });
  });
});
