// KS207: Inherited value can't be unset
//
// An attribute that is `null` in an environment inherits the base's value. After v0.19.2-beta.0, so does an empty string. If an environment
// must not have the value, remove it from the base and set it in the environments that need it.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = null
//     }
//   }
// }
// ```
//
// ## Fails after v0.19.2-beta.0
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = ""
//     }
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
//   configuration = {
//     apps = {
//       cluster_version = "1.31"
//     }
//     ops = {
//       cluster_version = ""
//     }
//   }
// }
// ```
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { dotted, effectiveValueAt } from '../support/effectiveParts';
import { removeWritten } from '../support/removeWritten';
import { writtenEntries } from '../support/writtenAttributes';

export const unsetByOverride: CallCheck = {
  code: 'KS207',
  title: "Inherited value can't be unset",
  level: 'warning',
  scope: 'call',
  run,
  fix: ({ call, request }, finding) => removeWritten(request, call, finding),
};

function run({ call, effective: { environments, baseKey } }: CallSubject): Finding[] {
  const base = environments.get(baseKey);
  if (!base) return [];
  return writtenEntries(call).flatMap(({ environment, path, keyPlace, value }) => {
    const inEffect = environments.get(environment);
    const isNull = value.kind === 'null';
    const isEmpty = value.kind === 'text' && value.value === '';
    if (!inEffect || environment === baseKey || path.includes('*') || !(isNull || isEmpty)) return [];
    const inherited = effectiveValueAt(base, path);
    const counts = effectiveValueAt(inEffect, path);
    // What is empty in the base, too, is not meant to unset anything.
    if (!inherited || !counts || isText(inherited, '') || isText(counts, '')) return [];
    return [
      {
        place: keyPlace,
        message: `${isNull ? 'null' : '""'} doesn't unset a value: "${environment}" inherits "${dotted(path)}" from "${baseKey}".`,
        tags: ['unnecessary'],
        data: { environment, path },
      },
    ];
  });
}

const isText = (value: { readonly kind: string; readonly value?: unknown }, text: string): boolean =>
  value.kind === 'string' && value.value === text;
