// KS202: Environment missing in a module
//
// Every environment is a complete copy of the platform, so each module needs a key for each environment. If a key is missing, `terraform
// plan` fails in that environment with `Invalid index`. A module whose `count` or `for_each` creates no instance in an environment does not
// need the key. An empty object inherits everything from the base:
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_node_pool_extra.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name = "extra" } # the cluster has ops, too
//   }
// }
// ```
//
// ## Fails for a misspelled name
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_node_pool_extra.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name = "extra" }
//     op   = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_node_pool_extra.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//   configuration = {
//     apps = { name = "extra" }
//     ops  = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { baseKeyOf, environmentKeys } from '../../kubestack/inheritance/environmentKeys';
import { isMadeIn } from '../../kubestack/modules/madeCalls';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { configurationObject, keyRange } from '../../semantics/configurationRanges';
import { setValue } from '../../edits/entryText';
import { printKey } from '../../semantics/hclPrinter';
import { closestName } from '../../hcl/closestName';
import { configurationName } from './configurationName';
import { knowsEnvironments } from '../platform/existingEnvironments';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';

type Data =
  | {
      readonly environment: string;
      readonly call: string;
      readonly misspelt?: string | undefined;
    }
  | undefined;

export const environmentMissing: PlatformCheck<Data> = {
  code: 'KS202',
  title: 'Environment missing in a module',
  level: 'error',
  scope: 'platform',
  run: context => forEachPart(context.calls, call => missingIn(context, call)),
  fix: fixesOf,
};

function missingIn(context: CheckContext, call: ModuleCall): Finding<Data>[] {
  const { model, environments, request } = context;
  const keys = environmentKeys(call, model);
  // KS213 checks calls in feature modules.
  if (call.instance.parent || keys.length === 0 || !keyRange(request, call, keys[0]!)) return [];
  const base = baseKeyOf(call, model);
  const surplus = knowsEnvironments(context) ? keys.filter(name => !environments.includes(name)) : [];
  const missing = environments.filter(name => !keys.includes(name) && name !== base && isMadeIn(call, name, model));
  const meant = missing.flatMap(name => closestName(name, surplus) ?? []);
  return [
    ...surplusIn(
      context,
      call,
      surplus.filter(name => !meant.includes(name)),
    ),
    ...missing.map((environment): Finding<Data> => {
      const related = otherRange(context, environment).map(range => ({
        message: t('"{0}" of a cluster', environment),
        range,
      }));
      const misspelt = closestName(environment, surplus);
      const range = misspelt === undefined ? undefined : keyRange(request, call, misspelt);
      return range
        ? {
            range,
            message: t('No cluster has the environment "{0}". Did you mean "{1}"?', misspelt!, environment),
            related,
            data: { environment, call: call.address, misspelt },
          }
        : {
            range: configurationName(call) ?? labelRange(call.declaration),
            message: t(
              '{0} has no "{1}" environment, so it can\'t be planned there. To inherit everything, add {1} = {}.',
              call.name,
              environment,
            ),
            related,
            data: { environment, call: call.address },
          };
    }),
  ];
}

/** Environments of a node pool or service that no cluster has, so that they have no effect. */
function surplusIn({ request, calls }: CheckContext, call: ModuleCall, surplus: readonly string[]): Finding<Data>[] {
  if (call.module.kind === 'cluster' || !calls.some(({ module }) => module.kind === 'cluster')) return [];
  return surplus.flatMap(name => {
    const range = keyRange(request, call, name);
    const message = t(
      'No cluster has the environment "{0}", so it changes nothing here. Remove it, or add it to every cluster.',
      name,
    );
    return range ? [{ range, message, level: 'warning' as const }] : [];
  });
}

function otherRange({ request, calls }: CheckContext, environment: string) {
  for (const call of calls) {
    const range = call.module.kind === 'cluster' ? keyRange(request, call, environment) : undefined;
    if (range) return [range];
  }
  return [];
}

function fixesOf({ calls }: CheckContext, { data, range }: Finding<Data>): Fix[] {
  const call = calls.find(each => each.address === data?.call);
  const written = call && configurationObject(call);
  if (!written || !data) return [];
  const { environment, misspelt } = data;
  if (misspelt !== undefined)
    return [
      {
        title: t('Change to {0}', environment),
        change: draft => replaceRange(draft, range, printKey(environment)),
        isPreferred: true,
      },
    ];
  return [
    {
      title: t('Add {0} = {}', environment),
      change: draft => draft.edit(written.item, text => setValue(text, ['configuration', environment], '{}')),
      isPreferred: true,
    },
  ];
}
