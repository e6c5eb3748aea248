// What is kept of a platform while it is edited is what a fresh look at the same files finds.
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf } from '../../../server/checks/findings';
import { environmentPlaces } from '../../../server/features/environmentPlaces';
import { platforms } from '../../../server/features/platforms';
import { allCalls, environmentsBelow } from '../../../server/kubestack/platform';
import { boundServices } from '../../../server/scaffold/boundServices';
import { platformShape } from '../../../server/kubestack/platformShape';
import { workspaceOf, type TestWorkspace } from '../snapshotOf';

type Texts = Record<string, string>;

const framework = (path: string, ref = 'v0.18.0-beta.0'): string =>
  `github.com/kbst/terraform-kubestack//${path}?ref=${ref}`;

const cluster = (name: string): string => `module "${name}" {
  providers = {
    aws = aws.${name}
  }

  source = "${framework('aws/cluster')}"

  configuration = {
    apps = {
      name_prefix = "gc0"
      base_domain = "example.com"
    }
    ops = {}
  }
}
`;

const PLATFORM: Texts = {
  'a_cluster.tf': cluster('eks_a_eu-west-1'),
  'a_providers.tf': 'provider "aws" {\n  alias  = "eks_a_eu-west-1"\n  region = "eu-west-1"\n}\n',
  'b_cluster.tf': cluster('eks_b_eu-west-2'),
  'b_providers.tf': 'provider "aws" {\n  alias  = "eks_b_eu-west-2"\n  region = "eu-west-2"\n}\n',
  'a_pool.tf': `module "pool_extra" {
  source       = "${framework('aws/cluster/node-pool')}"
  cluster_name = module.eks_a_eu-west-1.current_metadata["name"]

  configuration = {
    apps = { name = "extra" }
    ops  = {}
  }
}
`,
  'dns.tf': `module "dns" {
  source = "${framework('kustomization/overlay')}"

  configuration = {
    apps = { namespace = module.eks_a_eu-west-1.current_config["name_prefix"] }
    ops  = {}
  }
}
`,
  'a_nginx.tf': 'module "eks_a_eu-west-1_service_nginx" {\n  source = "./modules/nginx"\n}\n',
  'b_nginx.tf': 'module "eks_b_eu-west-2_service_nginx" {\n  source = "./modules/nginx"\n}\n',
  'modules/nginx/main.tf': `module "nginx" {
  source = "${framework('kustomization/overlay')}"

  configuration = {
    apps = { namespace = "nginx" }
    ops  = { namespace = terraform.workspace == "ops" ? "a" : "b" }
  }
}
`,
  'variables.tf': 'variable "names" {\n  default = ["apps", "ops"]\n}\n',
};

/** Edits as people make them; each is done once more in another place when it is drawn again. */
const EDITS: Readonly<Record<string, (texts: Texts) => Texts>> = {
  value: texts => replaced(texts, 'a_cluster.tf', '"gc0"', '"gc1"'),
  environment: texts => replaced(texts, 'a_cluster.tf', 'ops = {}', 'ops = {}\n    loc = {}'),
  'base key': texts =>
    replaced(texts, 'b_cluster.tf', '  configuration = {', '  configuration_base_key = "ops"\n  configuration = {'),
  'computed keys': texts =>
    replaced(
      texts,
      'b_cluster.tf',
      /configuration = \{[^]*/,
      'configuration = { for name in var.names : name => {} }\n}\n',
    ),
  label: texts => replaced(texts, 'b_cluster.tf', 'module "eks_b_eu-west-2"', 'module "eks_c_eu-west-2"'),
  'cluster of a pool': texts => replaced(texts, 'a_pool.tf', 'module.eks_a_eu-west-1.', 'module.eks_b_eu-west-2.'),
  'cluster in a configuration': texts => replaced(texts, 'dns.tf', 'module.eks_a_eu-west-1', 'module.eks_b_eu-west-2'),
  alias: texts => replaced(texts, 'b_providers.tf', 'alias  = "eks_b_eu-west-2"', 'alias  = "other"'),
  region: texts => replaced(texts, 'b_providers.tf', 'region = "eu-west-2"', 'region = "eu-north-1"'),
  'passed provider': texts =>
    replaced(
      texts,
      'a_nginx.tf',
      '  source',
      '  providers = {\n    kustomization = kustomization.eks_b_eu-west-2\n  }\n  source',
    ),
  version: texts => replaced(texts, 'a_pool.tf', 'v0.18.0-beta.0', 'v0.19.0-beta.0'),
  'branch of the object generation': texts =>
    replaced(
      replaced(texts, 'a_cluster.tf', 'v0.18.0-beta.0', 'main'),
      'a_cluster.tf',
      '"gc1"',
      '"gc1"\n      default_node_pool = { min_size = 1 }',
    ),
  'service inside': texts => replaced(texts, 'modules/nginx/main.tf', 'kustomization/overlay', 'aws/cluster/elb-dns'),
  'value inside': texts => replaced(texts, 'modules/nginx/main.tf', '"nginx"', '"ingress"'),
  'broken text': texts => replaced(texts, 'a_cluster.tf', 'apps = {', 'apps = {{'),
  'mended text': texts => replaced(texts, 'a_cluster.tf', 'apps = {{', 'apps = {'),
  'removed file': texts => without(texts, 'b_nginx.tf'),
  'other order': texts => ({
    ...without(texts, 'a_nginx.tf'),
    'b_cluster.tf': `${texts['a_nginx.tf'] ?? ''}\n${texts['b_cluster.tf'] ?? ''}`,
  }),
  override: texts => ({
    ...texts,
    'b_override.tf': `module "eks_b_eu-west-2" {\n  configuration = {\n    apps = { name_prefix = "o" }\n    prod = {}\n  }\n}\n`,
  }),
  'value in an override': texts => replaced(texts, 'b_override.tf', 'prod', 'apps-prod'),
  tofu: texts => ({ ...texts, 'a_pool.tofu': cluster('eks_t_eu-west-3') }),
  json: texts => ({
    ...texts,
    'j.tf.json': JSON.stringify({
      module: { 'eks_j_eu-west-1': { source: framework('aws/cluster'), configuration: { apps: {}, ops: {} } } },
    }),
  }),
  'value in JSON': texts => replaced(texts, 'j.tf.json', '"ops":{}', '"ops":{},"dev":{}'),
  installed: texts => ({
    ...texts,
    '.terraform/modules/modules.json': JSON.stringify({
      Modules: [
        {
          Key: 'pool_extra',
          Source: `git::https://${framework('aws/cluster/node-pool').replace('?', '?')}`,
          Dir: 'modules/own',
        },
      ],
    }),
    'modules/own/variables.tf':
      'variable "configuration" {}\nvariable "configuration_base_key" {\n  default = "ops"\n}\n',
  }),
  'variable of a local module': texts => ({
    ...texts,
    'modules/nginx/variables.tf': 'variable "configuration" {}\nvariable "configuration_base_key" {}\n',
  }),
};

const without = (texts: Texts, path: string): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => key !== path));

