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
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
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
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
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
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Findings, Fix, PlatformCheck } from '../engine/check';
import { mainBranchesNamed } from './mainBranches';
import { pipelinesOf } from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly branch: string };

export const mainBranchDiffers: PlatformCheck<Data> = {
  code: 'KS703',
  title: 'Conditions name different main branches',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function* run(context: CheckContext): Findings<Data> {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return;
  const all = yield* mainBranchesNamed(pipelines);
  const [first] = all;
  const other = all.find(({ branch }) => branch !== first?.branch);
  if (!first || !other) return;
  const count = (name: string): number => all.filter(({ branch }) => branch === name).length;
  const right = count(other.branch) > count(first.branch) ? other : first;
  for (const { branch, range } of all)
    if (branch !== right.branch)
      yield {
        range,
        message: t('This condition says {0}, others say {1}; only one can be the main branch.', branch, right.branch),
        related: [{ message: t('{0} is named here', right.branch), range: right.range }],
        data: { branch: right.branch },
      };
}

function fixes({ range, data: { branch } }: Finding<Data>): Fix[] {
  return [{ title: t('Change to {0}', branch), change: draft => replaceRange(draft, range, branch) }];
}
