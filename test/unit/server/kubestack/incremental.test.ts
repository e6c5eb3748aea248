// The cost of an edit is measured in recomputed results and file system calls.
import { now } from '../../../../common/now';
import * as assert from 'node:assert/strict';
import type { EffectiveConfiguration } from '../../../../server/kubestack/inheritance/effectiveConfiguration';
import { allCalls, descendantEnvironments } from '../../../../server/kubestack/platform/platform';
import { platformStructure } from '../../../../server/kubestack/platform/platformStructure';
import { platforms } from '../../../../server/features/effective/platforms';
import { findingsOf } from '../../../../server/checks/engine/checkRunner';
import { CHECKS } from '../../../../server/checks/engine/registry';
import type { PlatformCheck } from '../../../../server/checks/engine/check';
import { locationOf } from '../../../../server/semantics/requestContext';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const framework = (path: string): string => `github.com/kbst/terraform-kubestack//${path}?ref=v0.18.0-beta.0`;

const cluster = (name: string, size: string): string => `module "eks_${name}_eu-west-1" {
  source = "${framework('aws/cluster')}"

  configuration = {
    apps = {
      name_prefix      = "${name}"
      base_domain      = var.base_domain
      cluster_min_size = ${size}
    }
    ops = {}
  }
}
`;

const nodePool = (name: string): string => `module "eks_${name}_eu-west-1_node_pool_extra" {
  source = "${framework('aws/cluster/node-pool')}"

  configuration = {
    apps = {
      name     = "extra"
      max_size = module.eks_${name}_eu-west-1.current_config["cluster_min_size"]
    }
    ops = {}
  }
}
`;

const binding = (name: string, more = ''): string => `module "eks_${name}_eu-west-1_service_nginx" {
  source = "./modules/nginx"
${more}}
`;

const overlay = (namespace: string): string => `variable "namespace" {
  type    = string
  default = "nginx"
}

module "nginx" {
  source = "${framework('kustomization/overlay')}"

  configuration = {
    apps = {
      namespace = ${namespace}
    }
    ops = {}
  }
}
`;

const PLATFORM = {
  'variables.tf': 'variable "base_domain" {\n  type    = string\n  default = "a.example"\n}\n',
  'a.tf': cluster('a', '1'),
  'a_pool.tf': nodePool('a'),
  'b.tf': cluster('b', '1'),
  'a_nginx.tf': binding('a'),
  'b_nginx.tf': binding('b'),
  'modules/nginx/main.tf': overlay('"ingress"'),
};

/** Every effective configuration by the address of its call. */
function configurations({ snapshot: { model } }: TestWorkspace): Map<string, EffectiveConfiguration> {
  const [root] = model.tree.rootInstances();
  assert.ok(root);
  return new Map(now(allCalls(root, model)).map(call => [call.address, model.effectiveConfiguration(call)]));
}

/** Addresses of the calls whose configuration is recomputed after a change. */
function recomputedBy(workspace: TestWorkspace, change: () => void): string[] {
  const before = configurations(workspace);
  change();
  const after = configurations(workspace);
  return [...after]
    .filter(([address, { environments }]) => before.get(address)?.environments !== environments)
    .map(([address]) => address);
}

