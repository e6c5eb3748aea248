// KS317: Patch version with automatic upgrades
//
// With automatic upgrades, which are on by default, Scaleway expects a minor version and keeps the patch version current. A patch version
// is rejected, or reverted by the next apply.
//
// ## Fails
//
// ```terraform
// module "scw_web0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       region          = "fr-par"
//       cluster_version = "1.31.2"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "scw_web0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       region          = "fr-par"
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = "1.31.2"
//       auto_upgrade    = { enable = false }
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import {
  effectiveAttributeAt,
  isFalse,
  stringValue,
  effectiveValueAt,
  valueOnly,
} from '../../semantics/effectiveParts';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const patchVersion: CallCheck<TextReplacement> = {
  code: 'KS317',
  title: 'Patch version with automatic upgrades',
  level: 'warning',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

const VERSION = ['cluster_version'];

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  if (call.module.kind !== 'cluster' || call.module.provider !== 'scaleway') return [];
  return [...effective.environments].flatMap(([environment, inEffect]) => {
    const version = stringValue(effectiveValueAt(inEffect, VERSION));
    const attribute = effectiveAttributeAt(inEffect, VERSION);
    const upgrade = effectiveAttributeAt(inEffect, ['auto_upgrade', 'enable']);
    const enabled = effectiveValueAt(inEffect, ['auto_upgrade', 'enable']);
    const minor = /^(v?\d+\.\d+)\.\d+/.exec(version ?? '')?.[1];
    if (!minor || !attribute || isFalse(enabled) || enabled?.kind === 'unknown') return [];
    if (attribute.origin === 'inherited' && (upgrade?.origin ?? 'inherited') === 'inherited') return [];
    return [
      {
        range: attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration),
        message: t(
          '"{0}" upgrades patch versions automatically. Write the minor version {1}, or turn auto_upgrade off.',
          environment,
          minor,
        ),
        data: { written: version, better: minor },
      },
    ];
  });
}
