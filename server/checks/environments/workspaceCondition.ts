// KS215: Condition on a workspace that is no environment
//
// Each environment has a workspace of the same name. A comparison of `terraform.workspace` with another name has the same result in every environment:
// with `==`, the value that was meant for production is never used. Compare with the name of an environment.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = terraform.workspace == "app" ? "1.33" : "1.34"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = terraform.workspace == "production" ? "1.33" : "1.34"
//     }
//     ops = {}
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
//       cluster_version = terraform.workspace == "apps" ? "1.33" : "1.34"
//     }
//     ops = {}
//   }
// }
//
// locals {
//   is_local = terraform.workspace == "default"
// }
// ```
import { alternatives, sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import { comparedWorkspaces } from '../../semantics/environmentOccurrences';
import { type Finding, type Findings, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { knowsEnvironments } from '../platform/existingEnvironments';
import { platformFolders } from '../platform/platformFolders';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const workspaceCondition: PlatformCheck<TextReplacement> = {
  code: 'KS215',
  title: 'Condition on a workspace that is no environment',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

function run(context: CheckContext): Findings<TextReplacement> {
  const { environments } = context;
  if (environments.length === 0 || !knowsEnvironments(context)) return [];
  // Terraform has the workspace "default" before another one is selected.
  const names = new Set([...environments, 'default', '']);
  const items = platformFolders(context).flatMap(folder => folder.sourceFiles().flatMap(file => file.items));
  return forEachPart(items, ({ item }): Finding<TextReplacement>[] =>
    comparedWorkspaces(item).flatMap(({ name, range }) => {
      if (names.has(name)) return [];
      const better = closestName(name, environments);
      return [
        {
          range,
          message: sentences(
            t(
              'No environment is called "{0}", so the condition has the same result in {1}.',
              name,
              alternatives(environments),
            ),
            better === undefined ? undefined : t('Did you mean "{0}"?', better),
          ),
          ...(better === undefined ? {} : { data: { written: name, better } }),
        },
      ];
    }),
  );
}
