// KS701: A filter of branches misses some
//
// In GitHub's filters `*` does not match a slash: a push to `feature/gpu-pool` starts nothing, and its change is never planned. `**` matches
// every name.
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
//       - uses: actions/checkout@v4
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
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
// ```
import type { Finding, Fix, PlatformCheck } from './check';
import { pipelinesOf, placeOfNode, scalarsIn, valueOf, type Pipeline } from './pipelines';
import { replacePlace } from './placeEdits';

export const branchFilter: PlatformCheck = {
  code: 'KS701',
  title: 'A filter of branches misses some',
  level: 'warning',
  scope: 'platform',
  run: context => pipelinesOf(context).flatMap(findingsIn),
  fix: (_context, finding) => fixes(finding),
};

function findingsIn({ file, forge, root }: Pipeline): Finding[] {
  if (forge !== 'github') return [];
  const names = scalarsIn(valueOf(valueOf(valueOf(root, 'on'), 'push'), 'branches'));
  if (names.some(({ value }) => value === '**')) return [];
  return names
    .filter(({ value }) => value === '*')
    .flatMap(node => {
      const place = placeOfNode(file, node);
      return place ? [{ place, message: '* matches no name with a slash, as feature/x: write **.' }] : [];
    });
}

const fixes = ({ place }: Finding): Fix[] => [
  { title: 'Change to "**"', change: draft => replacePlace(draft, place, '"**"'), isPreferred: true },
];
