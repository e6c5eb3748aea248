// KS709: Plan before a workspace is selected
//
// The job plans while no workspace is selected, and selects one later. The plan is that of the workspace `default`, which no environment has, and an
// apply of it in another workspace fails. Select the workspace first.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - "**"
//     tags:
//       - "apps-deploy-*"
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: tofu plan -input=false -out=tfplan
//       - run: tofu workspace select ops
//         if: github.ref_type == 'branch'
//       - run: tofu workspace select apps
//         if: github.ref_type == 'tag'
//       - run: tofu apply -input=false tfplan
//         if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/apps-deploy-')
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - "**"
//     tags:
//       - "apps-deploy-*"
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: tofu workspace select ops
//         if: github.ref_type == 'branch'
//       - run: tofu workspace select apps
//         if: github.ref_type == 'tag'
//       - run: tofu plan -input=false -out=tfplan
//       - run: tofu apply -input=false tfplan
//         if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/apps-deploy-')
// ```
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import { isSelection } from '../../../common/pipelines/effects';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';
import { jobEffects, pipelinesOf, rangeOfRange } from '../platform/pipelines';

export const planBeforeSelect: PlatformCheck = {
  code: 'KS709',
  title: 'Plan before a workspace is selected',
  level: 'error',
  scope: 'platform',
  run,
};

function run(context: CheckContext): Finding[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const found = new Map<string, Finding>();
  for (const { effects } of jobEffects(pipelines, [...now(pipelines.pipelines.possibleRuns()).values()].flat()))
    for (const [index, { run: plan }] of effects.entries()) {
      const isPlan = plan.command === 'plan' || plan.command === 'apply';
      if (!isPlan || plan.workspace.kind !== 'scalar' || plan.workspace.value !== null) continue;
      const later = effects.slice(index + 1).find(isSelection);
      const range = later && rangeOfRange(pipelines, plan.range);
      const there = later && rangeOfRange(pipelines, later.run.range);
      if (range && there)
        found.set(`${range.file.uri} ${range.start}`, {
          range,
          message: t('No workspace is selected here: this works in "default". Select the workspace before the plan.'),
          related: [{ message: t('The workspace is selected here'), range: there }],
        });
    }
  return [...found.values()];
}
