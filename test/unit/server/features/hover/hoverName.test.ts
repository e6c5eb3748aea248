import { ALONGSIDE, checkHover } from '../../../../support/features/checkHover';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark } from '../../../../support/features/markedWorkspace';
import { RELEASE, stringCluster, TYPED, typedCluster } from '../../../../support/features/completionPlatform';

const more = (text: string): Record<string, string> => ({ ...TYPED, 'new.tf': text });

describe('hover on a name', () => {
  it('describes no metadata that all objects of JavaScript inherit', async () => {
    for (const key of ['constructor', 'toString', '__proto__'])
      await checkHover(
        more(`locals {\n  a = module.eks_gc0_eu-west-1.current_│metadata["${key}"]\n}\n`),
        '**current_metadata** · output of…',
      );
  });
  it("shows a function's signature and description", async () => {
    await checkHover(
      more('locals {\n  a = cidr│subnet("10.0.0.0/16", 8, 1)\n}\n'),
      '```terraform\ncidrsubnet(prefix string, newbits number, netnum number)\n```\n\nReturns the subnet with a number in a network…',
    );
  });
  it("shows a local's value per environment, and where it is declared", async () => {
    await checkHover(more('locals {\n  a = "x-${terraform.workspace}"\n  b = local.│a\n}\n'), [
      '**local.a** · local value\n',
      '| ops | `"x-ops"` |\n| apps | `"x-apps"` |\n| apps-prod | `"x-apps-prod"` |',
      'Declared in [`new.tf`](new.tf#L2)…',
    ]);
  });
  it("shows a local's value once if it is the same in every environment", async () => {
    await checkHover(typedCluster('"example.org"', 'local.pro│ject'), '…In every environment: `"acme"`…');
  });
  it("shows a variable's type, description and value", async () => {
    const value = { 'a.auto.tfvars': 'base_domain = "example.org"\n' };
    await checkHover(
      { ...typedCluster('"example.org"', 'var.base_│domain'), ...value },
      '**var.base_domain** · `string` · required\n\nThe domain.\n\nIn every environment: `"example.org"`…',
    );
  });
  it('does not show the value of a sensitive variable', async () => {
    await checkHover(
      more('variable "t" {\n  sensitive = true\n  default = "geheim"\n}\n\nlocals {\n  a = var.│t\n}\n'),
      '…sensitive…',
      { without: ['geheim'] },
    );
  });
  it("shows a cluster output's value per environment", async () => {
    await checkHover(more('locals {\n  a = module.eks_gc0_eu-west-1.current_│metadata["name"]\n}\n'), [
      '…The name of the cluster',
      '| ops | `"gc0-ops-eu-west-1"` |…',
    ]);
    await checkHover(
      more('locals {\n  a = module.eks_gc0_eu-west-1.current_config["cluster_│version"]\n}\n'),
      '…In every environment: `"1.31"`…',
    );
  });
  it('says that an output is known after plan, or sensitive', async () => {
    await checkHover(more('locals {\n  a = module.eks_gc0_eu-west-1.clus│ter\n}\n'), '…known after plan…');
    await checkHover(
      more('locals {\n  a = module.eks_gc0_eu-west-1.kube│config\n}\n'),
      '…output of `eks_gc0_eu-west-1` · sensitive\n…',
    );
  });
  it('on a reference to a module shows the same as on its label', async () => {
    await checkHover(more('locals {\n  a = module.eks_gc0│_eu-west-1.cluster\n}\n'), '…Cluster on EKS…');
  });
  it('on a provider alias shows its configuration and its cluster', async () => {
    await checkHover(typedCluster('= aws.eks_gc0_eu-west-1', '= aws.eks_gc0│_eu-west-1'), [
      '**aws.eks_gc0_eu-west-1** · configuration of the provider `aws`\n',
      '| `region` | `"eu-west-1"` |',
      'For the cluster [`eks_gc0_eu-west-1`]…',
    ]);
    await checkHover(typedCluster('= aws.eks_gc0_eu-west-1', '= aws.miss│ing'), '…no such provider block…');
  });
  it('does not show secrets of a provider', async () => {
    await checkHover(more('provider "scaleway" {\n  alias = "x│"\n  secret_key = "geheim"\n}\n'), '…`(not shown)`…', {
      without: ['geheim'],
    });
  });
  it('on a source shows the module, its version and newer releases', async () => {
    await checkHover(
      typedCluster('terraform-kubestack//', 'terraform-│kubestack//'),
      '**aws/cluster** · module of the Kubestack framework\n\n- Version: `e70912c…`, a commit after the newest release\n- Configuration: typed…',
    );
    const release = stringCluster('')['gke_gc0_europe-west1_cluster.tf']!.replace(RELEASE, 'v0.18.1-│beta.0');
    await checkHover({ ...TYPED, 'a.tf': release }, [
      '…`v0.18.1-beta.0`, a release\n- Configuration: maps of strings',
      'Newest release: `v0.19.2-beta.0`.\n- Other modules of the platform use `e70912c…',
    ]);
    await checkHover(
      {
        'a.tf': `module "eks_a_b" {\n  source = "${framework('aws/cluster', 'mas│ter')}"\n  configuration = {\n    apps = {}\n  }\n}\n`,
      },
      '…a branch…',
    );
  });
  it('on a catalog service shows its versions and variants', async () => {
    const path = 'eks_gc0_eu-west-1_service_nginx.tf';
    await checkHover(
      { ...TYPED, [path]: TYPED[path].replace('catalog/nginx', 'catalog/ng│inx') },
      '…- Version: `1.10.0-kbst.0`\n- Newest version: `1.10.1-kbst.0`.\n- Variants: `base`, `default-ingress`…',
    );
  });
  it('on a module argument shows its type and description', async () => {
    const pool = {
      'p.tf': `module "eks_gc0_eu-west-1_node_pool_x" {\n  source = "${framework('aws/cluster/node-pool')}"\n  cluster_│metadata = 1\n  nonsense = 1\n  configuration = {\n    apps = {}\n  }\n}\n`,
    };
    await checkHover(
      { ...TYPED, ...pool },
      '**cluster_metadata** · `any` · required\n\nNames, labels and tags of the cluster…',
    );
    await checkHover(
      { ...TYPED, 'p.tf': pool['p.tf'].replace('│', '').replace('nonsense', 'non│sense') },
      '…no such input…',
    );
  });
  it("shows only Kubestack's names beside another extension", async () => {
    await checkHover(more('locals {\n  a = upper(local.pro│ject)\n}\n'), undefined, ALONGSIDE);
    await checkHover(more('locals {\n  a = upp│er(local.project)\n}\n'), undefined, ALONGSIDE);
    await checkHover(more('locals {\n  a = module.eks_gc0_eu-west-1.current_│config\n}\n'), '…output of…', ALONGSIDE);
    await checkHover(typedCluster('"example.org"', 'upp│er(local.project)'), '```terraform\nupper…', ALONGSIDE);
  });

  describe('in calls of a local module without configuration', () => {
    const FILES = {
      ...TYPED,
      'modules/ingress/variables.tf':
        'variable "domain" {\n  description = "Where it answers."\n  type = string\n}\nvariable "replicas" {\n  default = 2\n}\n',
      'modules/ingress/outputs.tf':
        'output "host" {\n  description = "The name of the host."\n  value = "www.${var.domain}"\n}\noutput "token" {\n  sensitive = true\n  value = "secret"\n}\n',
      'modules/ingress/main.tf': `module "dns" {\n  source = "${framework('common/metadata')}"\n}\n`,
      'service.tf': 'module "ingress" {\n  source = "./modules/ingress"\n\n  domain = "example.org"\n}\n',
    };
    const call = (marked: string) => mark(FILES, 'service.tf', marked);
    const use = (marked: string) => ({ ...FILES, 'use.tf': `locals {\n  a = ${marked}\n}\n` });

    it("shows the module's inputs and outputs on its label and source", async () => {
      for (const [marked, name] of [
        [call('module "ing│ress"'), '**ingress**'],
        [call('./modules│/ingress'), '`./modules/ingress`'],
        [use('module.ing│ress.host'), '**ingress**'],
      ] as const)
        await checkHover(marked, [
          `${name} · local module\n`,
          '- Source: [`./modules/ingress`](modules/ingress/main.tf#L1)',
          '- Required inputs: [`domain`](modules/ingress/variables.tf#L1)',
          '- Optional inputs: [`replicas`]',
          '- Outputs: [`host`](…), [`token`]…',
        ]);
    });
    it("shows an input's type, description and default", async () => {
      await checkHover(call('  dom│ain ='), '**domain** · `string` · required\n\nWhere it answers.');
      const replicas = {
        ...FILES,
        'service.tf': 'module "ingress" {\n  source = "./modules/ingress"\n  repli│cas = 3\n}\n',
      };
      await checkHover(replicas, '**replicas** · `any`\n\nDefault: `2`');
      const missing = { ...FILES, 'service.tf': 'module "ingress" {\n  source = "./modules/ingress"\n  dom│ = 3\n}\n' };
      await checkHover(missing, '…has no such input…');
    });
    it("shows an output's description, expression and declaration", async () => {
      await checkHover(use('module.ingress.ho│st'), [
        '**host** · output of `ingress`\n\nThe name of the host.',
        'Value: `"www.${var.domain}"`',
        'Declared in [`outputs.tf`](modules/ingress/outputs.tf#L1)…',
      ]);
      await checkHover(use('module.ingress.tok│en'), '…· sensitive…', { without: ['secret'] });
    });
    it('says that the folder contains no configuration', async () => {
      const missing = 'module "a" {\n  source = "./mod│ules/none"\n}\n';
      await checkHover({ ...FILES, 'service.tf': missing }, '…The folder contains no configuration…');
    });
  });
});
