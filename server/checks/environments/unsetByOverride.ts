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
import { t } from '../../../common/localization';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { dotted, effectiveValueAt } from '../../semantics/effectiveParts';
import { removeWritten, type WrittenData } from './removeWritten';
import { givenAttributes, isSameRange, writtenValue, type GivenAttribute } from '../platform/givenAttributes';

export const unsetByOverride: CallCheck<WrittenData> = {
  code: 'KS207',
  title: "Inherited value can't be unset",
  level: 'warning',
  scope: 'call',
  run,
  fix: ({ call, request }, finding) => removeWritten(request, call, finding),
};

function run(subject: CallSubject): Finding<WrittenData>[] {
  const { environments, baseKey } = subject.effective;
  const base = environments.get(baseKey);
  if (!base) return [];
  const given = givenAttributes(subject);
  return given.flatMap(entry => {
    const { environment, path, range, keyRange } = entry;
    const inEffect = environments.get(environment);
    const isNull = entry.value?.kind === 'null';
    const isEmpty = entry.value?.kind === 'string' && entry.value.value === '';
    if (!inEffect || environment === baseKey || path.includes('*') || !(isNull || isEmpty)) return [];
    if (!isMeant(entry) || isSameRange(range, base.given, path)) return [];
    const inherited = effectiveValueAt(base, path);
    const counts = effectiveValueAt(inEffect, path);
    // If the value is also empty in the base, the environment does not try to unset anything.
    if (!inherited || !counts || isText(inherited, '') || isText(counts, '')) return [];
    return [
      {
        range: keyRange,
        message: t(
          '{0} doesn\'t unset a value: "{1}" inherits "{2}" from "{3}".',
          isNull ? 'null' : '""',
          environment,
          dotted(path),
          baseKey,
        ),
        tags: ['unnecessary'],
        data: { environment, path },
      },
    ];
  });
}

/** Whether the author probably wants to unset the value. Null from a variable or a condition usually means "inherit". */
const isMeant = ({ range }: GivenAttribute): boolean => /^(?:null$|""$|local\.)/.test(writtenValue(range));

const isText = (value: { readonly kind: string; readonly value?: unknown }, text: string): boolean =>
  value.kind === 'string' && value.value === text;
