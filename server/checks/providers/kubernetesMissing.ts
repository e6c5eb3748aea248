// KS403: EKS cluster has no kubernetes provider
//
// Since v0.17.0, an EKS cluster writes the `aws-auth` ConfigMap through the `kubernetes` provider that it is passed. Without one, Terraform
// uses an empty provider configuration, apply fails, and nodes can't join the cluster.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_gc0_eu-west-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_providers.tf
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
// ```
//
// ## Passes before v0.17.0
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_gc0_eu-west-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ## Passes with a default provider
//
// ```terraform
// provider "kubernetes" {
//   config_path = "~/.kube/config"
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { labelRange, rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { SourceRange } from '../../hcl/model';
import { declaredAttribute } from '../../workspace/declarations';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls } from '../platform/platformLayout';
import { declaresProvider } from '../platform/providerBlocks';
import { declareProvider, passProvider } from '../fixes/providerFixes';

type Data = { readonly call: string };

export const kubernetesMissing: PlatformCheck<Data> = {
  code: 'KS403',
  title: 'EKS cluster has no kubernetes provider',
  level: 'error',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  const { model, isWhole } = context;
  if (!isWhole || declaresProvider(context, 'kubernetes')) return [];
  return forEachPart(clusterCalls(context), call => {
    if (call.module.provider !== 'aws') return [];
    if (!exactSchema(call, model.schemas)?.providersFromCaller.includes('kubernetes')) return [];
    if (providersMap(call).some(({ name }) => name === 'kubernetes')) return [];
    return [
      {
        range: providersRange(call),
        message: t(
          '{0} needs a kubernetes provider for the aws-auth ConfigMap: kubernetes = kubernetes.{0}.',
          call.name,
        ),
        data: { call: call.name },
      },
    ];
  });
}

/** The name of the `providers` argument, otherwise the label of the block. */
function providersRange({ declaration }: Pick<ModuleCall, 'declaration'>): SourceRange {
  const part = declaredAttribute(declaration, 'providers');
  return part
    ? rangeIn(part.item, { start: part.attribute.start, end: part.attribute.nameEnd })
    : labelRange(declaration);
}

function fix(context: CheckContext, { data }: Finding<Data>): readonly Fix[] {
  const call = clusterCalls(context).find(({ name }) => name === data.call);
  if (!call || !declareProvider(context, new Draft(context.request), 'kubernetes', call.name)) return [];
  return [
    {
      title: t('Pass kubernetes.{0}', call.name),
      isPreferred: true,
      change: draft => {
        declareProvider(context, draft, 'kubernetes', call.name);
        passProvider(draft, call.declaration, 'kubernetes', `kubernetes.${call.name}`);
      },
    },
  ];
}
