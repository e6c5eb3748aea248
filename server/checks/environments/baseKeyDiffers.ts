// KS205: Base environment differs between modules
//
// All modules of a platform inherit from the same environment. If one module has another base, values that are written for production do
// not reach its other environments.
//
// ## Fails
//
// ```terraform a.tf
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
// ```terraform b.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps"
//
//   configuration = {
//     apps-prod = { name = "extra" }
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform a.tf
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
// ```terraform b.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = { name = "extra" }
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { baseKeyValue } from '../../semantics/configurationRanges';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { literalText } from '../../kubestack/modules/literalText';
import { labelRange, rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import { draftFix } from '../fixes/draftFix';
import { writtenCalls } from './writtenCalls';

type Data = { readonly call: string; readonly base: string };

export const baseKeyDiffers: PlatformCheck<Data> = {
  code: 'KS205',
  title: 'Base environment differs between modules',
  level: 'error',
  scope: 'platform',
  run,
  fix,
};

interface Based {
  readonly call: ModuleCall;
  readonly base: string;
  readonly keys: readonly string[];
}

function* run(context: CheckContext): Findings<Data> {
  const all: Based[] = [];
  yield* forEachPart(writtenCalls(context), call => {
    all.push(...basedOf(context, call));
    return [];
  });
  const common = commonBase(all);
  const example = all.find(({ base }) => base === common);
  if (common === undefined || !example) return;
  for (const { call, base, keys } of all) {
    if (base === common || !keys.includes(common) || isOtherCheck(call, base, keys)) continue;
    yield {
      range: rangeOf(call),
      message: t('Inherits from "{0}", but the rest of the platform inherits from "{1}".', base, common),
      related: [
        {
          message: t('{0} inherits from "{1}"', example.call.name, common),
          range: labelRange(example.call.declaration),
        },
      ],
      data: { call: call.address, base: common },
    };
  }
}

/**
 * A call with its base environment. Excludes missing bases, which KS201 reports, and calls with a single environment, for which the base does not
 * matter.
 */
function basedOf({ model }: CheckContext, call: ModuleCall): Based[] {
  const base = baseKeyOf(call, model);
  const keys = environmentKeys(call, model);
  return base !== undefined && keys.length > 1 && keys.includes(base) ? [{ call, base, keys }] : [];
}

/** KS204 reports a production environment that is not the base. */
const isOtherCheck = (call: ModuleCall, base: string, keys: readonly string[]): boolean =>
  base === 'apps' && keys.includes('apps-prod') && !baseKeyValue(call);

/** The base environment of most calls; if several are equally frequent, the first one. */
function commonBase(all: readonly Based[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { base } of all) counts.set(base, (counts.get(base) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function rangeOf(call: ModuleCall): Finding['range'] {
  const written = baseKeyValue(call);
  return written ? rangeIn(written.item, written.value) : labelRange(call.declaration);
}

function fix({ calls, request }: CheckContext, { data: { call: address, base } }: Finding<Data>): readonly Fix[] {
  const call = calls.find(({ address: each }) => each === address);
  const written = call && baseKeyValue(call);
  const input = call?.module.baseKeyInput;
  if (!call || input === undefined || (written && literalText(written.value) === undefined)) return [];
  const change = (text: string) => setValue(text, [input], JSON.stringify(base), { before: 'configuration' });
  const item = written?.item ?? call.declaration.item;
  return draftFix(request, t('Set {0} = "{1}"', input, base), draft => draft.edit(item, change), false);
}
