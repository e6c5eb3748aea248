// KS213: Platform service lacks an environment
//
// The module of a platform service needs a key for each environment of the clusters, unless its `count` or `for_each`, or that of a module around
// it, creates no instance there. If one is missing, `terraform plan` of the whole platform fails in that environment with `Invalid index`.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {
//       name_prefix = "gc0"
//     }
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_feature_monitoring.tf
// module "eks_gc0_eu-west-1_feature_monitoring" {
//   source = "./modules/monitoring"
//
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
// }
// ```
//
// ```terraform modules/monitoring/main.tf
// module "monitoring" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     ops       = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {
//       name_prefix = "gc0"
//     }
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_feature_monitoring.tf
// module "eks_gc0_eu-west-1_feature_monitoring" {
//   source = "./modules/monitoring"
//
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
// }
// ```
//
// ```terraform modules/monitoring/main.tf
// module "monitoring" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
import { enumeration, t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { forEachPausing } from '../../scheduling/pausing';
import { configurationObject, keyRange } from '../../semantics/configurationRanges';
import { environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { isMadeIn } from '../../kubestack/modules/madeCalls';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { perContext } from '../engine/perContext';
import { configurationName } from './configurationName';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { clusterCalls } from '../platform/platformLayout';

type Data = { readonly call: string; readonly missing: readonly string[] };

export const featureEnvironments: PlatformCheck<Data> = {
  code: 'KS213',
  title: 'Platform service lacks an environment',
  level: 'error',
  scope: 'platform',
  run: context =>
    clusterCalls(context).length === 0 ? [] : forEachPart(callsInFeatures(context), calls => findingOf(context, calls)),
  fix,
};

/** The calls in local modules with a configuration, grouped by block: a block is one call for each call of its module. */
const callsInFeatures = perContext(function* ({ calls }): Generator<undefined, readonly (readonly ModuleCall[])[]> {
  const byBlock = new Map<unknown, ModuleCall[]>();
  yield* forEachPausing(calls, call => {
    if (!call.instance.parent || !configurationName(call)) return;
    const { item } = call.declaration;
    const others = byBlock.get(item);
    if (others) others.push(call);
    else byBlock.set(item, [call]);
  });
  return [...byBlock.values()];
});

function findingOf(context: CheckContext, calls: readonly ModuleCall[]): Finding<Data>[] {
  const { model, environments, request } = context;
  const lacking = (call: ModuleCall, name: string): boolean => {
    const keys = environmentKeys(call, model);
    return keys.length > 0 && !keys.includes(name) && isMadeIn(call, name, model);
  };
  const missing = environments.filter(name => calls.some(call => lacking(call, name)));
  const [call] = calls;
  if (!call || missing.length === 0) return [];
  const cluster = clusterCalls(context)[0]!;
  const from = keyRange(request, cluster, missing[0]!);
  const names = enumeration(missing.map(name => `"${name}"`));
  return [
    {
      range: configurationName(call) ?? labelRange(call.declaration),
      message:
        missing.length === 1
          ? t("{0} is missing, so the platform can't be planned there.", names)
          : t("{0} are missing, so the platform can't be planned there.", names),
      ...(from ? { related: [{ message: t('"{0}" of {1}', missing[0]!, cluster.name), range: from }] } : {}),
      data: { call: call.address, missing },
    },
  ];
}

function fix({ calls, request }: CheckContext, { data: { call: address, missing } }: Finding<Data>): readonly Fix[] {
  const call = calls.find(each => each.address === address);
  if (!call || !configurationObject(call)) return [];
  return draftFix(request, t('Add {0}', missing.map(name => `${name} = {}`).join(', ')), draft =>
    editConfiguration(draft, call, text =>
      missing.reduce<string | undefined>(
        (result, name) => result && setValue(result, ['configuration', name], '{}'),
        text,
      ),
    ),
  );
}
