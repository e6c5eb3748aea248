// The tools for coding agents: the built server, driven by the official MCP client in both protocol revisions.
import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Comparison, EffectiveModule } from '../../common/protocol';
import { TOOLS } from '../../server/tools/toolTable';
import { generatePlatform } from '../platforms/generate';
import { clusterText } from '../support/server/clusterText';
import { serverBundle } from '../support/server/languageServer';
import { ERAS, McpClient } from '../support/server/mcpClient';
import { runCommand } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { gitIn } from '../support/gitIn';

const MOST = 8_000;
const platforms = join(__dirname, '../platforms');
const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map(TOOLS.map(({ name, output }) => [name, ajv.compile(output)]));

/** Output of the command line. */
function commandLine(folder: string, ...parameters: string[]): unknown {
  return JSON.parse(runCommand([...parameters, '--format', 'json'], { cwd: folder }).out);
}

/** A call for every tool, on the platform of `three-environments`. */
const CALLS: readonly (readonly [name: string, input: Readonly<Record<string, unknown>>])[] = [
  ['kubestack_describe_platform', {}],
  ['kubestack_describe_platform', { path: '.' }],
  ['kubestack_get_effective_configuration', { path: '.' }],
  ['kubestack_get_effective_configuration', { path: '.', module: 'scw_web0_fr-par', environments: ['ops'] }],
  ['kubestack_get_effective_configuration', { path: '.', overrides_only: true, attributes: ['default_node_pool'] }],
  ['kubestack_get_module_schema', { module: 'aws/cluster' }],
  ['kubestack_get_module_schema', { module: 'google/cluster/node-pool', version: 'head', attributes: ['taints'] }],
  ['kubestack_get_module_schema', { module: 'catalog/nginx' }],
  ['kubestack_check', { path: '.' }],
  ['kubestack_check', { path: '.', codes: ['KS105'], limit: 1 }],
  ['kubestack_compare', { path: '.', base: 'HEAD' }],
  ['kubestack_get_state', { path: '.' }],
  ['kubestack_preview_change', { path: '.', kind: 'scaffold', name: 'environment', answers: { env: 'stage' } }],
  ['kubestack_preview_change', { path: '.', kind: 'scaffold', name: 'cluster', answers: {} }],
  ['kubestack_preview_change', { path: '.', kind: 'scaffold', name: 'agentInstructions', answers: { mcp_file: true } }],
  ['kubestack_preview_change', { path: '.', kind: 'rename', name: 'apps', new_name: 'prod' }],
  [
    'kubestack_preview_change',
    { path: '.', kind: 'refactoring', file: 'scw_web0_fr-par_cluster.tf', line: 48, column: 9 },
  ],
  ['kubestack_find_references', { path: '.', name: 'ops' }],
  ['kubestack_find_references', { path: '.', name: 'scw_web0_fr-par' }],
  ['kubestack_find_references', { path: '.', name: 'scw_web0_fr-par.default_node_pool.max_size' }],
];

