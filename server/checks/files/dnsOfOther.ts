// KS524: DNS names of a Service that doesn't exist
//
// The module `elb-dns` reads the Service of the ingress controller, and fails if there is none of that name. The catalog service nginx, from version
// 0.41.2 on, applies a Service `ingress-nginx-controller` in the namespace `ingress-nginx`.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   providers = {
//     aws        = aws.eks_gc0_eu-west-1
//     kubernetes = kubernetes.eks_gc0_eu-west-1
//   }
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"
//
//   ingress_service_name      = "ingress-nginx"
//   ingress_service_namespace = "ingress-nginx"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   providers = {
//     aws        = aws.eks_gc0_eu-west-1
//     kubernetes = kubernetes.eks_gc0_eu-west-1
//   }
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=v0.19.2-beta.0"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
// }
// ```
import { compareVersions } from '../../../common/compareVersions';
import { t } from '../../../common/localization';
import { literalText } from '../../kubestack/modules/literalText';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { writtenIn } from '../../semantics/effectiveParts';
import { declaredAttribute } from '../../workspace/declarations';
import type { Finding, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const dnsOfOther: PlatformCheck<TextReplacement> = {
  code: 'KS524',
  title: "DNS names of a Service that doesn't exist",
  level: 'error',
  scope: 'platform',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

/**
 * What the catalog's nginx applies. Source: `src/nginx/base` in kbst/catalog at the tags `nginx-v…`: from 0.41.2 on, the Service has this name.
 */
const SINCE = '0.41.2';
const EXPECTED = {
  ingress_service_name: 'ingress-nginx-controller',
  ingress_service_namespace: 'ingress-nginx',
} as const;

function run(context: CheckContext): Finding<TextReplacement>[] {
  const controllers = context.modules.filter(module => isController(context, module));
  if (controllers.length === 0) return [];
  return context.modules.flatMap(module => {
    const { source, declaration, instance } = module;
    if (instance !== context.root || source?.form !== 'framework' || !source.path.endsWith('/elb-dns')) return [];
    const cluster = aliasOf(module, 'kubernetes');
    const [controller, ...others] = controllers.filter(each => aliasOf(each, 'kustomization') === cluster);
    if (!controller || cluster === undefined || others.length > 0) return [];
    return Object.entries(EXPECTED).flatMap(([name, better]): Finding<TextReplacement>[] => {
      const written = declaredAttribute(declaration, name);
      const text = literalText(written?.attribute.value);
      if (!written || text === undefined || text === better) return [];
      return [
        {
          range: rangeIn(written.item, written.attribute.value),
          message: t(
            '{0} applies a Service {1} in the namespace {2}, so that nothing is found here.',
            controller.name,
            EXPECTED.ingress_service_name,
            EXPECTED.ingress_service_namespace,
          ),
          data: { written: text, better },
        },
      ];
    });
  });
}

/** The cluster in the alias of a provider. */
const aliasOf = (module: PlatformModule, provider: string): string | undefined =>
  providersMap(module)
    .find(({ name }) => name === provider)
    ?.provider.split('.')[1];

/** Whether the module applies the catalog's nginx under its own names. A platform with other controllers may have both Services. */
function isController({ model, root }: CheckContext, { source, declaration, instance, call }: PlatformModule): boolean {
  if (instance !== root || !call || source?.form !== 'catalog' || source.entry !== 'nginx') return false;
  const version = literalText(declaredAttribute(declaration, 'version')?.attribute.value);
  return (
    version !== undefined && /^\d/.test(version) && compareVersions(version, SINCE) >= 0 && !isChanged(model, call)
  );
}

const isChanged = (model: CheckContext['model'], call: ModuleCall): boolean =>
  ['name_prefix', 'name_suffix', 'namespace', 'resources', 'additional_resources', 'variant', 'patches'].some(
    attribute => writtenIn(model.effectiveConfiguration(call), [attribute]).length > 0,
  );