describe('an edit', () => {
  it('of one module call recomputes that call and the calls that refer to it', async () => {
    const workspace = await workspaceOf(PLATFORM);
    const recomputed = recomputedBy(workspace, () =>
      workspace.workspace.setDocument(workspace.uri('a.tf'), cluster('a', '2')),
    );
    assert.deepEqual(recomputed.sort(), ['module.eks_a_eu-west-1', 'module.eks_a_eu-west-1_node_pool_extra']);
  });

  it('of a variable recomputes the calls that refer to it', async () => {
    const workspace = await workspaceOf(PLATFORM);
    const changed = PLATFORM['variables.tf'].replace('a.example', 'b.example');
    const recomputed = recomputedBy(workspace, () =>
      workspace.workspace.setDocument(workspace.uri('variables.tf'), changed),
    );
    assert.deepEqual(recomputed.sort(), [
      'module.eks_a_eu-west-1',
      'module.eks_a_eu-west-1_node_pool_extra',
      'module.eks_b_eu-west-1',
    ]);
  });

  it('of blank lines and comments between blocks recomputes nothing', async () => {
    const workspace = await workspaceOf(PLATFORM);
    const recomputed = recomputedBy(workspace, () =>
      workspace.workspace.setDocument(workspace.uri('a.tf'), `# A cluster.\n\n${PLATFORM['a.tf']}`),
    );
    assert.deepEqual(recomputed, []);
  });

  it('of an output of a local module recomputes what refers to it, and undoing it restores the results', async () => {
    const variables = 'variable "configuration" {}\nvariable "configuration_base_key" {}\n';
    const output = 'output "current_config" {\n  value = 1\n}\n';
    const workspace = await workspaceOf({
      ...PLATFORM,
      'a.tf': cluster('a', '1').replace(framework('aws/cluster'), './vendor/aws/cluster'),
      'vendor/aws/cluster/main.tf': variables,
      'vendor/aws/cluster/outputs.tf': output,
    });
    const pool = (): unknown => {
      const found = configurations(workspace).get('module.eks_a_eu-west-1_node_pool_extra');
      return found?.environments.get('apps')?.value.entries.get('max_size')?.kind;
    };
    assert.equal(pool(), 'string');
    const edit = (text: string): void =>
      workspace.workspace.setDocument(workspace.uri('vendor/aws/cluster/outputs.tf'), text);
    edit(output.replace('current_config', 'other'));
    assert.notEqual(pool(), 'string');
    edit(output);
    assert.equal(pool(), 'string');
  });

  it("of a configuration keeps the platform's structure; an edit of a version does not", async () => {
    const { workspace, snapshot, uri } = await workspaceOf(PLATFORM);
    const shape = (): unknown => now(platformStructure(snapshot.model.tree.rootInstances()[0]!, snapshot.model));
    const before = shape();
    const edited = cluster('a', '2').replace('ops = {}', 'ops = {}\n    loc = {}');
    workspace.setDocument(uri('a.tf'), edited);
    assert.equal(shape(), before);
    workspace.setDocument(uri('a.tf'), edited.replace('v0.18.0-beta.0', 'v0.19.0-beta.0'));
    assert.notEqual(shape(), before);
  });

  it('of a configuration replaces its call in the list of calls, and keeps the others', async () => {
    const { workspace, snapshot, uri } = await workspaceOf(PLATFORM);
    const [root] = snapshot.model.tree.rootInstances();
    const calls = () => now(allCalls(root!, snapshot.model));
    const before = calls();
    workspace.setDocument(uri('a.tf'), `# A cluster.\n\n${PLATFORM['a.tf']}`);
    assert.equal(calls(), before);
    workspace.setDocument(uri('a.tf'), cluster('a', '2'));
    assert.deepEqual(
      calls().map((call, index) => [call.address, call === before[index]]),
      before.map(({ address }) => [address, address !== 'module.eks_a_eu-west-1']),
    );
    workspace.setDocument(uri('c.tf'), cluster('c', '1'));
    assert.equal(calls().length, before.length + 1);
  });

  it('of a configuration in a module that is called keeps the list of calls current', async () => {
    const main = `variable "configuration" {}\nvariable "configuration_base_key" {}\n${cluster('inner', '1')}`;
    const { workspace, snapshot, uri } = await workspaceOf({
      ...PLATFORM,
      'a.tf': cluster('a', '1').replace(framework('aws/cluster'), './vendor/aws/cluster'),
      'vendor/aws/cluster/main.tf': main,
    });
    const { model } = snapshot;
    const [root] = model.tree.rootInstances();
    const areCurrent = () => now(allCalls(root!, model)).every(call => call === model.call(call.instance, call.name));
    assert.ok(areCurrent());
    workspace.setDocument(uri('vendor/aws/cluster/main.tf'), main.replace('= 1\n', '= 2\n'));
    assert.ok(areCurrent());
    workspace.setDocument(uri('b.tf'), cluster('b', '2'));
    assert.ok(areCurrent());
  });

  it('of the environments of one call changes those of the platform, even after many edits that nobody asked about', async () => {
    const { workspace, snapshot, uri } = await workspaceOf(PLATFORM);
    const environments = () => descendantEnvironments(snapshot.model.tree.rootInstances()[0]!, snapshot.model);
    const before = environments();
    assert.deepEqual(before.keys, ['apps', 'ops']);
    workspace.setDocument(uri('a.tf'), cluster('a', '2'));
    assert.equal(environments(), before);
    const withOneMore = cluster('a', '2').replace('ops = {}', 'ops = {}\n    loc = {}');
    workspace.setDocument(uri('a.tf'), withOneMore);
    assert.deepEqual(environments().keys, ['apps', 'ops', 'loc']);
    for (let size = 0; size < 300; size++) workspace.setDocument(uri('b.tf'), cluster('b', String(size)));
    workspace.setDocument(uri('b.tf'), withOneMore.replaceAll('_a_', '_b_').replace('loc', 'test'));
    assert.deepEqual([...environments().keys].sort(), ['apps', 'loc', 'ops', 'test']);
  });

  it('changes its cluster in the list of platforms and keeps the others, even after many edits that nobody asked about', async () => {
    const { workspace, snapshot, uri } = await workspaceOf(PLATFORM);
    const clusters = () => now(platforms(snapshot)).platforms[0]!.clusters;
    const lines = () => clusters().map(({ location }) => location.range.start.line);
    const before = clusters();
    workspace.setDocument(uri('b.tf'), `\n${PLATFORM['b.tf']}`);
    assert.deepEqual(lines(), [0, 1]);
    assert.deepEqual(
      clusters().map((each, index) => each === before[index]),
      [true, false],
    );
    workspace.setDocument(uri('b.tf'), `\n\n${PLATFORM['b.tf']}`);
    for (let size = 0; size < 300; size++) workspace.setDocument(uri('a.tf'), cluster('a', String(size)));
    assert.deepEqual(lines(), [0, 2]);
    workspace.setDocument(uri('a_pool.tf'), `\n\n\n${PLATFORM['a_pool.tf']}`);
    assert.equal(clusters()[0]!.nodePools[0]!.location.range.start.line, 3);
    workspace.setDocument(uri('modules/nginx/main.tf'), `\n${overlay('"other"')}`);
    assert.deepEqual(
      clusters().map(({ services }) => services[0]!.environments.apps!.location!.range.start.line),
      [10, 10],
    );
    workspace.setDocument(uri('c.tf'), cluster('c', '1'));
    assert.deepEqual(lines(), [0, 2, 0]);
  });

  it('reads as many files in a platform of many clusters as in a small one', async () => {
    const asked = async (clusters: number): Promise<number> => {
      const names = Array.from({ length: clusters }, (_, index) => `c${index}`);
      const texts = Object.fromEntries(names.map(name => [`${name}.tf`, cluster(name, '1')]));
      const workspace = await workspaceOf({ ...PLATFORM, ...texts });
      configurations(workspace);
      workspace.workspace.setDocument(workspace.uri('a.tf'), cluster('a', '2'));
      configurations(workspace);
      workspace.workspace.setDocument(workspace.uri('a.tf'), cluster('a', '3'));
      let questions = 0;
      for (const name of ['read', 'list', 'kind', 'stamp', 'realUri'] as const) {
        const original = workspace.files[name].bind(workspace.files) as (uri: string) => never;
        workspace.files[name] = (uri: string) => {
          questions++;
          return original(uri);
        };
      }
      configurations(workspace);
      return questions;
    };
    const [few, many] = [await asked(2), await asked(40)];
    assert.equal(many, few);
    // Two timestamps, and the real path of each of the two files.
    assert.ok(few <= 4, `${few} questions`);
  });
});