describe('the MCP server', () => {
  let folder: TemporaryFolder;
  let client: McpClient | undefined;

  const git = (...parameters: string[]): string => gitIn(folder.path, ...parameters);
  const start = async (...rest: Parameters<typeof McpClient.start> extends [unknown, ...infer R] ? R : never) =>
    (client = await McpClient.start([folder.path], ...rest));

  beforeEach(() => {
    folder = new TemporaryFolder();
    cpSync(join(platforms, 'three-environments'), folder.path, { recursive: true });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'all');
  });

  afterEach(async () => {
    await client?.stop();
    client = undefined;
    folder.delete();
  });

  for (const era of ERAS) {
    const revision = era === 'legacy' ? '2025-11-25' : era.pin;

    it(`answers every tool in protocol ${revision}, matching its schema and in at most 8 kB`, async () => {
      const { client: mcp } = await start(era);
      const { tools } = await mcp.listTools();
      assert.deepEqual(tools.map(({ name }) => name).sort(), TOOLS.map(({ name }) => name).sort());
      for (const { name, inputSchema, outputSchema, annotations } of tools) {
        assert.ok(ajv.validateSchema(inputSchema), name);
        assert.ok(outputSchema && ajv.validateSchema(outputSchema as object), name);
        assert.equal(annotations?.readOnlyHint, true, name);
        assert.equal(annotations.idempotentHint, true, name);
        assert.equal(annotations.openWorldHint, false, name);
      }
      for (const [name, input] of CALLS) {
        const result = await client!.call(name, input);
        const what = `${name} ${JSON.stringify(input)}: ${result.text.slice(0, 400)}`;
        assert.ok(!result.isError, what);
        assert.deepEqual(JSON.parse(result.text), result.answer, what);
        assert.ok(Buffer.byteLength(result.text) <= MOST, `${what} has ${Buffer.byteLength(result.text)} bytes`);
        const validate = validators.get(name)!;
        assert.ok(validate(result.answer), `${what}\n${ajv.errorsText(validate.errors)}`);
      }
    });

    it(`has resources that explain diagnostics and the use of the tools in protocol ${revision}`, async () => {
      const { client: mcp } = await start(era);
      const { resources } = await mcp.listResources();
      assert.ok(
        resources.some(({ uri, title }) => uri === 'kubestack://diagnostics/KS208' && title?.startsWith('KS208: ')),
      );
      const { contents } = await mcp.readResource({ uri: 'kubestack://diagnostics/KS604' });
      const [page] = contents;
      assert.equal(
        page && 'text' in page && page.text,
        readFileSync(join(__dirname, '../../docs/checks/KS604.md'), 'utf8'),
      );
      for (const name of ['KS999', '..%2F..%2FREADME']) {
        const uri = `kubestack://diagnostics/${name}`;
        // Invalid parameters: the code for a resource that isn't found.
        await assert.rejects(mcp.readResource({ uri }), { code: -32602, uri });
      }
      const { messages } = await mcp.getPrompt({ name: 'work_with_kubestack' });
      const [message] = messages;
      const printed = spawnSync(process.execPath, [serverBundle, 'mcp', '--instructions'], { encoding: 'utf8' });
      assert.equal(printed.status, 0);
      assert.equal(message?.content.type === 'text' && message.content.text, printed.stdout);
      for (const { name } of TOOLS) assert.ok(printed.stdout.includes(name), name);
    });
  }

  it('finds the same problems as the command line', async () => {
    folder.delete('scw_web0_fr-par_providers.tf');
    folder.write('README.md', folder.read('README.md').replace('apps-prod, apps, ops', 'apps, ops'));
    await start();
    const found = await client!.all('kubestack_check', { path: '.', limit: 3 }, 'problems');
    const { diagnostics } = commandLine(folder.path, 'check') as { diagnostics: (Diagnostic & { uri: string })[] };
    assert.ok(diagnostics.length > 5);
    assert.deepEqual(
      found.map(each => {
        const { code, message, file, line, column } = each as Record<string, unknown>;
        return { code, message, file, line, column };
      }),
      diagnostics.map(({ code, message, uri, range: { start: at } }) => ({
        code,
        message,
        file: fileURLToPath(uri).slice(folder.path.length + 1),
        line: at.line + 1,
        column: at.character + 1,
      })),
    );
  });

  it('returns the same effective values as the command line', async () => {
    await start();
    const rows = await client!.all('kubestack_get_effective_configuration', { path: '.' }, 'attributes');
    const toolValues = rows.flatMap(row => {
      const { module, environments } = row as {
        module: string;
        environments: Record<string, { value: unknown; at: string }>;
      };
      return Object.entries(environments).map(([environment, { value, at }]) =>
        JSON.stringify([module, environment, at, value]),
      );
    });
    const { modules } = commandLine(folder.path, 'effective') as { modules: EffectiveModule[] };
    const expected = modules.flatMap(({ address, environments }) =>
      Object.entries(environments).flatMap(([environment, attributes]) =>
        attributes.map(({ value, known, expression, location }) => {
          const at = `${fileURLToPath(location.uri).slice(folder.path.length + 1)}:${location.range.start.line + 1}`;
          return JSON.stringify([address, environment, at, known ? value : { unknown: expression }]);
        }),
      ),
    );
    assert.ok(expected.length > 50);
    assert.deepEqual(toolValues.sort(), expected.sort());
  });

  it('forecasts what a change replaces, once for the environments with the same result', async () => {
    const network = (range: string): string => `resource "aws_vpc" "shared" {\n  cidr_block = "${range}"\n}\n`;
    folder.write('network.tf', network('10.0.0.0/16'));
    git('add', '.');
    git('commit', '--quiet', '--message', 'a network');
    folder.write('network.tf', network('10.1.0.0/16'));
    await start();
    const answer = await client!.answer('kubestack_compare', { path: '.', base: 'HEAD' });
    assert.deepEqual(answer.resources, [
      {
        environments: ['ops', 'apps', 'apps-prod'],
        action: 'replace',
        address: 'aws_vpc.shared',
        reasons: ['cidr_block: "10.0.0.0/16" → "10.1.0.0/16" (network.tf:2)'],
      },
    ]);
    assert.match(String(answer.summary), /Replaces or destroys resources in ops, apps, apps-prod/);
    const one = await client!.answer('kubestack_compare', { path: '.', base: 'HEAD', environments: ['ops'] });
    assert.deepEqual(
      (one.resources as { environments: string[] }[]).map(({ environments }) => environments),
      [['ops']],
    );
  });

  it('forecasts another version of the framework with a clone', async () => {
    const framework = new TemporaryFolder();
    const inClone = (...parameters: string[]): void => void gitIn(framework.path, ...parameters);
    inClone('init', '--quiet');
    for (const version of ['1', '2']) {
      framework.write('aws/cluster/main.tf', `variable "configuration" {}\nresource "aws_vpc" "v${version}" {}\n`);
      inClone('add', '.');
      inClone('commit', '--quiet', '--message', version);
      inClone('tag', `v${version}`);
    }
    const cluster = (version: string): string => `module "eks_gc0_eu-west-1" {
  source        = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v${version}"
  configuration = { apps = {}, ops = {} }
}
`;
    folder.write('new/cluster.tf', cluster('1'));
    git('add', '.');
    git('commit', '--quiet', '--message', 'a platform');
    folder.write('new/cluster.tf', cluster('2'));
    await start(undefined, { KUBESTACK_FRAMEWORK_CLONE: framework.path });
    const answer = await client!.answer('kubestack_compare', { path: 'new', base: 'HEAD' });
    const changes = (answer.resources as { action: string; address: string }[]).map(
      ({ action, address }) => `${action} ${address}`,
    );
    assert.deepEqual(changes, [
      'destroy module.eks_gc0_eu-west-1.aws_vpc.v1',
      'create module.eks_gc0_eu-west-1.aws_vpc.v2',
    ]);
    framework.delete();
  });

  it('says if a change skips a version of Kubernetes', async () => {
    const file = 'scw_web0_fr-par_cluster.tf';
    const withVersion = (version: string): void =>
      void folder.write(
        file,
        folder.read(file).replace(/cluster_version( *)= ".*"/, `cluster_version$1= "${version}"`),
      );
    withVersion('1.30');
    git('commit', '--quiet', '--all', '--message', 'a version');
    withVersion('1.32');
    await start();
    const answer = await client!.answer('kubestack_compare', { path: '.', base: 'HEAD', environments: ['ops'] });
    assert.deepEqual(answer.version_order, [
      {
        environment: 'ops',
        message:
          'scw_web0_fr-par: Kubernetes 1.30 → 1.32 in "ops" skips a version. Clusters are upgraded one minor version at a time.',
      },
    ]);
  });

  it('compares revisions as the command line does', async () => {
    const file = 'scw_web0_fr-par_cluster.tf';
    folder.write(file, folder.read(file).replace('"PRO2-M"', '"PRO2-L"'));
    git('commit', '--quiet', '--all', '--message', 'larger');
    folder.write(file, folder.read(file).replace('"PRO2-L"', '"GP1-M"'));
    await start();
    for (const [base, head] of [
      ['HEAD~1', 'HEAD'],
      ['HEAD', undefined],
    ] as const) {
      const input = { path: '.', base, ...(head === undefined ? {} : { head }) };
      const found = await client!.all('kubestack_compare', input, 'effective_changes');
      const { attributes } = commandLine(
        folder.path,
        'compare',
        '.',
        base,
        ...(head === undefined ? [] : [head]),
      ) as Comparison;
      assert.ok(attributes.length > 0);
      const entry = (...values: unknown[]): string => JSON.stringify(values);
      const single = (found as { environments: string[]; [name: string]: unknown }[]).flatMap(
        ({ environments, module, attribute, change, before, after }) =>
          environments.map(environment => entry(environment, module, attribute, change, before, after)),
      );
      assert.deepEqual(
        single.sort(),
        attributes
          .map(({ environment, module, path, change, before, after }) =>
            entry(environment, module, path.join('.'), change, before, after),
          )
          .sort(),
      );
    }
    const { isError, text } = await client!.call('kubestack_compare', { path: '.', base: '--output=x' });
    assert.ok(isError);
    assert.match(text, /Pass a branch, a tag or a commit/);
  });

  it('compares with what an environment runs', async () => {
    git('tag', 'apps-deploy-2026-01-01-0');
    const file = 'scw_web0_fr-par_cluster.tf';
    folder.write(file, folder.read(file).replace('"PRO2-M"', '"PRO2-L"'));
    git('commit', '--quiet', '--all', '--message', 'larger');
    await start();
    const between = { path: '.', base: 'deployed in apps', head: 'deployed in ops' };
    const { effective_changes: changes } = await client!.answer('kubestack_compare', between);
    assert.deepEqual(
      (changes as { attribute: string }[]).map(({ attribute }) => attribute),
      ['default_node_pool.node_type'],
    );
    const errorOf = async (base: string): Promise<string> =>
      (await client!.call('kubestack_compare', { path: '.', base })).text;
    assert.match(
      await errorOf('deployed in prod'),
      /There is no environment "prod"\. Use one of: ops, apps, apps-prod/,
    );
    assert.match(await errorOf('deployed in apps-prod'), /Nothing was promoted to apps-prod yet/);
  });

  it('compares a branch with where it started, and lists what values do not show', async () => {
    git('switch', '--quiet', '--create', 'larger');
    const file = 'scw_web0_fr-par_cluster.tf';
    folder.write(file, folder.read(file).replace('"PRO2-M"', '"PRO2-L"'));
    folder.write(
      'scw_web0_fr-par_providers.tf',
      folder.read('scw_web0_fr-par_providers.tf').replace('fr-par', 'nl-ams'),
    );
    folder.write('state.tf', folder.read('state.tf').replace(/(bucket *= )".*"/, '$1"other"'));
    folder.write('Dockerfile', `${folder.read('Dockerfile')}\nRUN true\n`);
    folder.write('.github/workflows/deploy.yaml', 'on: push\n');
    git('add', '.');
    git('commit', '--quiet', '--message', 'larger');
    git('switch', '--quiet', 'main');
    folder.write('README.md', `${folder.read('README.md')}\nMore.\n`);
    git('commit', '--quiet', '--all', '--message', 'on main');
    await start();
    const answer = await client!.answer('kubestack_compare', { path: '.', base: 'main...larger' });
    const changes = answer.other_changes as { file: string; kind: string; what?: string }[];
    assert.deepEqual(
      changes.map(({ file: name, kind }) => `${name}: ${kind}`),
      [
        '.github/workflows/deploy.yaml: pipeline',
        'Dockerfile: image',
        'scw_web0_fr-par_providers.tf: provider',
        'state.tf: backend',
      ],
    );
    assert.match(changes[2]!.what!, /^provider "/);
    assert.match(String(answer.summary), /Other changes, which values don't show: 4/);
    folder.write('untracked.tf', 'provider "random" {\n');
    const now = await client!.answer('kubestack_compare', { path: '.', base: 'HEAD' });
    assert.deepEqual(now.other_changes, [
      { file: 'untracked.tf', kind: 'not_parsed' },
      { file: 'untracked.tf', kind: 'provider', what: 'provider "random"' },
    ]);
  });

  it('runs no filter of the repository to find changed files, and ignores converted line ends', async () => {
    folder.write('.gitattributes', '*.tf filter=evil text eol=lf\n');
    git('config', 'filter.evil.clean', `touch ${folder.at('ran')}; cat`);
    folder.write('state.tf', folder.read('state.tf').replaceAll('\n', '\r\n'));
    await start();
    const { other_changes: changes } = await client!.answer('kubestack_compare', { path: '.', base: 'HEAD' });
    assert.deepEqual(changes, [{ file: '.gitattributes', kind: 'file' }]);
    assert.ok(!existsSync(folder.at('ran')));
  });

  it('previews changes as patches that git can apply, and writes nothing', async () => {
    await start();
    const input = { path: '.', kind: 'scaffold', name: 'environment', answers: { env: 'stage' } };
    let diff = '';
    for (let cursor: unknown; ;) {
      const answer = await client!.answer(
        'kubestack_preview_change',
        cursor === undefined ? input : { ...input, cursor },
      );
      diff += answer.diff as string;
      if (answer.truncated !== true) break;
      cursor = answer.next_cursor;
    }
    assert.equal(git('status', '--short'), '');
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: diff });
    const described = await client!.answer('kubestack_describe_platform', { path: '.' });
    const [platform] = described.platforms as { environments: string[]; problems: Record<string, number> }[];
    assert.deepEqual(platform?.environments, ['ops', 'stage', 'apps', 'apps-prod']);
    assert.equal(platform?.problems.error, undefined);
  });

  it('previews fixes by the ids in the result of a check', async () => {
    folder.write('README.md', folder.read('README.md').replace('apps-prod, apps, ops', 'apps, ops'));
    await start();
    const [problem] = (await client!.all('kubestack_check', { path: '.', codes: ['KS206'] }, 'problems')) as {
      fixes: { id: string }[];
    }[];
    const name = problem?.fixes[0]?.id;
    const { diff } = await client!.answer('kubestack_preview_change', { path: '.', kind: 'fix', name });
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: diff as string });
    assert.deepEqual(await client!.all('kubestack_check', { path: '.', codes: ['KS206'] }, 'problems'), []);
    const { isError, text } = await client!.call('kubestack_preview_change', { path: '.', kind: 'fix', name });
    assert.ok(isError);
    assert.match(text, /Call kubestack_check for the current ids/);
  });

  it('previews several fixes at once, by their ids or by a code', async () => {
    const misspelled = (name: string): void =>
      void folder.write(name, folder.read(name).replace('base_domain', 'base_domian'));
    const files = ['scw_web0_fr-par_cluster.tf', 'gke_data0_europe-west4_cluster.tf'];
    files.forEach(misspelled);
    await start();
    const problems = (await client!.all('kubestack_check', { codes: ['KS302'] }, 'problems')) as {
      fixes: { id: string }[];
    }[];
    assert.equal(problems.length, 2);
    const names = problems.map(({ fixes }) => fixes[0]!.id);
    const { diff } = await client!.answer('kubestack_preview_change', { kind: 'fix', names });
    for (const file of files) assert.ok((diff as string).includes(`+++ b/${file}`), diff as string);
    const all = await client!.answer('kubestack_preview_change', { kind: 'fix', name: 'KS302' });
    assert.deepEqual((all.files as string[]).sort(), [...files].sort());
    execFileSync('git', ['apply', '-'], { cwd: folder.path, input: all.diff as string });
    assert.deepEqual(await client!.all('kubestack_check', { codes: ['KS302'] }, 'problems'), []);
  });

  it('knows attributes by the end of their names, and the version of the platform', async () => {
    await start();
    const { attributes } = await client!.answer('kubestack_get_effective_configuration', {
      module: 'scw_web0_fr-par',
      environments: ['ops'],
      attributes: ['min_size'],
    });
    assert.deepEqual(
      (attributes as { attribute: string }[]).map(({ attribute }) => attribute),
      ['default_node_pool.min_size'],
    );
    const schema = await client!.answer('kubestack_get_module_schema', { module: 'aws/cluster' });
    assert.equal(schema.version, 'head');
    assert.match(String(schema.summary), /required: .*default_node_pool\.min_size/);
  });

  it('says which of the next steps are for people', async () => {
    await start();
    const { next_steps: steps } = await client!.answer('kubestack_preview_change', {
      kind: 'scaffold',
      name: 'environment',
      answers: { env: 'stage' },
    });
    const by = (pattern: RegExp): string[] =>
      (steps as { step: string; by: string }[]).filter(({ step }) => pattern.test(step)).map(each => each.by);
    assert.deepEqual(by(/git checkout -b/), ['agent']);
    assert.deepEqual([...new Set(by(/git push|git tag|^Merge it/))], ['person']);
  });

  it('reads files again that were saved since the last call', async () => {
    await start();
    const values = async (): Promise<unknown> => {
      const input = { path: '.', module: 'eks_new0_eu-west-1', environments: ['ops'], attributes: ['name_prefix'] };
      const { answer, text } = await client!.call('kubestack_get_effective_configuration', input);
      return (
        (answer?.attributes as { environments: { ops: { value: unknown } } }[] | undefined)?.[0]?.environments.ops
          .value ?? text
      );
    };
    assert.match(String(await values()), /There is no module "eks_new0_eu-west-1"/);
    folder.write(
      'eks_new0_eu-west-1_cluster.tf',
      clusterText('name_prefix = "one"').replace(/eks_\w+_[\w-]+/, 'eks_new0_eu-west-1'),
    );
    assert.equal(await values(), 'one');
    folder.write(
      'eks_new0_eu-west-1_cluster.tf',
      clusterText('name_prefix = "two"').replace(/eks_\w+_[\w-]+/, 'eks_new0_eu-west-1'),
    );
    assert.equal(await values(), 'two');
    folder.delete('eks_new0_eu-west-1_cluster.tf');
    assert.match(String(await values()), /There is no module "eks_new0_eu-west-1"/);
  });

  it('reads nothing outside of its roots, opens no connections, and runs only git', async () => {
    const outside = new TemporaryFolder({
      'secret/main.tf': clusterText('name_prefix = "secret0"'),
      'settings.json': '{ "kubestack.checks": { "KS105": "off" } }',
      'calls.txt': '',
    });
    try {
      symlinkSync(outside.at('secret'), folder.at('modules/linked'));
      symlinkSync(outside.at('secret/main.tf'), folder.at('linked.tf'));
      folder.write('.vscode/x', '');
      symlinkSync(outside.at('settings.json'), folder.at('.vscode/settings.json'));
      const recorder = join(__dirname, '../support/server/systemCallRecorder.cjs');
      await start(ERAS[1], { RECORDED_CALLS: outside.at('calls.txt') }, ['--require', recorder]);
      const paths = [
        outside.at('secret'),
        outside.at('secret/main.tf'),
        '../',
        '/etc/passwd',
        'modules/linked',
        'modules/linked/main.tf',
        'linked.tf',
        'file:///etc',
      ];
      for (const path of paths)
        for (const { name, input } of TOOLS) {
          if (!('path' in input.properties)) continue;
          const extra = { kind: 'fix', name: `KS105:${path}:1:1:1`, base: 'HEAD' };
          const own = Object.fromEntries(Object.entries(extra).filter(([key]) => key in input.properties));
          const { text, isError } = await client!.call(name, { path, ...own });
          assert.ok(isError, `${name} ${path}: ${text}`);
          assert.ok(!text.includes('secret0'), text);
        }
      folder.delete('.vscode');
      for (const [name, input] of CALLS) assert.ok(!(await client!.call(name, input)).text.includes('secret0'));
      const calls = outside
        .read('calls.txt')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as [string, string]);
      const of = (kind: string): string[] => calls.flatMap(([each, value]) => (each === kind ? [value] : []));
      const mayOpen = [folder.path, join(__dirname, '../..')];
      assert.deepEqual(
        of('open').filter(path => path.startsWith('/') && !mayOpen.some(each => path.startsWith(`${each}/`))),
        [],
      );
      assert.ok(of('open').some(path => path.startsWith(folder.path)));
      assert.deepEqual(of('connect'), []);
      assert.deepEqual(of('write'), []);
      const isReading =
        /^GIT_ALLOW_PROTOCOL=none \S*\/git -C \S+ (?:-c \S+ )*(?:rev-parse|ls-tree|ls-files|cat-file|symbolic-ref|for-each-ref|remote(?: get-url)?)(?: |$)/;
      assert.deepEqual(
        of('run').filter(command => !isReading.test(command)),
        [],
      );
    } finally {
      outside.delete();
    }
  });

  it('masks sensitive values, and returns expressions of unknown ones', async () => {
    folder.write(
      'eks_new0_eu-west-1_cluster.tf',
      `variable "domain" {\n  type      = string\n  default   = "hidden.example.com"\n  sensitive = true\n}\n\nresource "terraform_data" "x" {}\n\n${clusterText('name_prefix = "new0"\nbase_domain = var.domain\ncluster_max_size = terraform_data.x.id').replace(/eks_\w+_[\w-]+/, 'eks_new0_eu-west-1')}`,
    );
    await start();
    const input = { path: '.', module: 'eks_new0_eu-west-1', environments: ['apps'] };
    const { text } = await client!.call('kubestack_get_effective_configuration', input);
    assert.ok(!text.includes('hidden.example.com'), text);
    assert.match(text, /"attribute":"base_domain","environments":\{"apps":\{"value":\{"sensitive":true\}/);
    assert.match(text, /"value":\{"unknown":"terraform_data\.x\.id"\}/);
  });

  it('says what to do for every invalid input', async () => {
    await start();
    const wrong: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
      ['kubestack_compare', { path: '.' }, /`base` is missing/],
      ['kubestack_get_effective_configuration', { attributes: ['min_sze'] }, /"min_sze"\. Did you mean "min_size"\?/],
      ['kubestack_preview_change', { kind: 'fix', names: ['KS1'] }, /neither the id of a fix nor the code/],
      ['kubestack_check', { path: '.', sevrity: 'error' }, /There is no `sevrity`\. Use: path, files/],
      ['kubestack_check', { path: 'nowhere' }, /Call kubestack_describe_platform/],
      ['kubestack_check', { path: '.', codes: ['KS105', 'KS999', 'ks208'] }, /There is no diagnostic .*KS999.*ks208/],
      ['kubestack_check', { path: '.', cursor: '5.00000000' }, /call again without `cursor`/],
      ['kubestack_get_module_schema', { module: 'aws/clutser' }, /Use one of: aws\/cluster/],
      ['kubestack_get_module_schema', { module: 'aws/cluster', version: 'v99.0.0' }, /Use one of: v0\./],
      [
        'kubestack_get_effective_configuration',
        { path: '.', environments: ['prod'] },
        /Use one of: ops, apps, apps-prod/,
      ],
      ['kubestack_preview_change', { path: '.', kind: 'scaffold', name: 'x' }, /Pass the kind of scaffold/],
      ['kubestack_find_references', { path: '.' }, /Pass `name`/],
    ];
    for (const [name, input, expected] of wrong) {
      const { isError, text } = await client!.call(name, input);
      assert.ok(isError, name);
      assert.match(text, expected);
    }
  });

  it('answers the calls that it has received when the client closes standard input', () => {
    const clientInfo = { name: 'test', version: '1.0.0' };
    const message = (id: number, method: string, params: object) =>
      `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
    const call = { name: 'kubestack_check', arguments: { path: '.' } };
    const { status, stdout } = spawnSync(process.execPath, [serverBundle, 'mcp'], {
      cwd: folder.path,
      encoding: 'utf8',
      input: [
        message(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo }),
        `${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`,
        message(2, 'tools/call', call),
        message(3, 'tools/call', call),
      ].join(''),
    });
    const answers = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { id: number; result?: object });
    assert.deepEqual(answers.map(({ id, result }) => [id, result !== undefined]).sort(), [
      [1, true],
      [2, true],
      [3, true],
    ]);
    assert.equal(status, 0);
  });

  it('reports the progress of a long call, and ends it when it is cancelled', async () => {
    const large = new TemporaryFolder();
    generatePlatform(large.path, 400);
    try {
      client = await McpClient.start([large.path]);
      const controller = new AbortController();
      const messages: (string | undefined)[] = [];
      const input = { name: 'kubestack_check', arguments: {} };
      const call = client.client.callTool(input, {
        signal: controller.signal,
        onprogress: ({ message }) => {
          messages.push(message);
          controller.abort();
        },
      });
      await assert.rejects(call);
      assert.deepEqual(messages, ['Reading the platform']);
      const { clusters } = await client.answer('kubestack_describe_platform', {});
      assert.ok((clusters as unknown[]).length > 0);
    } finally {
      large.delete();
    }
  });

  it('rejects roots that are not folders', () => {
    const { status, stderr } = spawnSync(process.execPath, [serverBundle, 'mcp', '--root', 'nowhere'], {
      encoding: 'utf8',
      cwd: folder.path,
    });
    assert.equal(status, 2);
    assert.match(stderr, /nowhere is not a folder/);
  });
});
