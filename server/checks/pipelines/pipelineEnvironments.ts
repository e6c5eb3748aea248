// KS702: Pipeline and platform have different environments
//
// An environment that no pipeline selects is neither planned nor applied; an environment that no cluster has can't be planned. KS711 reports
// environments that are planned and never applied. The check follows what the pipelines of GitHub Actions, GitLab CI, Gitea and Forgejo do in the platform's folder: matrices with `include` and `exclude`, conditions, `TF_WORKSPACE`,
// reusable workflows and their inputs, and scripts in the repository. If a pipeline can't be followed (a computed matrix, a missing script, a
// third-party action that runs Terraform), the check reports no environment as missing.
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
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [ops, apps]
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with: { persist-credentials: false }
//       - run: terraform init
//       - run: terraform workspace select "${{ matrix.environment }}"
//       - run: terraform plan
// ```
//
// ## Fails for a misspelled name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// plan:
//   script:
//     - terraform init
//     - terraform workspace select app
//     - terraform plan
// apply:
//   script:
//     - terraform workspace select ops
//     - terraform workspace select apps
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
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: [ops, apps, apps-prod]
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with: { persist-credentials: false }
//       - run: terraform init
//       - run: terraform workspace select "${{ matrix.environment }}"
//       - run: terraform plan
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
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform workspace select ops
//       - run: terraform workspace select apps
// ```
//
// ## Fails if a condition names an environment that the matrix lacks
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//   configuration = { apps-prod = {}, apps = {}, ops = {} }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches: ["**"]
//     tags: ["apps-deploy-*", "apps-prod-deploy-*"]
//
// jobs:
//   deploy:
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment:
//           - ops
//           - apps
//           # - apps-prod  # uncomment for three environments
//     steps:
//       - run: terraform init
//       - run: terraform workspace select ${{ matrix.environment }}
//       - run: terraform plan -out=tfplan
//       - if: |
//           (github.ref == 'refs/heads/main' && matrix.environment == 'ops') ||
//           (startsWith(github.ref, 'refs/tags/apps-deploy-') && matrix.environment == 'apps') ||
//           (startsWith(github.ref, 'refs/tags/apps-prod-deploy-') && matrix.environment == 'apps-prod')
//         run: terraform apply tfplan
// ```
//
// ## Fails without a fix: the reusable workflow is only called for the other environments
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//   configuration = { apps-prod = {}, apps = {}, ops = {} }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   ops:
//     uses: ./.github/workflows/deploy.yaml
//     with:
//       environment: ops
//   apps:
//     uses: ./.github/workflows/deploy.yaml
//     with:
//       environment: apps
// ```
//
// ```yaml .github/workflows/deploy.yaml
// on:
//   workflow_call:
//     inputs:
//       environment:
//         type: string
//         required: true
//
// jobs:
//   deploy:
//     runs-on: ubuntu-latest
//     env:
//       TF_WORKSPACE: ${{ inputs.environment }}
//     steps:
//       - run: terraform init
//       - run: terraform apply -auto-approve
// ```
//
// ## Passes with environments of another platform
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
// plan:
//   script:
//     - terraform workspace select ops
//     - terraform plan
//     - terraform workspace select apps
//     - terraform plan
// other:
//   script:
//     - cd dns
//     - terraform workspace select production
//     - terraform plan
// ```
//
// ## Passes with a computed matrix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration_base_key = "apps-prod"
//   configuration = { apps-prod = {}, apps = {}, ops = {} }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   environments:
//     runs-on: ubuntu-latest
//     outputs:
//       all: ${{ steps.list.outputs.all }}
//     steps:
//       - id: list
//         run: echo "all=$(ls environments | jq -R . | jq -sc .)" >> "$GITHUB_OUTPUT"
//   plan:
//     needs: environments
//     runs-on: ubuntu-latest
//     strategy:
//       matrix:
//         environment: ${{ fromJSON(needs.environments.outputs.all) }}
//     steps:
//       - run: terraform workspace select "${{ matrix.environment }}"
//       - run: terraform plan
// ```
import { sentences, t } from '../../../common/localization';
import { usesEnvironment, withoutDriftJobs, type Effect } from '../../../common/pipelines/effects';
import { workspacesOf } from '../../../common/pipelines/deployTags';
import { findEnvironmentList, listInText, withEnvironments } from '../../../common/pipelines/environmentList';
import { closestName } from '../../hcl/closestName';
import { LOCAL_ENVIRONMENT } from '../../kubestack/inheritance/promotionOrder';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { knowsEnvironments } from '../platform/existingEnvironments';
import {
  isFullyRead,
  pipelinesOf,
  rangeOfRange,
  writtenWorkspaces,
  type CheckedPipelines,
} from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { name?: string; missing?: readonly string[]; after?: number } | undefined;

