// KS317: A patch version that upgrades itself
//
// With automatic upgrades, which are on unless turned off, Scaleway takes a minor version and keeps the patches current. A patch
// version is refused, or undone by the next plan.
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
import { labelPlace } from '../kubestack/moduleCall';
import type { CallSubject } from './callSubject';
import type { CallCheck, Finding } from './check';
import { attributeAt, isFalse, textOf, valueAt, valueOnly } from './effectiveParts';
import { replaceTextFix } from './replaceText';

export const patchVersion: CallCheck = {
  code: 'KS317',
  title: 'A patch version that upgrades itself',
  level: 'warning',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

const VERSION = ['cluster_version'];

function run({ call, effective }: CallSubject): Finding[] {
  if (call.module.kind !== 'cluster' || call.module.provider !== 'scaleway') return [];
  return [...effective.environments].flatMap(([environment, inEffect]) => {
    const version = textOf(valueAt(inEffect, VERSION));
    const attribute = attributeAt(inEffect, VERSION);
    const upgrade = attributeAt(inEffect, ['auto_upgrade', 'enable']);
    const enabled = valueAt(inEffect, ['auto_upgrade', 'enable']);
    const minor = /^(v?\d+\.\d+)\.\d+/.exec(version ?? '')?.[1];
    if (!minor || !attribute || isFalse(enabled) || enabled?.kind === 'unknown') return [];
    if (attribute.origin === 'inherited' && (upgrade?.origin ?? 'inherited') === 'inherited') return [];
    return [
      {
        place: attribute.place ? valueOnly(attribute.place) : labelPlace(call.declaration),
        message: `"${environment}" upgrades its patches by itself: write the minor version ${minor}, or turn auto_upgrade off.`,
        data: { written: version, better: minor },
      },
    ];
  });
}
