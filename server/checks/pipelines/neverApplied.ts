// KS711: No deploy tag applies the environment
//
// A promotion pushes a tag such as `apps-deploy-20261124`. No pipeline applies the environment for it, nor for any other tag that starts one: no trigger or
// no condition matches the tag. The finding is at the trigger or the condition that the tag doesn't pass.
//
// Common reasons:
//
// - The trigger is for other tags (`v*`), or for branches only. A list of `branches` without `tags` starts nothing for tags.
// - `github.ref` begins with `refs/tags/`; the name of the tag alone is in `github.ref_name`.
// - In GitLab, `==` compares texts; `=~ /^apps-deploy-/` compares with a pattern.
// - GitLab's `workflow: rules:` don't allow pipelines of tags.
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
//       - "v*"
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
//
// ## Fails without a fix: a condition
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
//         if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'apps-deploy-')
// ```
//
// ## Fails without a fix: an environment that is only planned
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = { apps = {}, ops = {} }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// deploy:
//   script:
//     - terraform workspace select apps
//     - terraform plan
//     - terraform workspace select ops
//     - terraform apply
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
//
// ## Passes with the local environment
//
// ```terraform
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.15.0-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//     loc  = {}
//   }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// ops:
//   script:
//     - terraform workspace select ops
//     - terraform apply
//   rules:
//     - if: $CI_COMMIT_BRANCH == "main"
//
// apps:
//   script:
//     - terraform workspace select apps
//     - terraform apply
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
// ```
import { t } from '../../../common/localization';
import { isApply, isOpaque, type Effect } from '../../../common/pipelines/effects';
import { workspacesOf } from '../../../common/pipelines/deployTags';
import type { PipelineEvent } from '../../../common/pipelines/event';
import { LOCAL_ENVIRONMENT } from '../../kubestack/inheritance/promotionOrder';
import { effectsAt } from '../../kubestack/platform/platformPipelines';
import type { CheckContext } from '../engine/checkContext';
import type { Findings, PlatformCheck, TextFileRange } from '../engine/check';
import { conditionAround, firstLineWith, lastLineWith } from './pipelineLines';
import { hasOtherSystem, pipelinesOf, rangeOfRange, type CheckedPipelines } from '../platform/pipelines';

export const neverApplied: PlatformCheck = {
  code: 'KS711',
  title: 'No deploy tag applies the environment',
  level: 'error',
  scope: 'platform',
  run,
};

/** Git refuses these in names of tags (git-check-ref-format), so that no tag is called like such a pattern. */
const NO_TAG = /[*?[\]~^:\\\s]/;

function* run(context: CheckContext): Findings {
  const pipelines = pipelinesOf(context);
  // The local environment is on the computer of whoever uses it.
  const environments = context.environments.filter(name => name !== LOCAL_ENVIRONMENT);
  if (!pipelines?.pipelines.isWhole || environments.length < 2 || hasOtherSystem(context, pipelines)) return;
  const applied = new Set<string>();
  for (const { filter, effects } of pipelines.deployTags)
    if (!NO_TAG.test(filter.example)) for (const name of appliedBy(effects, environments)) applied.add(name);
  for (const event of OTHER_EVENTS) {
    const reached = appliedBy(yield* effectsAt(pipelines, event), environments);
    for (const name of reached) applied.add(name);
    yield undefined;
  }
  // A pipeline that applies nothing only plans.
  if (!environments.some(name => applied.has(name))) return;
  for (const name of environments) {
    if (applied.has(name)) continue;
    const tag = `${name}-deploy-20261124`;
    const run = yield* pipelines.pipelines.at({ kind: 'tag', name: tag });
    if (!run.isComplete || isOpaque(run)) continue;
    const effects = yield* effectsAt(pipelines, { kind: 'tag', name: tag });
    if (appliedBy(effects, environments).has(name)) continue;
    const range = rangeFor(
      pipelines,
      name,
      run.jobs.some(({ happens }) => happens !== false),
    );
    if (range)
      yield {
        range,
        message: t('A promotion to {0} pushes a tag such as {1}, and nothing applies {0} for it.', name, tag),
      };
  }
}

const OTHER_EVENTS: readonly PipelineEvent[] = [
  { kind: 'branch', name: 'main', isDefault: true },
  { kind: 'manual' },
  { kind: 'schedule' },
  { kind: 'pullRequest', target: 'main' },
];

/** The environments that are applied, or may be: all, if a workspace is unknown. */
function appliedBy(effects: readonly Effect[], environments: readonly string[]): ReadonlySet<string> {
  const names = effects.filter(isApply).map(effect => workspacesOf(effect));
  return new Set(names.some(each => each.length === 0) ? environments : names.flat());
}

/** The trigger or condition that a deploy tag doesn't pass. */
function rangeFor(pipelines: CheckedPipelines, name: string, isStarted: boolean): TextFileRange | undefined {
  const applies = pipelines.effects.filter(isApply);
  const [apply] = [...applies.filter(effect => workspacesOf(effect).includes(name)), ...applies];
  if (!apply) return undefined;
  const file = rangeOfRange(pipelines, apply.run.range)?.file;
  if (!file) return undefined;
  if (pipelines.own.some(({ system, file: { path } }) => system === 'gitlab' && path === apply.job.file.path))
    return (
      lastLineWith(file, new RegExp(`CI_COMMIT_TAG\\b.*\\b${name}-deploy`)) ??
      firstLineWith(file, /CI_COMMIT_TAG/) ??
      firstLineWith(file, /\S/)
    );
  if (isStarted) return conditionAround(file, apply.run.range.start) ?? rangeOfRange(pipelines, apply.run.range);
  return firstLineWith(file, /^\s+tags:/) ?? firstLineWith(file, /^\s*(?:push|["']?on["']?):/);
}
