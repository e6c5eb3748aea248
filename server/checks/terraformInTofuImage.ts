// KS704: The image has no terraform
//
// The images after v0.19.2-beta.0 have `tofu` and no `terraform`: the step ends with "command not found".
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c
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
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c
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
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" tofu init
// ```
//
// ## Passes where the image has it
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
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0-eks
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
import type { CheckContext } from './checkContext';
import type { Finding, Fix, PlatformCheck, TextPlace } from './check';
import { frameworkImages } from './dockerfile';
import { commonRef } from './frameworkRefs';
import { matchesIn, pipelinesOf, textOfPlace, unitsOf } from './pipelines';
import { replacePlace } from './placeEdits';

export const terraformInTofuImage: PlatformCheck = {
  code: 'KS704',
  title: 'The image has no terraform',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, { place }) => fixes(place as TextPlace),
};

const COMMAND =
  /(?<![\w./:@-])(terraform)(?=[ \t]+(?:-\S+[ \t]+)*(?:init|plan|apply|workspace|validate|fmt|output|destroy)\b)/g;

function run(context: CheckContext): Finding[] {
  if (!hasOnlyTofu(context)) return [];
  return pipelinesOf(context).flatMap(pipeline => {
    const isImage = pipeline.forge === 'gitlab' && !/setup-terraform|hashicorp\/terraform/.test(pipeline.file.text);
    return unitsOf(pipeline).flatMap(({ scripts }) =>
      scripts
        // What runs in another image, or on the runner itself, is not known.
        .filter(script => isImage || /\bdocker[ \t]+run\b/.test(textOfPlace(script)))
        .flatMap(script => matchesIn(script, COMMAND))
        .map(({ place }) => ({ place, message: 'The image has tofu, and no terraform: call tofu.' })),
    );
  });
}

/** Where the image is known to be one of those after v0.19.2-beta.0, and nothing installs terraform in it. */
function hasOnlyTofu(context: CheckContext): boolean {
  const file = context.file('Dockerfile');
  const { schemas } = context.model;
  const ref = commonRef(context);
  if (!file || schemas.mergeGenerationOf(ref) !== 'nested') return false;
  const own = file.text.replace(/terraform-kubestack/g, '');
  if (/terraform/i.test(own) || frameworkImages(file).length > 0) return false;
  return /^[ \t]*FROM[ \t]+ghcr\.io\/kbst\/terraform-kubestack\/dev:/im.test(file.text);
}

const fixes = (place: TextPlace): Fix[] => [
  { title: 'Call tofu', change: draft => replacePlace(draft, place, 'tofu'), isPreferred: true },
];
