// KS703: Conditions name different main branches
//
// One condition or filter expects `main`, another `master`: one of them is never true, and what depends on it never runs. The check
// compares all pipelines of a platform. A condition that names both branches is accepted.
//
// ## Fails
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
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - if: github.ref == 'refs/heads/main'
//         run: terraform apply
//       - if: github.ref != 'refs/heads/master'
//         run: terraform plan
// ```
//
// ## Passes
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
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - if: github.ref == 'refs/heads/main'
//         run: terraform apply
//       - if: github.ref != 'refs/heads/main'
//         run: terraform plan
// ```
//
// ## Fails for conditions in different files
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
// ```yaml .github/workflows/apply.yaml
// on:
//   push:
//     branches: [main]
//
// jobs:
//   apply:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform workspace select ops && terraform apply
// ```
//
// ```yaml .github/workflows/plan.yaml
// on:
//   pull_request:
//     branches: [master]
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform workspace select ops && terraform plan
// ```
//
// ## Passes if a condition accepts both names
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
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches: [main]
//
// jobs:
//   apply:
//     runs-on: ubuntu-latest
//     # Was master until last year.
//     if: github.ref_name == 'main' || github.ref_name == 'master'
//     steps:
//       - run: terraform workspace select ops && terraform apply
// ```
import { t } from '../../../common/localization';
import type { BranchName } from '../../../common/pipelines/event';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Findings, Fix, PlatformCheck, TextFileRange } from '../engine/check';
import { pipelinesOf, placeOfRange, type CheckedPipelines } from '../support/pipelines';
import { replaceRange } from '../support/placeEdits';

export const mainBranchDiffers: PlatformCheck = {
  code: 'KS703',
  title: 'Conditions name different main branches',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

const MAIN_BRANCHES = ['main', 'master'];

interface Named {
  readonly branch: string;
  readonly place: TextFileRange;
}

function* run(context: CheckContext): Findings {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return;
  const all: Named[] = [];
  for (const definition of pipelines.own) {
    yield;
    for (const names of definition.branchNames()) all.push(...namedIn(pipelines, names));
  }
  const [first] = all;
  const other = all.find(({ branch }) => branch !== first?.branch);
  if (!first || !other) return;
  const count = (name: string): number => all.filter(({ branch }) => branch === name).length;
  const right = count(other.branch) > count(first.branch) ? other : first;
  for (const { branch, place } of all)
    if (branch !== right.branch)
      yield {
        place,
        message: t('This condition says {0}, others say {1}; only one can be the main branch.', branch, right.branch),
        related: [{ message: t('{0} is named here', right.branch), place: right.place }],
        data: { branch: right.branch },
      };
}

/** The name of the main branch in a condition; none if it has several. */
function namedIn(pipelines: CheckedPipelines, { names }: BranchName): Named[] {
  const [branch, second] = MAIN_BRANCHES.filter(name => names.has(name));
  const range = branch === undefined ? undefined : names.get(branch);
  const place = range && placeOfRange(pipelines, range);
  return branch === undefined || second !== undefined || !place ? [] : [{ branch, place }];
}

function fixes({ place, data }: Finding): Fix[] {
  const { branch } = data as { branch: string };
  return [{ title: t('Change to {0}', branch), change: draft => replaceRange(draft, place, branch) }];
}
