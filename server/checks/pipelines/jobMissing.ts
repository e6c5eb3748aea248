// KS712: Job or stage that the pipeline lacks
//
// A job needs a job that the pipeline doesn't have, or is in a stage that isn't listed. GitHub, Gitea, Forgejo and GitLab refuse such a pipeline as a
// whole: nothing is planned or applied, also by its other jobs. Correct the name, or add the job or stage.
//
// A pipeline of GitLab is only judged if all files that it includes are in the repository.
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
//   validate:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: tofu validate
//   platform:
//     needs: [validation]
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
//
// ## Fails without a fix: a stage of GitLab
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
// ```yaml .gitlab-ci.yml
// stages: [validate, plan, apply]
//
// platform:
//   stage: deploy
//   rules:
//     - if: $CI_COMMIT_BRANCH == "main"
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - if [ -n "$CI_COMMIT_TAG" ]; then tofu workspace select apps; else tofu workspace select ops; fi
//     - tofu plan -input=false -out=tfplan
//     - tofu apply -input=false tfplan
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
//   validate:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: tofu validate
//   platform:
//     needs: [validate]
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
//
// ## Passes: a listed stage
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
// ```yaml .gitlab-ci.yml
// stages: [validate, deploy]
//
// platform:
//   stage: deploy
//   rules:
//     - if: $CI_COMMIT_BRANCH == "main"
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - if [ -n "$CI_COMMIT_TAG" ]; then tofu workspace select apps; else tofu workspace select ops; fi
//     - tofu plan -input=false -out=tfplan
//     - tofu apply -input=false tfplan
// ```
import { sentences, t } from '../../../common/localization';
import type { MissingName } from '../../../common/pipelines/event';
import { closestName } from '../../hcl/closestName';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';
import { pipelinesOf, rangeOfRange } from '../platform/pipelines';

export const jobMissing: PlatformCheck = {
  code: 'KS712',
  title: 'Job or stage that the pipeline lacks',
  level: 'error',
  scope: 'platform',
  run,
};

function run(context: CheckContext): Finding[] {
  const pipelines = pipelinesOf(context);
  return (pipelines?.own ?? []).flatMap(definition =>
    definition.missingNames().flatMap(missing => {
      const range = pipelines && rangeOfRange(pipelines, missing.range);
      return range ? [{ range, message: messageOf(missing) }] : [];
    }),
  );
}

function messageOf({ kind, name, others }: MissingName): string {
  const better = closestName(name, others);
  return sentences(
    kind === 'job'
      ? t('The pipeline has no job "{0}", so the whole pipeline is refused.', name)
      : t('The pipeline has no stage "{0}", so the whole pipeline is refused.', name),
    better === undefined ? undefined : t('Did you mean "{0}"?', better),
  );
}
