// KS203: Environments are not in order
//
// Environments are listed in the same order everywhere, from most to least critical: the base first and `ops` last.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     ops = {}
//     apps = {
//       name_prefix = "gc0"
//     }
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
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes with clusters that do not follow the naming rules
//
// ```terraform clusters.tf
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     ops  = {}
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { sortEntries } from '../../edits/entryText';
import { configurationObject, keyRange } from '../../semantics/configurationRanges';
import { literalKey } from '../../hcl/values/objectKey';
import { isBaseNotSet } from './baseKeyNotSet';
import { baseKeyOf } from '../../kubestack/inheritance/environmentKeys';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { criticalityOrder } from '../../kubestack/inheritance/promotionOrder';
import type { CheckContext } from '../engine/checkContext';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { draftFix } from '../fixes/draftFix';
import { followsNamingConvention } from '../platform/platformLayout';
import { writtenCalls } from './writtenCalls';

type Data = { readonly call: string; readonly order: readonly string[] };

export const keysOutOfOrder: PlatformCheck<Data> = {
  code: 'KS203',
  title: 'Environments are not in order',
  level: 'warning',
  scope: 'platform',
  run: context =>
    followsNamingConvention(context) ? forEachPart(writtenCalls(context), call => findingOf(context, call)) : [],
  fix,
};

function findingOf({ model, request, base: common }: CheckContext, call: ModuleCall): Finding<Data>[] {
  const keys = configurationObject(call)!.object.items.map(({ key }) => literalKey(key));
  const base = baseKeyOf(call, model);
  if (!keys.every(key => key !== undefined) || base === undefined || !keys.includes(base)) return [];
  // KS204 and KS205 report a wrong base environment, which would lead to a wrong order.
  if ((base !== common && keys.includes(common)) || isBaseNotSet(call, base, keys)) return [];
  const order = criticalityOrder(keys, base, request.settings.environments);
  const wrong = keys.find((key, index) => key !== order[index]);
  const range = wrong === undefined ? undefined : keyRange(request, call, wrong);
  if (!range || new Set(keys).size < keys.length) return [];
  return [
    {
      range,
      message: t('Environments are not ordered from most to least critical. Expected order: {0}.', order.join(', ')),
      data: { call: call.address, order },
    },
  ];
}

function fix({ request, calls }: CheckContext, { data: { call: address, order } }: Finding<Data>): readonly Fix[] {
  const written = configurationObject(calls.find(({ address: each }) => each === address)!);
  if (!written) return [];
  return draftFix(request, t('Sort: {0}', order.join(', ')), draft =>
    draft.edit(written.item, text => sortEntries(text, ['configuration'], order)),
  );
}
