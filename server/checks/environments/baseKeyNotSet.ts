// KS204: Production is not the base environment
//
// With three environments, `apps-prod` contains the complete configuration and the other environments inherit from it. Without
// `configuration_base_key`, they inherit from `apps`, and values written for production only apply to production.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
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
// ## Passes
//
// ```terraform
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
// ## Passes if another base is set explicitly
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps"
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
import { t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { configurationObject, keyRange } from '../../semantics/configurationRanges';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix } from '../fixes/draftFix';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';

const PRODUCTION = 'apps-prod';

export const baseKeyNotSet: CallCheck = {
  code: 'KS204',
  title: 'Production is not the base environment',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

/** Whether production exists, but inherits from "apps", which is only the default base environment. */
export const isBaseNotSet = (call: ModuleCall, base: string, environments: readonly (string | undefined)[]): boolean =>
  call.module.baseKeyInput !== undefined &&
  !declaredAttribute(call.declaration, call.module.baseKeyInput) &&
  base === 'apps' &&
  environments.includes(PRODUCTION) &&
  environments.includes('apps');

function run({ call, effective, request }: CallSubject): Finding[] {
  const { baseKeyInput } = call.module;
  const { environments, baseKey } = effective;
  if (baseKeyInput === undefined || !isBaseNotSet(call, baseKey, [...environments.keys()])) return [];
  const range = keyRange(request, call, PRODUCTION);
  if (!range || range.item !== configurationObject(call)?.item) return [];
  return [
    {
      range,
      message: t(
        '"{0}" inherits from "apps". Set {1} = "{0}" so that the others inherit from production.',
        PRODUCTION,
        baseKeyInput,
      ),
    },
  ];
}

function fix({ call, request }: CallSubject): readonly Fix[] {
  const { baseKeyInput } = call.module;
  if (baseKeyInput === undefined) return [];
  const title = t('Set {0} = "{1}"', baseKeyInput, PRODUCTION);
  const change = (text: string) =>
    setValue(text, [baseKeyInput], JSON.stringify(PRODUCTION), { before: 'configuration' });
  return draftFix(request, title, draft => draft.edit(call.declaration.item, change), false);
}
