import { ALONGSIDE, checkHover } from '../../../../support/features/checkHover';
import { framework } from '../../../../support/kubestack/effectiveOf';
import { mark } from '../../../../support/features/markedWorkspace';
import { RELEASE, stringCluster, TYPED, typedCluster } from '../../../../support/features/completionPlatform';

const more = (text: string): Record<string, string> => ({ ...TYPED, 'new.tf': text });

describe('hover on a name', () => {
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
