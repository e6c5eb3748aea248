// KS703: Conditions name different main branches
//
// One condition asks for `main` and another for `master`: one of them is never true, and what it guards never runs.
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
import { isScalar, isSeq, visit } from 'yaml';
import type { Finding, Fix, PlatformCheck, TextPlace } from './check';
import { matchesIn, pipelinesOf, placeOfNode, scalarsIn, textOfPlace, valueOf, type Pipeline } from './pipelines';
import { replacePlace } from './placeEdits';

export const mainBranchDiffers: PlatformCheck = {
  code: 'KS703',
  title: 'Conditions name different main branches',
  level: 'error',
  scope: 'platform',
  run: context => pipelinesOf(context).flatMap(findingsIn),
  fix: (_context, finding) => fixes(finding),
};

interface Named {
  readonly branch: string;
  readonly place: TextPlace;
}

function findingsIn(pipeline: Pipeline): Finding[] {
  const all = conditionsOf(pipeline).flatMap(namedIn);
  const [first] = all;
  const other = all.find(({ branch }) => branch !== first?.branch);
  if (!first || !other) return [];
  const count = (name: string): number => all.filter(({ branch }) => branch === name).length;
  const right = count(other.branch) > count(first.branch) ? other : first;
  return all
    .filter(({ branch }) => branch !== right.branch)
    .map(({ branch, place }) => ({
      place,
      message: `This names ${branch}, and other conditions ${right.branch}: only one of them is the main branch.`,
      related: [{ message: `${right.branch} is named here`, place: right.place }],
      data: { branch: right.branch },
    }));
}

/** What names one of both, and not the other. */
function namedIn(place: TextPlace): Named[] {
  const found = matchesIn(place, /(?<![\w/-])(?:refs\/heads\/)?(main|master)(?![\w/-])/g);
  const names = new Set(found.map(({ text }) => text));
  return names.size === 1 ? found.map(({ text, place: at }) => ({ branch: text, place: at })) : [];
}

/** Conditions of steps and jobs, and lists of branches. */
function conditionsOf({ file, forge, root }: Pipeline): TextPlace[] {
  const found: TextPlace[] = [];
  const add = (node: unknown): void => {
    const texts = scalarsIn(node);
    // A list that names both is right for either.
    if (isSeq(node) && ['main', 'master'].every(name => texts.some(({ value }) => value === name))) return;
    for (const text of texts) {
      const place = placeOfNode(file, text);
      if (place && !/\$\{?\{?\s*(?:secrets|vars)/.test(textOfPlace(place))) found.push(place);
    }
  };
  const keys = forge === 'github' ? ['if'] : ['if', 'only', 'except', 'refs'];
  if (root)
    visit(root, {
      Pair: (_, { key, value }) => {
        if (isScalar(key) && keys.includes(String(key.value))) add(value);
      },
    });
  if (forge === 'github') add(valueOf(valueOf(valueOf(root, 'on'), 'push'), 'branches'));
  return found.sort((a, b) => a.start - b.start);
}

function fixes({ place, data }: Finding): Fix[] {
  const { branch } = data as { branch: string };
  return [{ title: `Change to ${branch}`, change: draft => replacePlace(draft, place, branch) }];
}
