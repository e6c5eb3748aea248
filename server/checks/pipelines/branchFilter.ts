// KS701: Branch filter misses branches with a slash
//
// In the filters of GitHub, Gitea and Forgejo, `*` doesn't match a slash: a push to `feature/gpu-pool` starts no pipeline, and its change
// is never planned. `**` matches every name. The check considers the whole list: `["*", "*/**"]` covers every branch, and a list that names
// folders, such as `["*", "release/*"]`, is considered intentional. The check reports nothing if pull requests are planned.
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
//       - "*"
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
// ```
//
// ## Fails for names with two slashes
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
// ```yaml .forgejo/workflows/main.yaml
// on:
//   push:
//     branches: ["*", "*/*"]
//
// jobs:
//   platform:
//     runs-on: docker
//     steps:
//       - run: terraform workspace select ops
//       - run: terraform plan
// ```
//
// ## Passes with a list that covers every branch
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
//     branches: ["*", "*/**"]
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform init
// ```
//
// ## Passes if pull requests are planned
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
//   pull_request:
//   push:
//     branches: ["*"]
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - run: terraform workspace select ops
//       - run: terraform plan
// ```
import { t } from '../../../common/localization';
import { isPlan } from '../../../common/pipelines/effects';
import type { BranchFilter } from '../../../common/pipelines/event';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { pipelinesOf, rangeOfRange, type CheckedPipelines } from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

export const branchFilter: PlatformCheck = {
  code: 'KS701',
  title: 'Branch filter misses branches with a slash',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

/** Example branch names that no pattern names explicitly. */
const SAMPLES = ['feature/x', 'feature/x/y'];

function run(context: CheckContext): Finding[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines || pipelines.ofPullRequest.some(isPlan)) return [];
  return pipelines.own.flatMap(definition =>
    definition.branchFilters().flatMap(filter => findingsIn(pipelines, filter)),
  );
}

function findingsIn(pipelines: CheckedPipelines, { patterns, passes }: BranchFilter): Finding[] {
  const wide = patterns.filter(({ text }) => /^[*/]+$/.test(text));
  const pattern = wide.at(-1);
  // A pattern with a folder name shows that the author knows how slashes match.
  const isChosen = patterns.some(({ text }) => text.includes('/') && !text.startsWith('!') && /[^*/]/.test(text));
  const missed = SAMPLES.find(name => passes(name) === false);
  const range = pattern && rangeOfRange(pipelines, pattern.range);
  if (!pattern || !range || missed === undefined || isChosen) return [];
  const message = pattern.text.includes('/')
    ? t("{0} doesn't match branches with more slashes ({1}); use **.", pattern.text, missed)
    : t("{0} doesn't match branches with a slash ({1}); use **.", pattern.text, missed);
  return [{ range, message }];
}

const fixes = ({ range }: Finding): Fix[] => [
  { title: t('Change to "**"'), change: draft => replaceRange(draft, range, '"**"'), isPreferred: true },
];