describe('checks after an edit', () => {
  /** Adds a finding of KS106: the version has no such module. */
  const withMissingModule = (text: string): string => text.replace('//aws/cluster?', '//aws/clusters?');

  const checked = async (texts: Readonly<Record<string, string>>) => {
    const { workspace, snapshot, uri } = await workspaceOf(texts);
    const [root] = snapshot.model.tree.rootInstances();
    const check = CHECKS.find(({ code }) => code === 'KS106') as { run: PlatformCheck['run'] };
    const original = check.run;
    const findings = () => {
      let runs = 0;
      check.run = context => {
        runs++;
        return original(context);
      };
      const found = [...now(findingsOf(snapshot, root!)).values()].flat().map(each => each.finding);
      check.run = original;
      return { runs, lines: found.flatMap(({ range }) => ('item' in range ? [locationOf(snapshot, range)] : [])) };
    };
    return { workspace, uri, findings };
  };

  it('run again only if they read what has changed', async () => {
    const { workspace, uri, findings } = await checked(PLATFORM);
    assert.equal(findings().runs, 1);
    workspace.setDocument(uri('a.tf'), cluster('a', '2'));
    assert.equal(findings().runs, 0);
    workspace.setDocument(uri('a.tf'), withMissingModule(cluster('a', '2')));
    assert.equal(findings().runs, 1);
    workspace.setDocument(uri('variables.tf'), `${PLATFORM['variables.tf']}locals {}\n`);
    assert.equal(findings().runs, 1);
    workspace.touch();
    assert.equal(findings().runs, 1);
  });

  it('run again if the block of one of their findings has changed', async () => {
    const text = withMissingModule(cluster('a', '1'));
    const { workspace, uri, findings } = await checked({ ...PLATFORM, 'a.tf': text });
    const isReported = (): boolean =>
      findings().lines.some(({ uri: each, range }) => each === uri('a.tf') && range.start.line === 1);
    assert.ok(isReported());
    workspace.setDocument(uri('b.tf'), cluster('b', '2'));
    assert.equal(findings().runs, 0);
    assert.ok(isReported());
    workspace.setDocument(uri('a.tf'), withMissingModule(cluster('a', '2')));
    assert.equal(findings().runs, 1);
    assert.ok(isReported());
  });
});