export const pipelineEnvironments: PlatformCheck<Data> = {
  code: 'KS702',
  title: 'Pipeline and platform have different environments',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function run(context: CheckContext): Finding<Data>[] {
  const pipelines = pipelinesOf(context);
  if (context.environments.length === 0 || !pipelines?.pipelines.isWhole) return [];
  const effects = pipelines.effects.filter(usesEnvironment);
  const surplus = knowsEnvironments(context) ? surplusIn(context, pipelines, effects) : [];
  // Don't report a misspelled name as missing, too.
  const meant = new Set(surplus.map(({ data }) => data?.name));
  const used = withoutDriftJobs(effects);
  if (!isFullyRead(context, pipelines, used)) return surplus;
  return [...surplus, ...missingIn(context, pipelines, used, meant)];
}

function surplusIn(
  { environments }: CheckContext,
  pipelines: CheckedPipelines,
  effects: readonly Effect[],
): Finding<Data>[] {
  const found = new Map<string, Finding<Data>>();
  for (const effect of effects) {
    if (effect.isHere !== true) continue;
    for (const { name, range, isWritten } of writtenWorkspaces(effect)) {
      const key = `${range.file.path} ${range.start} ${name}`;
      const sourceRange = rangeOfRange(pipelines, range);
      if (environments.includes(name) || name === 'default' || found.has(key) || !sourceRange) continue;
      const meant = closestName(name, environments);
      const message = sentences(t('No cluster has the environment {0}.', name), meant && t('Did you mean {0}?', meant));
      found.set(key, {
        range: sourceRange,
        message,
        ...(meant !== undefined && isWritten ? { data: { name: meant } } : {}),
      });
    }
  }
  return [...found.values()];
}

/** Environments that no pipeline selects, if it selects others. Leaves out those in `meant`, whose names are misspelled. */
function missingIn(
  context: CheckContext,
  pipelines: CheckedPipelines,
  effects: readonly Effect[],
  meant: ReadonlySet<unknown>,
): Finding<Data>[] {
  const { environments } = context;
  const covered = new Set(effects.flatMap(workspacesOf));
  const missing = environments.filter(name => name !== LOCAL_ENVIRONMENT && !covered.has(name) && !meant.has(name));
  if (missing.length === 0 || !environments.some(name => covered.has(name))) return [];
  const { range, list } = findEnvironmentList(environments, effects) ?? {};
  const sourceRange = range && rangeOfRange(pipelines, range);
  if (!sourceRange) return [];
  const names = missing.join(', ');
  const message =
    missing.length === 1
      ? t('No pipeline plans {0}: it is missing here.', names)
      : t('No pipeline plans {0}: they are missing here.', names);
  const found = list && listInText(list);
  return [
    {
      range: sourceRange,
      message,
      ...(found ? { data: { missing, after: found.after } } : {}),
    },
  ];
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { name, missing, after } = data ?? {};
  if (!('file' in range)) return [];
  if (name !== undefined)
    return [{ title: t('Change to {0}', name), change: draft => replaceRange(draft, range, name) }];
  if (!missing || after === undefined) return [];
  const list = { start: range.start, after };
  const added = withEnvironments(range.file.text, list, missing);
  if (!added) return [];
  const { start, end, newText } = added;
  return [
    {
      title: t('Add {0}', missing.join(', ')),
      change: draft => replaceRange(draft, { file: range.file, start, end }, newText),
    },
  ];
}
