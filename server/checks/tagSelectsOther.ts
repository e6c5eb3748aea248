// KS706: A deploy tag selects another workspace
//
// A tag `apps-deploy-…` applies to `apps`. Where its condition guards the selection of another workspace, a promotion reaches the wrong
// environment.
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
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - if: startsWith(github.ref, 'refs/tags/apps-deploy-')
//         run: terraform workspace select apps-prod
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
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - if: startsWith(github.ref, 'refs/tags/apps-prod-deploy-')
//         run: terraform workspace select apps-prod
// ```
import type { CheckContext } from './checkContext';
import type { Finding, Fix, PlatformCheck } from './check';
import { matchesIn, pipelinesOf, SELECT, textOfPlace, unitsOf, type Pipeline, type PipelineUnit } from './pipelines';
import { replacePlace } from './placeEdits';

export const tagSelectsOther: PlatformCheck = {
  code: 'KS706',
  title: 'A deploy tag selects another workspace',
  level: 'error',
  scope: 'platform',
  run: context =>
    pipelinesOf(context).flatMap(pipeline => unitsOf(pipeline).flatMap(unit => findingsIn(context, pipeline, unit))),
  fix: (_context, finding) => fixes(finding),
};

function findingsIn(
  { environments }: CheckContext,
  { forge }: Pipeline,
  { conditions, scripts }: PipelineUnit,
): Finding[] {
  // A condition that is more than "it is this tag" may be true for others.
  if (conditions.some(condition => /!|\|\||==\s*false|not\b/.test(textOfPlace(condition)))) return [];
  const named = conditions.flatMap(condition => matchesIn(condition, /(?<![\w-])([a-z][a-z0-9-]*?)-deploy/g));
  const tags = new Set(named.map(({ text }) => text));
  const [tag] = tags;
  // GitLab's list of triggers: any of them is enough.
  const isEnough = forge === 'gitlab' && conditions.some(condition => !/-deploy/.test(textOfPlace(condition)));
  if (tags.size !== 1 || !environments.includes(tag!) || isEnough) return [];
  const selected = scripts.flatMap(script => matchesIn(script, SELECT));
  // A script that selects several goes on to the next environment.
  if (selected.length !== 1) return [];
  const { text, place } = selected[0]!;
  if (text === tag || !environments.includes(text)) return [];
  return [
    {
      place,
      message: `Tags that begin with ${tag}-deploy apply to ${tag}, and this selects ${text}.`,
      related: [{ message: 'The condition', place: named[0]!.place }],
      data: { name: tag! },
    },
  ];
}

function fixes({ place, data }: Finding): Fix[] {
  const name = String(data?.name);
  return [{ title: `Select ${name}`, change: draft => replacePlace(draft, place, name) }];
}