describe('a local module with several calls', () => {
  const AGAIN = 'module.eks_b_eu-west-1_service_nginx.module.nginx';
  const FIRST = 'module.eks_a_eu-west-1_service_nginx.module.nginx';

  it("is evaluated once for calls with the same arguments, with each call's own address in the result", async () => {
    const all = configurations(await workspaceOf(PLATFORM));
    assert.ok(all.get(FIRST)?.environments.has('apps'));
    assert.equal(all.get(FIRST)?.environments, all.get(AGAIN)?.environments);
    assert.equal(all.get(AGAIN)?.call.address, AGAIN);
  });

  it('is evaluated per call if arguments differ', async () => {
    const texts = {
      ...PLATFORM,
      'b_nginx.tf': binding('b', '  namespace = "other"\n'),
      'modules/nginx/main.tf': overlay('var.namespace'),
    };
    const all = configurations(await workspaceOf(texts));
    const namespaces = [FIRST, AGAIN].map(address =>
      all.get(address)?.environments.get('ops')?.value.entries.get('namespace'),
    );
    assert.deepEqual(
      namespaces.map(value => value?.kind === 'string' && value.value),
      ['nginx', 'other'],
    );
  });

  it('is evaluated again for all calls after an edit', async () => {
    const workspace = await workspaceOf(PLATFORM);
    const recomputed = recomputedBy(workspace, () =>
      workspace.workspace.setDocument(workspace.uri('modules/nginx/main.tf'), overlay('"edited"')),
    );
    assert.deepEqual(recomputed.sort(), [FIRST, AGAIN]);
  });

  it('uses the copy that is installed for one of its calls', async () => {
    const workspace = await workspaceOf(PLATFORM);
    configurations(workspace);
    const { files } = workspace;
    const variables =
      'variable "configuration" {\n  type = map(map(string))\n}\nvariable "configuration_base_key" {\n  type = string\n  default = "ops"\n}\n';
    files.write('.terraform/modules/copy/variables.tf', variables);
    const entry = {
      Key: 'eks_b_eu-west-1_service_nginx.nginx',
      Source: framework('kustomization/overlay'),
      Dir: '.terraform/modules/copy',
    };
    files.write('.terraform/modules/modules.json', JSON.stringify({ Modules: [entry] }));
    workspace.workspace.touch();
    const all = configurations(workspace);
    assert.equal(all.get(FIRST)?.baseKey, 'apps');
    assert.equal(all.get(AGAIN)?.baseKey, 'ops');
  });
});

describe('the dependencies of a call', () => {
  it('include the kind of the module that it refers to', async () => {
    const vendored = (base: string): string =>
      `variable "configuration" {\n  type = map(map(string))\n}\nvariable "configuration_base_key" {\n  type    = string\n  default = "${base}"\n}\noutput "current_config" {\n  value = null\n}\n`;
    const workspace = await workspaceOf({
      ...PLATFORM,
      'a.tf': `module "eks_a_eu-west-1" {
  source = "./vendor/aws/cluster"

  configuration = {
    apps = {}
    ops  = { cluster_min_size = 5 }
  }
}
`,
      'vendor/aws/cluster/variables.tf': vendored('apps'),
    });
    const poolSize = (): unknown => {
      const { environments } = configurations(workspace).get('module.eks_a_eu-west-1_node_pool_extra')!;
      const size = environments.get('apps')?.value.entries.get('max_size');
      return size?.kind === 'string' ? size.value : size?.kind;
    };
    assert.equal(poolSize(), undefined);
    workspace.workspace.setDocument(workspace.uri('vendor/aws/cluster/variables.tf'), vendored('ops'));
    assert.equal(poolSize(), '5');
  });
});
