// KS307: Contradicting node pool sizes
//
// A node pool's minimum size is greater than its maximum size, or its initial size is outside of this range. The cloud rejects both. The
// check compares effective values: an environment that only lowers `max_size` inherits the other sizes from the base.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       default_node_pool = {
//         min_size         = 3
//         max_size         = 9
//         desired_capacity = 3
//       }
//     }
//     ops = {
//       default_node_pool = {
//         min_size = 1
//         max_size = 2
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
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       default_node_pool = {
//         min_size         = 3
//         max_size         = 9
//         desired_capacity = 3
//       }
//     }
//     ops = {
//       default_node_pool = {
//         min_size         = 1
//         max_size         = 2
//         desired_capacity = 2
//       }
//     }
//   }
// }
// ```
//
// ## Fails in versions whose sizes are strings
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       min_size         = "3"
//       max_size         = "10"
//       desired_capacity = "3"
//     }
//     ops = {
//       max_size = "2"
//     }
//   }
// }
// ```
//
// ## Passes without autoscaling
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       default_node_pool_enable_auto_scaling = false
//       default_node_pool_max_count           = 1
//       default_node_pool_node_count          = 5
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { poolAttributes, type PoolAttributes } from '../../kubestack/platform/poolAttributes';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, setInEnvironment } from '../fixes/draftFix';
import { effectiveAttributeAt, dotted, isFalse, numberValue, effectiveValueAt } from '../../semantics/effectiveParts';

interface Change {
  readonly path: readonly string[];
  readonly value: number;
}

/** The possible changes, the best first. */
type Data = { readonly environment: string; readonly changes: readonly [Change, Change] };

export const sizesOutOfOrder: CallCheck<Data> = {
  code: 'KS307',
  title: 'Contradicting node pool sizes',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

interface Size {
  readonly path: readonly string[];
  readonly value: number;
  readonly attribute: ResolvedAttribute;
}

function run(subject: CallSubject): Finding<Data>[] {
  const { call, effective } = subject;
  const names = poolAttributes(call);
  if (!names) return [];
  const { environments, baseKey } = effective;
  const contradictions = [...environments].flatMap(([environment, inEffect]) => {
    const sizes = contradictionIn(inEffect, names, call.module.provider === 'google');
    return sizes ? [{ environment, sizes }] : [];
  });
  const inherited = new Set(
    contradictions.flatMap(({ environment, sizes }) => (environment === baseKey ? [keyOf(sizes)] : [])),
  );
  return contradictions.flatMap(({ environment, sizes }) => {
    // Environments inherit a contradiction of the base, which is reported there. Others are due to terraform.workspace, and reported once.
    if (sizes.every(isInherited)) {
      if (inherited.has(keyOf(sizes))) return [];
      inherited.add(keyOf(sizes));
    }
    return findingOf(subject, environment, sizes);
  });
}

const isInherited = ({ attribute }: Size): boolean => attribute.origin === 'inherited';

const keyOf = (sizes: readonly Size[]): string => JSON.stringify(sizes.map(({ path, value }) => [path, value]));

/** The size that should be smaller, followed by the one that should be larger; undefined if all sizes are in order. */
function contradictionIn(
  inEffect: ResolvedEnvironment,
  names: PoolAttributes,
  isGoogle: boolean,
): readonly [Size, Size] | undefined {
  const autoscaling = names.autoscaling && effectiveValueAt(inEffect, names.autoscaling);
  if (autoscaling && (autoscaling.kind === 'unknown' || isFalse(autoscaling))) return undefined;
  const [min, max, desired] = [names.min, names.max, names.desired].map(path => sizeAt(inEffect, path));
  if (min && max && min.value > max.value) return [min, max];
  if (desired && max && desired.value > max.value) return [desired, max];
  // Google Cloud allows an initial size below the minimum.
  return !isGoogle && min && desired && min.value > desired.value ? [min, desired] : undefined;
}

function sizeAt(inEffect: ResolvedEnvironment, path: readonly string[]): Size | undefined {
  const value = numberValue(effectiveValueAt(inEffect, path));
  const attribute = effectiveAttributeAt(inEffect, path);
  return value === undefined || !attribute ? undefined : { path, value, attribute };
}

function findingOf(
  { call, effective: { environments, baseKey } }: CallSubject,
  environment: string,
  [small, large]: readonly [Size, Size],
): Finding<Data>[] {
  const base = environments.get(baseKey);
  // If both are inherited, the one that has another value than in the base.
  const isOwn = (size: Size): boolean =>
    !isInherited(size) ||
    (isInherited(small) && isInherited(large) && (!base || sizeAt(base, size.path)?.value !== size.value));
  const reported = isOwn(large) ? large : small;
  const other = reported === large ? small : large;
  const valueOf = (size: Size): string =>
    isInherited(size) ? t('{0}, from "{1}"', size.value, baseKey) : String(size.value);
  const name = ({ path }: Size): string => path.at(-1)!;
  return [
    {
      range: reported.attribute.range ?? labelRange(call.declaration),
      message: t(
        '"{0}": {1} ({2}) is greater than {3} ({4}).',
        environment,
        name(small),
        valueOf(small),
        name(large),
        valueOf(large),
      ),
      related: other.attribute.range
        ? [{ message: `${name(other)} = ${other.value}`, range: other.attribute.range }]
        : [],
      data: {
        environment,
        changes:
          // If an environment sets both, the first change reduces the smaller size, since machines cost money.
          !isInherited(other) && environment !== baseKey
            ? [equal(small, large), equal(large, small)]
            : [equal(other, reported), equal(reported, other)],
      },
    },
  ];
}

const equal = ({ path }: Size, { value }: Size): Change => ({ path, value });

function fix({ call, request }: CallSubject, { data: { environment, changes } }: Finding<Data>): readonly Fix[] {
  return changes.flatMap(({ path, value }, index) =>
    draftFix(
      request,
      t('Set {0} = {1} in {2}', dotted(path), value, environment),
      draft => setInEnvironment(draft, call, environment, [[path, String(value)]]),
      index === 0,
    ),
  );
}
