import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, delimiter } from 'node:path';
import { goTools } from '../support/manifests/goTools';
import { serverBundle } from '../support/server/languageServer';
import { ERAS, McpClient } from '../support/server/mcpClient';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { gitIn } from '../support/gitIn';

const SOURCE =
  'github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30';
const MAIN = `module "web" {
  source = "${SOURCE}"
  configuration = {
    apps = {
      resources = ["web.yaml"]
      replicas = [{ name = "web", count = 3 }]
      secret_generator = [{ name = "login", literals = ["word=planted-word"] }]
    }
    ops = { replicas = [{ name = "web", count = 1 }] }
  }
}
`;
const WEB =
  'kind: Deployment\napiVersion: apps/v1\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: nginx:1\n';

describe('kubestack-language-server manifests', function () {
  this.timeout(900_000);
  let folder: TemporaryFolder;
  let temporary: TemporaryFolder;
  let path = '';

  before(async function () {
    const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
    path = [dirname((await goTools(this)).kustomize), dirname(git)].join(delimiter);
  });
  beforeEach(() => {
    folder = new TemporaryFolder({ 'main.tf': MAIN, 'web.yaml': WEB });
    temporary = new TemporaryFolder();
  });
  afterEach(() => {
    folder.delete();
    temporary.delete();
  });

  const run = (...parameters: string[]) => runWith(path, ...parameters);
  const runWith = (programs: string, ...parameters: string[]): Ran =>
    runCommand(parameters, { cwd: folder.path, env: { ...process.env, PATH: programs, TMPDIR: temporary.path } });
  const git = (...parameters: string[]): string => gitIn(folder.path, ...parameters);

  it('prints YAML with the file that declares each object, and masked Secrets', () => {
    const { code, out, error } = run('manifests', '--environment', 'ops');
    assert.equal(error, '');
    assert.equal(code, 0);
    assert.match(out, /^# ops\n# module\.web\n---\n/);
    assert.match(out, /# web\.yaml:1\napiVersion: apps\/v1\nkind: Deployment\n/);
    assert.match(out, / {2}replicas: 1\n/);
    assert.match(out, / {2}word: \(sensitive value\)\n/);
    assert.doesNotMatch(out, /planted|cGxhbnRlZC13b3Jk|replicas: 3/);
  });

  it('prints JSON: the objects of each service and environment by their ids', () => {
    const entries = JSON.parse(run('manifests', '.', '--format', 'json').out) as {
      module: string;
      environment: string;
      objects: Record<string, string>;
    }[];
    assert.deepEqual(
      entries.map(({ module, environment }) => [module, environment]),
      [
        ['module.web', 'ops'],
        ['module.web', 'apps'],
      ],
    );
    const { objects } = entries[1]!;
    assert.deepEqual(
      (JSON.parse(objects['apps/Deployment/_/web']!) as { spec: { replicas: number } }).spec.replicas,
      3,
    );
    const secret = Object.entries(objects).find(([id]) => id.startsWith('_/Secret/_/login-'));
    assert.match(secret?.[1] ?? '', /"word":"\(sensitive value\)"/);
  });

  it('compares manifests with a revision', () => {
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'before');
    folder.write('web.yaml', WEB.replace('nginx:1', 'nginx:2'));
    folder.write(
      'main.tf',
      MAIN.replace('planted-word', 'planted-other').replace(
        'name = "login"',
        'name = "login", options = { disable_name_suffix_hash = true }',
      ),
    );
    const { code, out } = run('compare', '--manifests');
    assert.equal(code, 0);
    assert.match(out, /Kubernetes objects in ops\n {2}module\.web\n/);
    assert.match(out, /~ Deployment web\n {8}spec\.template\.spec\.containers\[web\]\.image: "nginx:1" → "nginx:2"\n/);
    assert.match(out, /\+ Secret login\n/);
    const { objects } = JSON.parse(run('compare', '--manifests', '--format', 'json').out) as {
      objects: { kind: string; change: string }[];
    };
    assert.deepEqual(
      objects.filter(({ kind }) => kind === 'Deployment').map(({ change }) => change),
      ['changed', 'changed'],
    );
    assert.doesNotMatch(run('compare').out, /Kubernetes objects/);
  });

  it('are compared for coding agents if the server may run programs', async () => {
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'before');
    folder.write('web.yaml', WEB.replace('nginx:1', 'nginx:2'));
    folder.write('main.tf', MAIN.replace('planted-word', 'planted-other'));
    const call = async (input: Readonly<Record<string, unknown>>, ...options: string[]) => {
      const environment = { PATH: path, TMPDIR: temporary.path };
      const client = await McpClient.start([folder.path], ERAS[1], environment, [], serverBundle, options);
      try {
        return await client.call('kubestack_compare', { path: '.', base: 'HEAD', ...input });
      } finally {
        await client.stop();
      }
    };
    const { answer, text } = await call({ manifests: true }, '--manifests');
    const objects = answer?.objects as { object: string; environments: string[]; fields?: unknown }[];
    assert.deepEqual(
      objects.find(({ object }) => object === 'Deployment web'),
      {
        environments: ['ops', 'apps'],
        service: 'module.web',
        object: 'Deployment web',
        change: 'changed',
        fields: [{ path: 'spec.template.spec.containers[web].image', before: 'nginx:1', after: 'nginx:2' }],
      },
      text,
    );
    assert.ok(objects.some(({ object }) => /^Secret login-/.test(object)));
    assert.doesNotMatch(JSON.stringify(objects), /planted/);
    const one = await call({ manifests: true, environments: ['apps'] }, '--manifests');
    assert.ok((one.answer?.objects as { environments: string[] }[]).every(each => each.environments[0] === 'apps'));
    assert.equal((await call({}, '--manifests')).answer?.objects, undefined);
    assert.match((await call({ manifests: true })).text, /may not run programs.*mcp --manifests/);
    assert.deepEqual(readdirSync(temporary.path), []);
  });

  it('reports missing and remote files, and exits with 1', () => {
    folder.write('main.tf', MAIN.replace('["web.yaml"]', '["none.yaml", "https://127.0.0.1:1/x.yaml"]'));
    const { code, error } = run('manifests', '--environment', 'ops');
    assert.equal(code, 1);
    assert.match(error, /ops: module\.web: There is no file none\.yaml\./);
    assert.match(error, /https:\/\/127\.0\.0\.1:1\/x\.yaml is on the network and is not fetched\./);
  });

  it('says what to install if there is no renderer', () => {
    const empty = temporary.path;
    const { code, error } = runWith(empty, 'manifests', '--environment', 'ops');
    assert.equal(code, 1);
    assert.match(error, /run Terraform Init.*\n.*install kustomize 5 or kubectl 1\.27/);
  });

  it('leaves no files behind', () => {
    const left = (): string[] => readdirSync(folder.path).sort();
    const before = left();
    run('manifests');
    assert.deepEqual(left(), before);
    assert.deepEqual(readdirSync(temporary.path), []);
  });
});
