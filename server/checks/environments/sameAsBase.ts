// KS210: Override repeats the inherited value
//
// Repeating the inherited value has no effect and hides the real overrides.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_min_size = 3
//     }
//     ops = {
//       cluster_min_size = 3
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
//       default_node_pool = {
//         min_size = 3
//         max_size = 9
//       }
//     }
//     ops = {
//       default_node_pool = {
//         min_size = 1
//         max_size = 9
//       }
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
//       cluster_min_size = 3
//     }
//     ops = {
//       cluster_min_size = 1
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { equals } from '../../hcl/values/equality';
import { containsSensitive, whollyKnown } from '../../hcl/values/value';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { dotted, effectiveValueAt } from '../../semantics/effectiveParts';
import { removeWritten, type WrittenData } from './removeWritten';
import { givenAttributes, isSameRange, type GivenAttribute } from '../platform/givenAttributes';

export const sameAsBase: CallCheck<WrittenData> = {
  code: 'KS210',
  title: 'Override repeats the inherited value',
  level: 'information',
  scope: 'call',
  run,
  fix: ({ call, request }, finding) => removeWritten(request, call, finding),
};

function run(subject: CallSubject): Finding<WrittenData>[] {
  const { call, effective } = subject;
  const { environments, baseKey, usesWorkspace } = effective;
  const base = environments.get(baseKey);
  // Expressions that depend on the workspace can have different values in the environments.
  if (!base || usesWorkspace) return [];
  const reaches = call.module.merge === 'nested' ? 2 : 1;
  const reported = new Set<string>();
  return givenAttributes(subject).flatMap((entry): Finding<WrittenData>[] => {
    const { environment, path, range, keyRange } = entry;
    const inEffect = environments.get(environment);
    if (!inEffect || environment === baseKey || path.length > reaches) return [];
    // Both environments use the value of a shared local, so there is nothing to remove.
    if (isSameRange(range, base.given, path)) return [];
    // Report repeated keys only once.
    const key = `${environment} ${dotted(path)}`;
    if (reported.has(`${environment} ${path[0]!}`) || reported.has(key)) return [];
    if (!isOwn(entry, inEffect) || !isEqual(inEffect, base, path)) return [];
    reported.add(key);
    return [
      {
        range: keyRange,
        message: t('"{0}" in "{1}" repeats the value inherited from "{2}".', dotted(path), environment, baseKey),
        tags: ['unnecessary'],
        data: { environment, path },
      },
    ];
  });
}

/** Whether the attribute overrides the base: the value is known and not an empty object, and no later duplicate replaces it. */
function isOwn({ path, value }: GivenAttribute, { attributes }: ResolvedEnvironment): boolean {
  if (!value || ('entries' in value && value.entries.size === 0)) return false;
  return attributes.some(
    each => each.origin === 'overridden' && path.every((step, index) => each.path[index] === step),
  );
}

function isEqual(own: ResolvedEnvironment, base: ResolvedEnvironment, path: readonly string[]): boolean {
  const [a, b] = [effectiveValueAt(own, path), effectiveValueAt(base, path)];
  if (!a || !b || containsSensitive(a) || containsSensitive(b)) return false;
  return whollyKnown(a) && whollyKnown(b) && equals(a, b) === true;
}
