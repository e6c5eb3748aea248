// KS311: Invalid base domain
//
// The DNS names of all clusters end with `base_domain`. It must be a plain domain name without scheme, port or path.
//
// ## Fails
//
// ```terraform
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       base_domain = "https://infra.example.org/"
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
//       base_domain = "infra.example.org"
//     }
//   }
// }
// ```
//
// ## Passes with domains of local clusters
//
// ```terraform
// module "kind_zero" {
//   source = "github.com/kbst/terraform-kubestack//kind/cluster?ref=v0.15.0-beta.0"
//
//   configuration = {
//     apps = {
//       base_domain = "infra.127.0.0.1.xip.io"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { baseDomainProblem, repairedBaseDomain } from '../../kubestack/platform/namingRules';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const baseDomain: CallCheck<TextReplacement> = {
  code: 'KS311',
  title: 'Invalid base domain',
  level: 'error',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  if (call.module.kind !== 'cluster') return [];
  return writtenIn(effective, ['base_domain']).flatMap(({ environment, attribute, value }) => {
    const domain = stringValue(value);
    const problem = domain === undefined ? undefined : baseDomainProblem(domain);
    if (domain === undefined || !problem) return [];
    const better = repairedBaseDomain(domain);
    return [
      {
        range: attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration),
        message: t(
          'The base_domain "{0}" of "{1}" is not valid: {2}. Write a plain domain name.',
          domain,
          environment,
          problem,
        ),
        ...(better === undefined ? {} : { data: { better, written: domain } }),
      },
    ];
  });
}
