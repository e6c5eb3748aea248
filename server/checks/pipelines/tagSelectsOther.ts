// KS706: Deploy tag applies to another environment
//
// A deploy tag that names an environment (`apps-deploy-…`) must apply this environment and no other; otherwise a promotion changes an
// environment by accident. The check computes what each pipeline does for such a tag, including triggers, conditions, matrices, reusable
// workflows, variables and scripts. It reports an apply that certainly happens in another environment, but not one that waits for an
// approval after the right environment was applied.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
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
//       - run: terraform init
//       - if: startsWith(github.ref, 'refs/tags/apps-deploy-') || github.ref == 'refs/heads/main'
//         run: terraform workspace select apps-prod
//       - run: terraform apply -auto-approve
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
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
//       - run: terraform init
//       - if: startsWith(github.ref, 'refs/tags/apps-deploy-')
//         run: terraform workspace select apps
//       - run: terraform apply -auto-approve
//       - if: github.ref == 'refs/heads/main'
//         run: terraform workspace select apps-prod
//       - run: terraform plan
// ```
//
// ## Fails without a fix: the matrix applies every environment
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/deploy.yaml
// on:
//   push:
//     tags: ["apps-deploy-*", "apps-prod-deploy-*"]
//
// jobs:
//   deploy:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [apps, apps-prod]
//     steps:
//       - run: terraform init
//       - run: terraform workspace select ${{ matrix.environment }}
//       - run: terraform apply -auto-approve
// ```
//
// ## Fails if a tag triggers a fixed environment
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// deploy:
//   variables:
//     TF_WORKSPACE: apps-prod
//   rules:
//     - if: $CI_COMMIT_TAG =~ /^apps-deploy-/
//   script:
//     - terraform init
//     - terraform apply -auto-approve
// ```
//
// ## Passes if each tag applies its own environment
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/deploy.yaml
// on:
//   push:
//     tags: ["apps-deploy-*", "apps-prod-deploy-*"]
//
// jobs:
//   deploy:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [apps, apps-prod]
//     steps:
//       - run: terraform init
//       - run: terraform workspace select ${{ matrix.environment }}
//       - run: terraform plan -out=tfplan
//       - if: startsWith(github.ref_name, format('{0}-deploy-', matrix.environment))
//         run: terraform apply tfplan
// ```
//
// ## Passes if the next environment requires an approval
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//
//   configuration = {
//     apps-prod = {}
//     apps      = {}
//     ops       = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/deploy.yaml
// on:
//   push:
//     tags: ["apps-deploy-*"]
//
// jobs:
//   apps:
//     runs-on: ubuntu-latest
//     env:
//       TF_WORKSPACE: apps
//     steps:
//       - run: terraform init && terraform apply -auto-approve
//   apps-prod:
//     needs: apps
//     environment: apps-prod
//     runs-on: ubuntu-latest
//     env:
//       TF_WORKSPACE: apps-prod
//     steps:
//       - run: terraform init && terraform apply -auto-approve
// ```
import { t } from '../../../common/localization';
import { workspacesOf, type DeployTags } from '../../../common/pipelines/deployTags';
import { isApply, type Effect } from '../../../common/pipelines/effects';
import type { CheckContext } from '../engine/checkContext';
import { uriOfRange, type Finding, type Fix, type PlatformCheck } from '../engine/check';
import { pipelinesOf, rangeOfRange, type CheckedPipelines } from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly name: string } | undefined;

export const tagSelectsOther: PlatformCheck<Data> = {
  code: 'KS706',
  title: 'Deploy tag applies to another environment',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function run(context: CheckContext): Finding<Data>[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const { environments } = context;
  const found = new Map<string, Finding<Data>>();
  for (const tags of pipelines.deployTags)
    for (const effect of wrongEffects(tags, environments)) {
      const finding = findingOf(pipelines, tags, effect);
      if (finding) found.set(`${uriOfRange(finding.range)} ${finding.range.start} ${finding.message}`, finding);
    }
  return [...found.values()];
}

/** Effects that certainly apply an environment other than the tag's. */
function wrongEffects({ named, effects }: DeployTags, environments: readonly string[]): Effect[] {
  if (named === undefined) return [];
  const applies = effects.filter(isApply);
  const right = applies.filter(effect => workspacesOf(effect).includes(named));
  return applies.filter(effect => {
    const { job, run, isHere } = effect;
    const name = run.workspace.kind === 'scalar' ? run.workspace.value : undefined;
    const isOther = typeof name === 'string' && name !== named && environments.includes(name);
    return isOther && isHere === true && run.happens === true && !(right.length > 0 && waits(job, right));
  });
}

/**
 * Whether a job waits for a person: it is started manually, or runs after the right job and has a deployment environment, which may need approval.
 */
function waits({ isManual, environment, needs }: Effect['job'], right: readonly Effect[]): boolean {
  if (isManual) return true;
  const jobs = new Map(right.map(({ job }) => [job.name, job] as const));
  return environment !== undefined && needs.some(name => jobs.has(name));
}

function findingOf(
  pipelines: CheckedPipelines,
  { filter, named, applied }: DeployTags,
  { job, run }: Effect,
): Finding<Data> | undefined {
  const { workspace } = run;
  const origin = workspace.kind === 'scalar' ? workspace.origin : undefined;
  // The names in a list, such as a matrix, are right. The condition is wrong, or the command lacks one.
  const isCondition = filter.range.file === job.file && filter.range.start > job.range.start;
  const wrong = !origin ? run.range : !origin.list ? origin : isCondition ? filter.range : run.range;
  const sourceRange = rangeOfRange(pipelines, wrong);
  if (!sourceRange || workspace.kind !== 'scalar') return undefined;
  const name = String(workspace.value);
  const values = [named!, filter.glob, name] as const;
  const related = [
    { message: t('{0} is named here', filter.glob), range: filter.range },
    ...(origin?.list ? [{ message: t('{0} is named here', name), range: origin }] : []),
    { message: t('This applies to {0}', name), range: run.range },
  ].flatMap(({ message, range }) => {
    const there = range === wrong ? undefined : rangeOfRange(pipelines, range);
    return there ? [{ message, range: there }] : [];
  });
  // A list of names is also used by other jobs.
  const isFixable = named !== undefined && origin !== undefined && origin.list === undefined;
  return {
    range: sourceRange,
    message: applied.includes(named ?? '')
      ? t('Deploy tags for {0} ({1}) are also applied to {2} here.', ...values)
      : t('Deploy tags for {0} ({1}) are applied to {2} here.', ...values),
    related,
    ...(isFixable ? { data: { name: named } } : {}),
  };
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  if (!data) return [];
  const { name } = data;
  return [{ title: t('Change to {0}', name), change: draft => replaceRange(draft, range, name) }];
}
