import type { Review } from '../../common/review/review';
import * as assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Forecast } from '../../common/forecast/forecast';
import { LanguageServer } from '../support/server/languageServer';
import { runCommand, type Ran } from '../support/server/runCommand';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { gitIn } from '../support/gitIn';

/** A cluster module with one resource per zone. */
const MODULE = `variable "configuration" { type = map(map(string)) }
locals { zones = split(",", var.configuration[terraform.workspace].zones) }
resource "stub_zone" "current" {
  count = length(local.zones)
  name  = local.zones[count.index]
}
`;

const platform = (zones: string): string => `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v9.9.9"
  configuration = {
    apps = { zones = "a" }
    ops  = { zones = "${zones}" }
  }
}
`;

/** The part of a review that these tests read. */
type Forecasted = Required<Pick<Review, 'forecast'>>;

describe('kubestack-language-server forecast', () => {
  let folder: TemporaryFolder;
  let framework: TemporaryFolder;

  const forecast = (...parameters: string[]): Ran =>
    runCommand(['forecast', ...parameters], {
      cwd: folder.path,
      env: { ...process.env, KUBESTACK_FRAMEWORK_CLONE: '' },
    });

  beforeEach(() => {
    framework = new TemporaryFolder({ 'aws/cluster/main.tf': MODULE });
    gitIn(framework.path, 'init', '--quiet', '--initial-branch', 'main');
    gitIn(framework.path, 'add', '.');
    gitIn(framework.path, 'commit', '--quiet', '--message', 'module');
    gitIn(framework.path, 'tag', 'v9.9.9');
    framework.write('aws/cluster/main.tf', 'never read');
    folder = new TemporaryFolder({ 'clusters.tf': platform('a,b') });
    gitIn(folder.path, 'init', '--quiet', '--initial-branch', 'main');
    gitIn(folder.path, 'add', '.');
    gitIn(folder.path, 'commit', '--quiet', '--message', 'two zones');
    folder.write('clusters.tf', platform('a,b,c'));
  });

  afterEach(() => {
    folder.delete();
    framework.delete();
  });

  it('forecasts the working tree with the framework modules of a clone', () => {
    const created = 'ops\n  Created\n    module.eks_gc0_eu-west-1.stub_zone.current[2]\n';
    assert.deepEqual(forecast('--framework', framework.path), { code: 0, out: created, error: '' });
    assert.equal(forecast('.', '--framework', framework.path, '--environment', 'ops').out, created);
    assert.equal(
      forecast('--framework', framework.path, '--environment', 'apps').out,
      'No resource changes in any environment.\n',
    );
    gitIn(folder.path, 'commit', '--quiet', '--all', '--message', 'three zones');
    const destroyed = 'ops\n  Destroyed\n    module.eks_gc0_eu-west-1.stub_zone.current[2]\n';
    assert.equal(forecast('HEAD..HEAD~1', '--framework', join(framework.path, '.git')).out, destroyed);
  });

  it('prints JSON and Markdown', () => {
    const { environments } = JSON.parse(forecast('--framework', framework.path, '--format', 'json').out) as Forecast;
    assert.deepEqual(environments['ops']?.resources, [
      {
        address: 'module.eks_gc0_eu-west-1.stub_zone.current[2]',
        type: 'stub_zone',
        action: 'create',
        reasons: [],
        module: 'module.eks_gc0_eu-west-1',
      },
    ]);
    assert.equal(
      forecast('--framework', framework.path, '--format', 'markdown').out,
      '**ops**\n\nCreated:\n\n- `module.eks_gc0_eu-west-1.stub_zone.current[2]`\n',
    );
  });

  it('says which module is missing, and never that nothing changes', () => {
    assert.match(
      forecast().out,
      /What changes in module\.eks_gc0_eu-west-1 is unknown, since its module isn't on this machine\. Run Terraform Init\./,
    );
  });

  it('rejects unknown environments, revisions and clones', () => {
    const refused = (...parameters: string[]): string => {
      const { code, error } = forecast(...parameters);
      assert.equal(code, 2);
      return error.split('\n')[0]!;
    };
    assert.equal(refused('--environment', 'none', '--framework', framework.path), 'There is no environment "none".');
    assert.equal(refused('--framework', 'nowhere'), 'nowhere is not a clone of the framework.');
    assert.match(refused('.', 'none'), /^Unknown revision "none"/);
  });

  it('starts no program that the configuration of a clone names', () => {
    const marker = join(framework.path, 'started');
    gitIn(framework.path, 'config', 'core.fsmonitor', `touch ${marker}`);
    gitIn(framework.path, 'config', 'core.repositoryFormatVersion', '1');
    gitIn(framework.path, 'config', 'extensions.partialClone', 'origin');
    gitIn(framework.path, 'config', 'remote.origin.url', `ext::touch ${marker}`);
    gitIn(framework.path, 'config', 'remote.origin.promisor', 'true');
    gitIn(framework.path, 'config', 'protocol.ext.allow', 'always');
    const hash = gitIn(framework.path, 'rev-parse', 'v9.9.9:aws/cluster/main.tf').trim();
    framework.delete(`.git/objects/${hash.slice(0, 2)}/${hash.slice(2)}`);
    assert.match(forecast('--framework', framework.path).out, /isn't on this machine/);
    assert.equal(existsSync(marker), false);
  });

  it('is part of a comparison, unless no resource changes', () => {
    const compare = (...parameters: string[]): string =>
      runCommand(['compare', ...parameters], { cwd: folder.path }).out;
    const network = (range: string): string => `resource "aws_vpc" "shared" {\n  cidr_block = "${range}"\n}\n`;
    assert.doesNotMatch(compare(), /Forecast/);
    folder.write('network.tf', network('10.0.0.0/16'));
    gitIn(folder.path, 'add', '.');
    gitIn(folder.path, 'commit', '--quiet', '--message', 'a network');
    folder.write('network.tf', network('10.1.0.0/16'));
    const lines = ['Forecast', '  ops, apps', '    Replaced', '      aws_vpc.shared'];
    assert.ok(compare().includes(lines.join('\n')), compare());
    assert.match(
      compare('--format', 'markdown'),
      /\*\*Forecast\*\*\n\n\*\*ops, apps\*\*\n\nReplaced:\n\n- `aws_vpc\.shared`/,
    );
    const { forecast } = JSON.parse(compare('--format', 'json')) as { forecast: Forecast };
    assert.equal(forecast.environments['ops']?.resources[0]?.action, 'replace');
  });

  it('is part of a comparison of two versions of the framework with a clone', () => {
    framework.write('aws/cluster/main.tf', MODULE.replace('"current"', '"zone"'));
    gitIn(framework.path, 'commit', '--quiet', '--all', '--message', 'renamed');
    gitIn(framework.path, 'tag', 'v10');
    folder.write('clusters.tf', platform('a,b').replace('v9.9.9', 'v10'));
    const { out } = runCommand(['compare', '--framework', framework.path], { cwd: folder.path });
    assert.ok(out.includes('  Destroyed\n      module.eks_gc0_eu-west-1.stub_zone.current'), out);
  });

  it('covers OpenTofu files, and names the folder of each platform if there are several', () => {
    folder.delete('clusters.tf');
    folder.write('one/clusters.tofu', platform('a'));
    folder.write('two/clusters.tf', platform('a'));
    gitIn(folder.path, 'add', '.');
    gitIn(folder.path, 'commit', '--quiet', '--message', 'two platforms');
    folder.write('one/clusters.tofu', platform('a,b'));
    folder.write('two/clusters.tf', platform('a,b,c'));
    const { environments } = JSON.parse(forecast('--framework', framework.path, '--format', 'json').out) as Forecast;
    assert.deepEqual(
      environments['ops']?.resources.map(({ platform: name, address }) => `${name ?? ''}: ${address}`),
      [
        'one: module.eks_gc0_eu-west-1.stub_zone.current[1]',
        'two: module.eks_gc0_eu-west-1.stub_zone.current[1]',
        'two: module.eks_gc0_eu-west-1.stub_zone.current[2]',
      ],
    );
    assert.match(forecast('--framework', framework.path).out, /one.*stub_zone\.current\[1\]/s);
  });

  it('answers a client, which sends the files of both sides', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const { forecast: result } = await server.request<Forecasted>('kubestack/review', {
      sections: ['forecast'],
      uri: folder.uri(''),
      before: { kind: 'files', files: { 'clusters.tf': platform('a') } },
      after: { kind: 'workspace' },
      environment: 'ops',
      framework: { 'v9.9.9': { 'aws/cluster/main.tf': MODULE } },
    });
    assert.deepEqual(
      result.environments['ops']?.resources.map(({ action, address }) => `${action} ${address}`),
      [1, 2].map(index => `create module.eks_gc0_eu-west-1.stub_zone.current[${index}]`),
    );
    assert.equal(await server.stop(), 0);
  });

  it('forecasts files before they are written, and names the versions of the framework that it lacks', async () => {
    const server = await LanguageServer.start({ folder: folder.path });
    const upgrade = async (parameters: object): Promise<Forecast> => {
      const review = await server.request<Forecasted>('kubestack/review', {
        sections: ['forecast'],
        uri: folder.uri(''),
        before: { kind: 'workspace' },
        after: { kind: 'workspace' },
        changed: { [folder.uri('clusters.tf')]: platform('a,b,c').replace('v9.9.9', 'v10') },
        environment: 'ops',
        ...parameters,
      });
      return review.forecast;
    };
    const framework = { 'v9.9.9': { 'aws/cluster/main.tf': MODULE } };
    assert.deepEqual((await upgrade({})).missingVersions, ['v10', 'v9.9.9']);
    assert.deepEqual((await upgrade({ framework })).missingVersions, ['v10']);
    const renamed = MODULE.replace('"current"', '"zone"');
    const result = await upgrade({ framework: { ...framework, v10: { 'aws/cluster/main.tf': renamed } } });
    assert.equal(result.missingVersions, undefined);
    assert.deepEqual(
      result.environments['ops']?.resources.map(({ action, address }) => `${action} ${address}`),
      [
        ...[0, 1, 2].map(index => `destroy module.eks_gc0_eu-west-1.stub_zone.current[${index}]`),
        ...[0, 1, 2].map(index => `create module.eks_gc0_eu-west-1.stub_zone.zone[${index}]`),
      ],
    );
    const removed = await upgrade({ framework, changed: { [folder.uri('clusters.tf')]: null } });
    assert.match(removed.environments['ops']?.cannotPlan?.[0]?.message ?? '', /no longer an environment/);
    await assert.rejects(upgrade({ changed: { [folder.uri('clusters.tf')]: 1 } }), /text or null for each URI/);
    assert.equal(await server.stop(), 0);
  });

  it('adds to the hover of an attribute what a change replaces in the environment, once it is known', async () => {
    const name = 'eks_gc0_eu-west-1';
    const modules = '.terraform/modules';
    const source = 'git::https://github.com/kbst/terraform-kubestack.git//aws/cluster?ref=v9.9.9';
    const pool = `${name}_pool`;
    const manifest = {
      Modules: [
        { Key: name, Source: source, Dir: `${modules}/${name}/aws/cluster` },
        { Key: pool, Source: source.replace('?', '/node-pool?'), Dir: `${modules}/${pool}/aws/cluster/node-pool` },
      ],
    };
    folder.write(`${modules}/modules.json`, JSON.stringify(manifest));
    folder.write(
      `${modules}/${name}/aws/cluster/main.tf`,
      `variable "configuration" { type = map(map(string)) }
locals { current = merge(var.configuration["apps"], var.configuration[terraform.workspace]) }
resource "aws_eks_cluster" "current" {
  name    = "gc0-\${local.current.name}"
  version = local.current.version
}
resource "aws_eks_node_group" "nodes" {
  cluster_name   = aws_eks_cluster.current.name
  ami_type       = terraform.workspace == "ops" ? local.current.version : "AL2023_x86_64_STANDARD"
  instance_types = split(",", local.current.types)
}
output "id" { value = aws_eks_cluster.current.id }
`,
    );
    folder.write(
      `${modules}/${pool}/aws/cluster/node-pool/main.tf`,
      `variable "configuration" { type = map(map(string)) }
variable "cluster_name" {}
resource "aws_eks_node_group" "nodes" {
  cluster_name   = var.cluster_name
  instance_types = [var.configuration[terraform.workspace].machine]
  scaling_config { min_size = var.configuration[terraform.workspace].least }
}
`,
    );
    const text = `module "${name}" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v9.9.9"
  configuration = {
    apps = {
      name    = "a"
      version = "1.30"
      types   = "t3.medium"
    }
    ops = {
      version = "1.31"
    }
  }
}
module "${pool}" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v9.9.9"
  cluster_name = module.${name}.id
  configuration = {
    apps = {
      machine = "t3.medium"
      least   = "1"
    }
    ops = {
      machine = "t3.large"
      least   = "2"
    }
  }
}
`;
    folder.write('clusters.tf', text);
    const server = await LanguageServer.start({ folder: folder.path });
    const effect = async (line: string): Promise<string | undefined> => {
      const position = { line: text.split('\n').indexOf(line), character: 7 };
      const hover = await server.hover(folder.uri('clusters.tf'), position);
      const { value } = hover!.contents as { value: string };
      return value.split('\n').find(each => each.startsWith('A change'));
    };
    await server.open(folder.uri('clusters.tf'), text);
    // The effects are computed while the server is idle, the last environment at the end.
    while ((await effect('      machine = "t3.large"')) === undefined);
    assert.equal(
      await effect('      name    = "a"'),
      'A change in apps replaces the cluster (`aws_eks_cluster`, because of `name`).',
    );
    assert.equal(
      await effect('      types   = "t3.medium"'),
      'A change in apps replaces the node pool (`aws_eks_node_group`, because of `instance_types`).',
    );
    assert.equal(await effect('      version = "1.30"'), undefined);
    assert.equal(
      await effect('      version = "1.31"'),
      'A change in ops replaces the node pool (`aws_eks_node_group`, because of `ami_type`).',
    );
    assert.equal(
      await effect('      machine = "t3.medium"'),
      'A change in apps replaces the node pool (`aws_eks_node_group`, because of `instance_types`).',
    );
    assert.equal(await effect('      least   = "1"'), undefined);
    assert.equal(await server.stop(), 0);
  });
});
