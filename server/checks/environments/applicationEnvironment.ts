// KS212: Environment named after an application stage
//
// Kubestack environments are not stages of an application. A change to the platform is validated in `ops` and then reaches `apps`, which
// runs all environments of the applications, from test to production. A name such as `staging` suggests otherwise. Use `ops`, `apps`, and
// `apps-prod` if you separate production.
//
// An environment can't be renamed in place: add the new one, migrate the workloads, then remove the old one.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "production"
//
//   configuration = {
//     production = {
//       name_prefix = "gc0"
//     }
//     staging = {}
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
//       name_prefix = "gc0"
//     }
//     ops = {}
//   }
// }
// ```
import { stageNameProblem } from '../../../common/environmentName';
import { t } from '../../../common/localization';
import { keyRange } from '../../semantics/configurationRanges';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';
import { clusterCalls } from '../platform/platformLayout';

export const applicationEnvironment: PlatformCheck = {
  code: 'KS212',
  title: 'Environment named after an application stage',
  level: 'warning',
  scope: 'platform',
  run: context => context.environments.flatMap(name => findingsOf(context, name)),
};

/** Reports a name once, at the first cluster that has it. */
function findingsOf(context: CheckContext, name: string): Finding[] {
  const message = stageNameProblem(name);
  if (message === undefined) return [];
  const [first, ...others] = clusterCalls(context).flatMap(call => {
    const range = keyRange(context.request, call, name);
    return range ? [{ range, message: t('"{0}" of {1}', name, call.name) }] : [];
  });
  return first ? [{ range: first.range, message, ...(others.length > 0 ? { related: others } : {}) }] : [];
}
