// KS704: Image has no terraform
//
// Images after v0.19.2-beta.0 contain `tofu` instead of `terraform`: the step fails with "command not found". The check covers commands
// that run in the image of the platform's Dockerfile (`docker run`, `container:` or `image:` with the name that `docker build` assigns) or
// in one of the framework's images itself.
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
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" tofu init
// ```
//
// ## Passes in an image that has terraform
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
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
// ```
//
// ## Fails in a job's container
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
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     container: ghcr.io/kbst/terraform-kubestack/dev:test-e70912c
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: |
//           terraform init
//           tofu plan
// ```
//
// ## Passes if a step installs terraform
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
// ```yaml .github/workflows/main.yaml
// on: push
//
// jobs:
//   plan:
//     runs-on: ubuntu-latest
//     container: ghcr.io/kbst/terraform-kubestack/dev:test-e70912c
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - uses: hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e # v4.0.1
//       - run: terraform init
//   other:
//     runs-on: ubuntu-latest
//     steps:
//       - run: docker run --rm -v "$PWD:/infra" -w /infra hashicorp/terraform:1.11 init
// ```
import { now } from '../../../common/now';
import { t } from '../../../common/localization';
import type { ContainerRun, ImageBuild } from '../../../common/pipelines/commandRun';
import { pathInRepository } from '../../../common/pipelines/directory';
import type { JobRun } from '../../../common/pipelines/event';
import { isSameValue, stringOf } from '../../../common/pipelines/values/value';
import { programOfImage } from '../../../common/program';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck, TextFileRange } from '../engine/check';
import { frameworkImages } from '../support/dockerfile';
import { commonRef } from '../support/frameworkRefs';
import { pipelinesOf, rangeOfRange, type CheckedPipelines } from '../support/pipelines';
import { replaceRange } from '../support/rangeEdits';

export const terraformInTofuImage: PlatformCheck = {
  code: 'KS704',
  title: 'Image has no terraform',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, { range }) => fixes(range as TextFileRange),
};

function run(context: CheckContext): Finding[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const jobs = [...now(pipelines.pipelines.possibleRuns()).values()].flat().flatMap(each => each.jobs);
  const isOwn = ownImage(context, pipelines, jobs);
  const found = new Map<string, Finding>();
  for (const job of jobs) {
    // Unknown commands may install terraform.
    if (job.record.opaque.length > 0 || job.record.installs.has('terraform')) continue;
    for (const { program, programRange, container, happens } of job.record.terraform) {
      if (program !== 'terraform' || !programRange || !container || happens === false) continue;
      const range = hasOnlyTofu(container, isOwn) ? rangeOfRange(pipelines, programRange) : undefined;
      if (range)
        found.set(`${range.file.uri} ${range.start}`, {
          range,
          message: t('This image has tofu, not terraform; call tofu.'),
        });
    }
  }
  return [...found.values()];
}

const hasOnlyTofu = (container: ContainerRun, isOwn: (container: ContainerRun) => boolean): boolean =>
  programOfImage(stringOf(container.image) ?? '') === 'tofu' || isOwn(container);

/** Returns a function that tells whether a container uses the image of the platform's Dockerfile, and this image has no terraform. */
function ownImage(
  context: CheckContext,
  { folder }: CheckedPipelines,
  jobs: readonly JobRun[],
): (container: ContainerRun) => boolean {
  if (!buildsTofuImage(context)) return () => false;
  const path = folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`;
  const isOwn = ({ dockerfile }: ImageBuild, { checkout }: JobRun): boolean =>
    pathInRepository(dockerfile, checkout) === path;
  const names = jobs.flatMap(job => job.record.builds.filter(build => isOwn(build, job)).map(({ name }) => name));
  return ({ image }) => names.some(name => isSameValue(name, image));
}

/** Whether the Dockerfile builds on an image after v0.19.2-beta.0 and does not install terraform. */
function buildsTofuImage(context: CheckContext): boolean {
  const file = context.file('Dockerfile');
  const { schemas } = context.model;
  const ref = commonRef(context);
  if (!file || schemas.mergeGenerationOf(ref) !== 'nested') return false;
  const own = file.text.replace(/terraform-kubestack/g, '').replace(/^[ \t]*#.*$/gm, '');
  if (/terraform/i.test(own) || frameworkImages(file).length > 0) return false;
  return /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*ghcr\.io\/kbst\/terraform-kubestack\/dev:/im.test(file.text);
}

const fixes = (range: TextFileRange): Fix[] => [
  { title: t('Call tofu'), change: draft => replaceRange(draft, range, 'tofu'), isPreferred: true },
];
