// KS314: Invalid name for an AKS node pool
//
// Names of AKS node pools consist of at most twelve lowercase letters and digits, and begin with a letter.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_northeurope_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       node_pool_name = "gpu-pool"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_northeurope_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       node_pool_name = "gpu"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { isAksPoolName } from '../../kubestack/platform/namingRules';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const poolName: CallCheck<TextReplacement> = {
  code: 'KS314',
  title: 'Invalid name for an AKS node pool',
  level: 'error',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  const path = poolAttributes(call)?.name;
  if (call.module.provider !== 'azurerm' || !path) return [];
  return writtenIn(effective, path).flatMap(({ environment, attribute, value }) => {
    const name = stringValue(value);
    if (name === undefined || isAksPoolName(name)) return [];
    const better = name
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 12);
    return [
      {
        range: attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration),
        message: t(
          '"{0}" in "{1}" is not a valid name for an AKS node pool: use at most 12 lowercase letters and digits, beginning with a letter.',
          name,
          environment,
        ),
        data: { written: name, ...(isAksPoolName(better) ? { better } : {}) },
      },
    ];
  });
}
