// KS710: Apply without its plan
//
// The apply fails in every run, because
//
// - the plan file that it applies has another name than the one that the job has written.
// - another job has written the plan file, and doesn't pass it on: each job has its own checkout. Keep the file as an artifact, or plan and apply in one
//   job.
// - it has no plan file and no `-auto-approve`, and `-input=false` keeps it from asking for an approval.
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
//       - run: tofu workspace select ops
//         if: github.ref_type == 'branch'
//       - run: tofu workspace select apps
//         if: github.ref_type == 'tag'
//       - run: tofu plan -input=false -out=tfplan
//       - run: tofu apply -input=false plan.out
//         if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/apps-deploy-')
// ```
//
// ## Fails without a fix: no plan file
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
//       - run: tofu apply -input=false
//         if: github.ref == 'refs/heads/main' || startsWith(github.ref, 'refs/tags/apps-deploy-')
// ```
//
// ## Fails without a fix: a plan of another job
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
// plan apps:
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - tofu workspace select apps
//     - tofu plan -input=false -out=apps.tfplan
//
// apply apps:
//   needs: [plan apps]
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - tofu workspace select apps
//     - tofu apply -input=false apps.tfplan
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
// ## Passes with an artifact
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
// plan apps:
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - tofu workspace select apps
//     - tofu plan -input=false -out=apps.tfplan
//   artifacts:
//     paths: [apps.tfplan]
//
// apply apps:
//   needs: [plan apps]
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - tofu workspace select apps
//     - tofu apply -input=false apps.tfplan
// ```
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import type { Effect } from '../../../common/pipelines/effects';
import { stringOf } from '../../../common/pipelines/values/value';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';
import { jobEffects, pipelinesOf, rangeOfRange, type JobEffects } from '../platform/pipelines';

export const planNotApplied: PlatformCheck = {
  code: 'KS710',
  title: 'Apply without its plan',
  level: 'error',
  scope: 'platform',
  run,
};

/** A pipeline that passes files from one job to another. */
const PASSES_FILES = /artifact|cache/i;

function run(context: CheckContext): Finding[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const found = new Map<string, Finding>();
  for (const possible of [...now(pipelines.pipelines.possibleRuns()).values()].flat()) {
    const jobs = jobEffects(pipelines, [possible]);
    for (const job of jobs)
      for (const [index, apply] of job.effects.entries()) {
        const problem = apply.run.command === 'apply' ? problemOf(job, index, jobs) : undefined;
        const range = problem && rangeOfRange(pipelines, apply.run.range);
        if (!problem || !range) continue;
        const there = problem.plan && rangeOfRange(pipelines, problem.plan.run.range);
        found.set(`${range.file.uri} ${range.start}`, {
          range,
          message: problem.message,
          ...(there ? { related: [{ message: t('The plan'), range: there }] } : {}),
        });
      }
  }
  return [...found.values()];
}

function problemOf(
  job: JobEffects,
  index: number,
  jobs: readonly JobEffects[],
): { readonly message: string; readonly plan?: Effect } | undefined {
  const { planFile, asksInVain } = job.effects[index]!.run;
  if (asksInVain)
    return {
      message: t(
        'This apply has no plan file, and asks for an approval without input: it fails. Apply the plan file, or use -auto-approve.',
      ),
    };
  const name = planFile && nameOf(planFile);
  if (name === undefined || job.isOpaque) return undefined;
  const own = job.effects.slice(0, index).filter(({ run: each }) => each.command === 'plan');
  const written = own.map(({ run: each }) => each.planFile && nameOf(each.planFile));
  // A plan file with an unknown name may be the one.
  if (own.some(({ run: each }) => each.planFile && nameOf(each.planFile) === undefined) || written.includes(name))
    return undefined;
  if (PASSES_FILES.test(job.job.file.text)) return undefined;
  const at = written.findLastIndex(each => each !== undefined);
  if (at >= 0) return { message: t('The plan of this job is in {0}, not in {1}.', written[at]!, name), plan: own[at]! };
  for (const other of jobs) {
    const plan = other.effects.find(({ run: each }) => each.command === 'plan' && nameOf(each.planFile) === name);
    if (other !== job && plan)
      return {
        message: t(
          'The job "{0}" has written {1}, and each job has its own files. Pass it on as an artifact, or plan and apply in one job.',
          other.job.name,
          name,
        ),
        plan,
      };
  }
  return undefined;
}

/** The name of the file without its folder, since containers have other paths than the machine. Undefined if it is unknown. */
const nameOf = (value: Effect['run']['planFile']): string | undefined => value && stringOf(value)?.replace(/^.*\//, '');