const replaced = (texts: Texts, path: string, from: string | RegExp, to: string): Texts =>
  texts[path] === undefined ? texts : { ...texts, [path]: texts[path].replace(from, to) };

/** Everything that is kept, as plain data. */
function seen({ snapshot }: TestWorkspace): unknown {
  const { model } = snapshot;
  return model.tree.rootInstances().map(root => {
    const calls = allCalls(root, model);
    const { keys, base } = environmentsBelow(root, model);
    const places = ['apps', 'ops', 'prod', 'loc'].map(name =>
      [...environmentPlaces(snapshot, calls.slice(0, 1), name)]
        .flat()
        .flatMap(({ file, places }) =>
          places.map(({ place: { item, start, end }, isKey }) => [file.uri, item.text.slice(start, end), isKey]),
        ),
    );
    const found = [...findingsOf(snapshot, root)].map(([uri, all]) => [
      uri,
      all.map(({ check, finding }) => `${check.code} ${finding.message}`).sort(),
    ]);
    return {
      platforms: platforms(snapshot),
      calls: calls.map(({ address, module: { kind, merge, version, folderUri } }) => [
        address,
        kind,
        merge,
        version,
        folderUri,
      ]),
      environments: { keys, base },
      places,
      services: boundServices({ shape: platformShape(root, model) }),
      found: found.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    };
  });
}

function apply({ workspace, files, uri }: TestWorkspace, before: Texts, after: Texts): void {
  for (const path of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[path] === after[path]) continue;
    files.write(path, after[path]);
    workspace.readFromDisk(uri(path));
  }
}

describe('what is kept of a platform while it is edited', function () {
  this.timeout(60_000);

  it('is what a fresh look finds', async () => {
    const names = Object.keys(EDITS);
    const edits = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(edits, async drawn => {
        let texts = PLATFORM;
        const edited = await workspaceOf(texts);
        seen(edited);
        for (const name of drawn) {
          const next = EDITS[name]!(texts);
          apply(edited, texts, next);
          texts = next;
          const fresh = await workspaceOf(texts);
          const found = seen(edited);
          // What does not parse keeps what it was, which a fresh look can't know.
          if (![...fresh.workspace.allFolders()].some(({ hasFaults }) => hasFaults))
            assert.deepEqual(found, seen(fresh), `after ${name}`);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is the same object while only configurations are edited', async () => {
    const edited = await workspaceOf(PLATFORM);
    const shape = (): unknown => platformShape(edited.snapshot.model.tree.rootInstances()[0]!, edited.snapshot.model);
    const before = shape();
    apply(edited, PLATFORM, EDITS['environment']!(EDITS['value']!(PLATFORM)));
    assert.equal(shape(), before);
    apply(edited, PLATFORM, EDITS['version']!(PLATFORM));
    assert.notEqual(shape(), before);
  });
});
