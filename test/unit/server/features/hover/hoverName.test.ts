import { strict as assert } from 'node:assert';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../../../server/features/hover/hover';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { cursorIn, workspaceOf } from '../../../../support/testWorkspace';
import { RELEASE, stringCluster, TYPED, typedCluster } from '../../../../support/features/completionPlatform';

async function hoverIn(files: Readonly<Record<string, string>>, elsewhere = false): Promise<string | undefined> {
  const { texts, path, position } = cursorIn(files);
  const { snapshot, uri } = await workspaceOf(texts);
  const answer = hover(
    { ...snapshot, client: { ...snapshot.client, servedByOtherExtension: () => elsewhere } },
    uri(path),
    position,
  );
  return (answer?.contents as MarkupContent | undefined)?.value.replaceAll(uri(''), '');
}

const more = (text: string): Record<string, string> => ({ ...TYPED, 'new.tf': text });

describe('hover on a name', () => {
  it('describes no metadata that all objects of JavaScript inherit', async () => {
    for (const key of ['constructor', 'toString', '__proto__'])
      assert.match(
        (await hoverIn(more(`locals {\n  a = module.eks_gc0_eu-west-1.current_│metadata["${key}"]\n}\n`))) ?? '',
        /^\*\*current\\?_metadata\*\* · output of/,
      );
  });
  it("shows a function's signature and description", async () => {
    const text = await hoverIn(more('locals {\n  a = cidr│subnet("10.0.0.0/16", 8, 1)\n}\n'));
    assert.match(text ?? '', /^```terraform\ncidrsubnet\(prefix string, newbits number, netnum number\)\n```\n\n\S/);
  });
  it("shows a local's value per environment, and where it is declared", async () => {
    const text = await hoverIn(more('locals {\n  a = "x-${terraform.workspace}"\n  b = local.│a\n}\n'));
    assert.match(text ?? '', /^\*\*local\.a\*\* · local value\n/);
    assert.match(text ?? '', /\| ops \| `"x-ops"` \|\n\| apps \| `"x-apps"` \|\n\| apps-prod \| `"x-apps-prod"` \|/);
    assert.match(text ?? '', /Declared in \[`new\.tf`\]\(\/new\.tf#L2\)/);
  });
  it("shows a local's value once if it is the same in every environment", async () => {
    assert.match(
      (await hoverIn(typedCluster('"example.org"', 'local.pro│ject'))) ?? '',
      /In every environment: `"acme"`/,
    );
  });
  it("shows a variable's type, description and value", async () => {
    const value = { 'a.auto.tfvars': 'base_domain = "example.org"\n' };
    const text = await hoverIn({ ...typedCluster('"example.org"', 'var.base_│domain'), ...value });
    assert.match(
      text ?? '',
      /^\*\*var\.base_domain\*\* · `string` · required\n\nThe domain\.\n\nIn every environment: `"example\.org"`/,
    );
  });
  it('does not show the value of a sensitive variable', async () => {
    const text = await hoverIn(
      more('variable "t" {\n  sensitive = true\n  default = "geheim"\n}\n\nlocals {\n  a = var.│t\n}\n'),
    );
    assert.match(text ?? '', /sensitive/);
    assert(!text?.includes('geheim'), text);
  });
  it("shows a cluster output's value per environment", async () => {
    const text = await hoverIn(more('locals {\n  a = module.eks_gc0_eu-west-1.current_│metadata["name"]\n}\n'));
    assert.match(text ?? '', /\| ops \| `"gc0-ops-eu-west-1"` \|/);
    assert.match(text ?? '', /The name of the cluster/);
    const region = await hoverIn(
      more('locals {\n  a = module.eks_gc0_eu-west-1.current_config["cluster_│version"]\n}\n'),
    );
    assert.match(region ?? '', /In every environment: `"1\.31"`/);
  });
  it('says that an output is known after plan, or sensitive', async () => {
    assert.match(
      (await hoverIn(more('locals {\n  a = module.eks_gc0_eu-west-1.clus│ter\n}\n'))) ?? '',
      /known after plan/,
    );
    assert.match(
      (await hoverIn(more('locals {\n  a = module.eks_gc0_eu-west-1.kube│config\n}\n'))) ?? '',
      /output of `eks_gc0_eu-west-1` · sensitive\n/,
    );
  });
  it('on a reference to a module shows the same as on its label', async () => {
    assert.match(
      (await hoverIn(more('locals {\n  a = module.eks_gc0│_eu-west-1.cluster\n}\n'))) ?? '',
      /Cluster on EKS/,
    );
  });
  it('on a provider alias shows its configuration and its cluster', async () => {
    const text = await hoverIn(typedCluster('= aws.eks_gc0_eu-west-1', '= aws.eks_gc0│_eu-west-1'));
    assert.match(text ?? '', /^\*\*aws\.eks_gc0_eu-west-1\*\* · configuration of the provider `aws`\n/);
    assert.match(text ?? '', /\| `region` \| `"eu-west-1"` \|/);
    assert.match(text ?? '', /For the cluster \[`eks_gc0_eu-west-1`\]/);
    assert.match(
      (await hoverIn(typedCluster('= aws.eks_gc0_eu-west-1', '= aws.miss│ing'))) ?? '',
      /no such provider block/,
    );
  });
  it('does not show secrets of a provider', async () => {
    const text = await hoverIn(more('provider "scaleway" {\n  alias = "x│"\n  secret_key = "geheim"\n}\n'));
    assert.match(text ?? '', /`\(not shown\)`/);
    assert(!text?.includes('geheim'), text);
  });
  it('on a source shows the module, its version and newer releases', async () => {
    const commit = await hoverIn(typedCluster('terraform-kubestack//', 'terraform-│kubestack//'));
    assert.match(
      commit ?? '',
      /^\*\*aws\/cluster\*\* · module of the Kubestack framework\n\n- Version: `e70912c\w+`, a commit after the newest release\n- Configuration: typed/,
    );
    const release = stringCluster('')['gke_gc0_europe-west1_cluster.tf']!.replace(RELEASE, 'v0.18.1-│beta.0');
    const text = await hoverIn({ ...TYPED, 'a.tf': release });
    assert.match(text ?? '', /`v0\.18\.1-beta\.0`, a release\n- Configuration: maps of strings/);
    assert.match(text ?? '', /Newest release: `v0\.19\.2-beta\.0`\.\n- Other modules of the platform use `e70912c/);
    assert.match(
      (await hoverIn({
        'a.tf': `module "eks_a_b" {\n  source = "${framework('aws/cluster', 'mas│ter')}"\n  configuration = {\n    apps = {}\n  }\n}\n`,
      })) ?? '',
      /a branch/,
    );
  });
  it('on a catalog service shows its versions and variants', async () => {
    const path = 'eks_gc0_eu-west-1_service_nginx.tf';
    const text = await hoverIn({ ...TYPED, [path]: TYPED[path].replace('catalog/nginx', 'catalog/ng│inx') });
    assert.match(
      text ?? '',
      /- Version: `1\.10\.0-kbst\.0`\n- Newest version: `1\.10\.1-kbst\.0`\.\n- Variants: `base`, `default-ingress`/,
    );
  });
  it('on a module argument shows its type and description', async () => {
    const pool = {
      'p.tf': `module "eks_gc0_eu-west-1_node_pool_x" {\n  source = "${framework('aws/cluster/node-pool')}"\n  cluster_│metadata = 1\n  nonsense = 1\n  configuration = {\n    apps = {}\n  }\n}\n`,
    };
    assert.match((await hoverIn({ ...TYPED, ...pool })) ?? '', /^\*\*cluster_metadata\*\* · `any` · required\n\n\S/);
    assert.match(
      (await hoverIn({ ...TYPED, 'p.tf': pool['p.tf'].replace('│', '').replace('nonsense', 'non│sense') })) ?? '',
      /no such input/,
    );
  });
  it("shows only Kubestack's names beside another extension", async () => {
    assert.equal(await hoverIn(more('locals {\n  a = upper(local.pro│ject)\n}\n'), true), undefined);
    assert.equal(await hoverIn(more('locals {\n  a = upp│er(local.project)\n}\n'), true), undefined);
    assert.match(
      (await hoverIn(more('locals {\n  a = module.eks_gc0_eu-west-1.current_│config\n}\n'), true)) ?? '',
      /output of/,
    );
    assert.match(
      (await hoverIn(typedCluster('"example.org"', 'upp│er(local.project)'), true)) ?? '',
      /^```terraform\nupper/,
    );
  });

  describe('in calls of a local module without configuration', () => {
    const files = (service: string, more: Record<string, string> = {}): Record<string, string> => ({
      ...TYPED,
      'modules/ingress/variables.tf':
        'variable "domain" {\n  description = "Where it answers."\n  type = string\n}\nvariable "replicas" {\n  default = 2\n}\n',
      'modules/ingress/outputs.tf':
        'output "host" {\n  description = "The name of the host."\n  value = "www.${var.domain}"\n}\noutput "token" {\n  sensitive = true\n  value = "secret"\n}\n',
      'modules/ingress/main.tf': `module "dns" {\n  source = "${framework('common/metadata')}"\n}\n`,
      'service.tf': service,
      ...more,
    });
    const call = 'module "ingress" {\n  source = "./modules/ingress"\n\n  domain = "example.org"\n}\n';
    const marked = (before: string, after: string): string => call.replace(before + after, `${before}│${after}`);

    it("shows the module's inputs and outputs on its label and source", async () => {
      for (const text of [
        await hoverIn(files(marked('module "ing', 'ress"'))),
        await hoverIn(files(marked('./modules', '/ingress'))),
        await hoverIn(files(call, { 'use.tf': 'locals {\n  a = module.ing│ress.host\n}\n' })),
      ]) {
        assert.match(text ?? '', /^(?:\*\*ingress\*\*|`\.\/modules\/ingress`) · local module\n/);
        assert.match(text ?? '', /- Source: \[`\.\/modules\/ingress`\]\(\/modules\/ingress\/main\.tf#L1\)/);
        assert.match(text ?? '', /- Required inputs: \[`domain`\]\(\/modules\/ingress\/variables\.tf#L1\)/);
        assert.match(text ?? '', /- Optional inputs: \[`replicas`\]/);
        assert.match(text ?? '', /- Outputs: \[`host`\]\([^)]*\), \[`token`\]/);
      }
    });
    it("shows an input's type, description and default", async () => {
      assert.equal(
        await hoverIn(files(marked('  dom', 'ain ='))),
        '**domain** · `string` · required\n\nWhere it answers.',
      );
      const replicas = call.replace('domain = "example.org"', 'repli│cas = 3');
      assert.match((await hoverIn(files(replicas))) ?? '', /^\*\*replicas\*\* · `any`\n\nDefault: `2`$/);
      assert.match((await hoverIn(files(call.replace('domain', 'dom│')))) ?? '', /has no such input/);
    });
    it("shows an output's description, expression and declaration", async () => {
      const use = (name: string): Record<string, string> =>
        files(call, { 'use.tf': `locals {\n  a = module.ingress.${name}\n}\n` });
      const host = (await hoverIn(use('ho│st'))) ?? '';
      assert.match(host, /^\*\*host\*\* · output of `ingress`\n\nThe name of the host\./);
      assert.match(host, /Value: `"www\.\$\{var\.domain\}"`/);
      assert.match(host, /Declared in \[`outputs\.tf`\]\(\/modules\/ingress\/outputs\.tf#L1\)/);
      const token = (await hoverIn(use('tok│en'))) ?? '';
      assert.match(token, /· sensitive/);
      assert.doesNotMatch(token, /secret/);
    });
    it('says that the folder contains no configuration', async () => {
      const missing = 'module "a" {\n  source = "./mod│ules/none"\n}\n';
      assert.match((await hoverIn(files(missing))) ?? '', /The folder contains no configuration/);
    });
  });
});
