// KS315: Taint in another cloud's notation
//
// EKS and GKE write effects as `NO_SCHEDULE`, AKS and Scaleway as `NoSchedule`. On AKS a taint is a string, `key=value:NoSchedule`.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       taints = [
//         {
//           key    = "dedicated"
//           value  = "gpu"
//           effect = "NoSchedule"
//         }
//       ]
//     }
//   }
// }
//
// module "aks_gc0_northeurope_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       node_taints = ["dedicated=gpu:NO_SCHEDULE"]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       taints = [{ key = "dedicated", value = "gpu", effect = "NO_SCHEDULE" }]
//     }
//   }
// }
//
// module "aks_gc0_northeurope_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       node_taints = ["dedicated=gpu:NoSchedule", "spot:PreferNoSchedule"]
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { SourceRange, Value } from '../../hcl/model';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import { taintEffect, TAINT_EFFECTS, taintText } from '../../kubestack/platform/taints';
import type { Provider } from '../../../common/protocol';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly effect: string; readonly right: string } | undefined;

export const taintNotation: CallCheck<Data> = {
  code: 'KS315',
  title: "Taint in another cloud's notation",
  level: 'error',
  scope: 'call',
  run,
  fix,
};

function run({ call, effective }: CallSubject): Finding<Data>[] {
  const { provider } = call.module;
  const path = poolAttributes(call)?.taints;
  if (!provider || !path) return [];
  // Before v0.19.2, GKE node pools use the attribute `taint`.
  return [path, ...(provider === 'google' ? [['taint']] : [])].flatMap(each =>
    writtenIn(effective, each).flatMap(({ environment, value, attribute }) =>
      elements(value).flatMap(taint => findingOf(provider, environment, taint, attribute.range)),
    ),
  );
}

const elements = (value: Value): readonly Value[] => ('elements' in value && !value.sensitive ? value.elements : []);

function findingOf(
  provider: Provider,
  environment: string,
  taint: Value,
  around: SourceRange | undefined,
): Finding<Data>[] {
  const text = stringValue(taint);
  const effectValue = taint.kind === 'object' || taint.kind === 'map' ? taint.entries.get('effect') : undefined;
  const effect = text === undefined ? stringValue(effectValue) : taintText(text)?.effect;
  if (effect === undefined || TAINT_EFFECTS(provider).includes(effect)) return [];
  const right = taintEffect(provider, effect);
  const origin = effectValue?.origin ?? taint.origin ?? around;
  if (!origin) return [];
  const range = valueOnly(origin);
  return [
    {
      range,
      message: t(
        '"{0}" in "{1}" is not a valid effect here; use {2}.',
        effect,
        environment,
        TAINT_EFFECTS(provider).join(', '),
      ),
      ...(right === undefined ? {} : { data: { effect, right } }),
    },
  ];
}

function fix(_: CallSubject, { range, data }: Finding<Data>): readonly Fix[] {
  const { effect, right } = data ?? {};
  if (effect === undefined || right === undefined || !('item' in range)) return [];
  const written = range.item.text.slice(range.start, range.end);
  const at = written.lastIndexOf(effect);
  // The fix edits only strings that are written out, not taints from locals or functions.
  if (at < 0 || !/^"[^"$%]*"$/.test(written)) return [];
  const start = range.start + at;
  const effectRange = { item: range.item, start, end: start + effect.length };
  return [
    { title: t('Change to {0}', right), change: draft => replaceRange(draft, effectRange, right), isPreferred: true },
  ];
}
