// KS310: Invalid name prefix
//
// The names of clusters and their resources begin with `name_prefix`. They are used as host names, so the prefix must be a short word of
// lowercase letters, digits and dashes.
//
// ## Fails
//
// ```terraform
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ML_0"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml0"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { parseClusterIdentifier, namePrefixProblem, repairedNamePrefix } from '../../kubestack/platform/namingRules';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const namePrefix: CallCheck<TextReplacement> = {
  code: 'KS310',
  title: 'Invalid name prefix',
  level: 'error',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  if (call.module.kind !== 'cluster') return [];
  return writtenIn(effective, ['name_prefix']).flatMap(({ environment, attribute, value }) => {
    const prefix = stringValue(value);
    const problem = prefix === undefined ? undefined : namePrefixProblem(prefix);
    if (prefix === undefined || !problem) return [];
    const better = prefix === '' ? parseClusterIdentifier(call.name)?.namePrefix : repairedNamePrefix(prefix);
    return [
      {
        range: attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration),
        message: t(
          'The name_prefix "{0}" of "{1}" is not valid: {2}. Use lowercase letters, digits and dashes.',
          prefix,
          environment,
          problem,
        ),
        ...(better === undefined ? {} : { data: { better, written: prefix } }),
      },
    ];
  });
}
