// KS520: Rule of the team is broken or can't be applied
//
// The rules of a team are in `*.rules.hcl` files in the platform's folder, or in the folder `rules` beside its files. A rule that doesn't hold is
// reported with its own code, such as `rule:three_zones`, where the value is written. This code reports a rule, freeze or test that can't be applied: it
// has a mistake, or its condition fails. Such a rule or freeze stops promotions until it is corrected. The documentation of rules describes the language.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```hcl team.rules.hcl
// rule "short_prefix" {
//   target = "clusters"
//   enforce {
//     condition     = length(attributes.name_prefix) <= 4
//     error_message = "The prefix is long."
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
//     apps = { name_prefix = "gc0" }
//     ops  = {}
//   }
// }
// ```
//
// ```hcl team.rules.hcl
// rule "short_prefix" {
//   target = "cluster"
//   enforce {
//     condition     = length(attributes.name_prefix) <= 4
//     error_message = "The prefix is long."
//   }
// }
// ```
import { ruleCode } from '../../../common/rules/rules';
import { t } from '../../../common/localization';
import { ruleProblems } from '../../rules/ruleProblems';
import { groupedOutcomes } from '../../rules/groupedOutcomes';
import { ruleOutcomes } from '../../rules/ruleOutcomes';
import type { Findings, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

export const teamRules: PlatformCheck = {
  code: 'KS520',
  title: "Rule of the team is broken or can't be applied",
  level: 'error',
  scope: 'platform',
  run: rulesOf,
};

function* rulesOf({ request, root }: CheckContext): Findings {
  const steps = ruleOutcomes(request, root);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield undefined;
  const outcomes = step.value;
  for (const { file, start, end, message } of ruleProblems(outcomes)) yield { range: { file, start, end }, message };
  for (const { rule, range, message } of groupedOutcomes(outcomes.outcomes)) {
    const { file, name, level, description } = rule;
    const related = [
      { message: description ?? t('The rule "{0}"', name.text), range: { file, start: name.start, end: name.end } },
    ];
    yield { code: ruleCode(name.text), level, range, message, related };
  }
}
