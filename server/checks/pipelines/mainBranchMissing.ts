// KS707: The pipeline's branch does not exist
//
// The pipeline's conditions name `main`, but the repository's branch is `master`, which is the first branch that `git init` creates without
// further settings. What depends on the branch never runs: a merged change is planned, but not applied. The check reads the branches and the
// remote branches of the repository. It reports nothing if none of them can be the main branch, as in the clone of a pipeline.
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
//       - if: github.ref != 'refs/heads/main'
//         run: terraform plan
// ```
//
// ```text .git/HEAD
// ref: refs/heads/master
// ```
//
// ## Fails if the remote's main branch has another name
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
// ```text .git/HEAD
// ref: refs/heads/feature
// ```
//
// ```text .git/refs/heads/feature
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b
// ```
//
// ```text .git/refs/remotes/origin/HEAD
// ref: refs/remotes/origin/trunk
// ```
//
// ```text .git/packed-refs
// # pack-refs with: peeled fully-peeled sorted
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b refs/remotes/origin/trunk
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
// ```text .git/HEAD
// ref: refs/heads/feature
// ```
//
// ```text .git/refs/heads/feature
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b
// ```
//
// ```text .git/refs/heads/master
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b
// ```
//
// ```text .git/packed-refs
// # pack-refs with: peeled fully-peeled sorted
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b refs/remotes/origin/main
// ```
//
// ## Passes if the clone has only the branch of a change
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
// ```text .git/HEAD
// ref: refs/heads/feature
// ```
//
// ```text .git/refs/heads/feature
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b
// ```
//
// ```text .git/refs/remotes/origin/feature
// 3f6c1c2f0a4e5d7b9c8d1e2f3a4b5c6d7e8f9a0b
// ```
import { t } from '../../../common/localization';
import { isPlainBranchName } from '../../../common/branchName';
import type { Draft } from '../../edits/draft';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Findings, Fix, PlatformCheck } from '../engine/check';
import { branchesOf, type Branches } from './branches';
import { mainBranchesNamed } from './mainBranches';
import { pipelinesOf } from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly branch: string };

export const mainBranchMissing: PlatformCheck<Data> = {
  code: 'KS707',
  title: "The pipeline's branch does not exist",
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function* run(context: CheckContext): Findings<Data> {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return;
  const named = yield* mainBranchesNamed(pipelines);
  const [first] = named;
  // KS703 reports conditions that name different branches.
  if (!first || named.some(({ branch }) => branch !== first.branch)) return;
  const branches = branchesOf(context);
  const actual = branches && actualBranch(branches, first.branch);
  if (actual === undefined) return;
  yield {
    range: first.range,
    message: t(
      "The repository's branch is {0}. It has no branch {1}, so what the pipeline does on {1} never runs.",
      actual,
      first.branch,
    ),
    related: named.slice(1).map(({ range }) => ({ message: t('{0} is named here', first.branch), range })),
    data: { branch: actual },
  };
}

/** The main branch that exists instead of the named one; undefined if the named one exists, or if no branch is known to be the main branch. */
function actualBranch(branches: Branches, named: string): string | undefined {
  const { current, ofRemote, isEmpty } = branches;
  if (branches.has(named) || current === named) return undefined;
  const candidates = [ofRemote, named === 'main' ? 'master' : 'main'].filter(
    name => name !== undefined && branches.has(name),
  );
  return [...candidates, ...(isEmpty ? [current] : [])].find(name => name !== undefined && isPlainBranchName(name));
}

function fixes({ range, related = [], data: { branch } }: Finding<Data>): Fix[] {
  const change = (draft: Draft): void => {
    for (const each of [range, ...related.map(other => other.range)]) replaceRange(draft, each, branch);
  };
  return [{ title: t('Change to {0}', branch), change }];
}
