// KS704: Image lacks the program
//
// Images up to v0.19.2-beta.0 contain `terraform`, and later ones contain `tofu` instead: with the other program, the step fails with "command not
// found". The check covers commands
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
// ## Fails with an image of a release
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0
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
// ## Passes if the image is of another release than the modules, which KS103 reports
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2"
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
import { programOfDockerfile, programOfImage, type Program } from '../../../common/program';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import { otherImages } from '../platform/otherImages';
import { pipelinesOf, rangeOfRange, type CheckedPipelines } from '../platform/pipelines';
import { replaceRange } from '../fixes/rangeEdits';

/** The program in the image. */
type Data = { readonly program: Program };

export const programMissing: PlatformCheck<Data> = {
  code: 'KS704',
  title: 'Image lacks the program',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function run(context: CheckContext): Finding<Data>[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const jobs = [...now(pipelines.pipelines.possibleRuns()).values()].flat().flatMap(each => each.jobs);
  const ownProgram = programOfOwnImage(context, pipelines, jobs);
  const found = new Map<string, Finding<Data>>();
  for (const job of jobs) {
    // Unknown commands may install programs.
    if (job.record.opaque.length > 0) continue;
    for (const { program, programRange, container, happens } of job.record.terraform) {
      if (!programRange || !container || happens === false || job.record.installs.has(program)) continue;
      const there = programOfImage(stringOf(container.image) ?? '') ?? ownProgram(container);
      const range = there === undefined || there === program ? undefined : rangeOfRange(pipelines, programRange);
      if (range && there)
        found.set(`${range.file.uri} ${range.start}`, {
          range,
          message: t('This image has {0}, not {1}; call {0}.', there, program),
          data: { program: there },
        });
    }
  }
  return [...found.values()];
}

/** Returns a function for the program in a container that uses the image of the platform's Dockerfile; undefined for others. */
function programOfOwnImage(
  context: CheckContext,
  { folder }: CheckedPipelines,
  jobs: readonly JobRun[],
): (container: ContainerRun) => Program | undefined {
  const program = onlyProgramOfDockerfile(context);
  if (!program) return () => undefined;
  const path = folder === '' ? 'Dockerfile' : `${folder}/Dockerfile`;
  const isOwn = ({ dockerfile }: ImageBuild, { checkout }: JobRun): boolean =>
    pathInRepository(dockerfile, checkout) === path;
  const names = jobs.flatMap(job => job.record.builds.filter(build => isOwn(build, job)).map(({ name }) => name));
  return ({ image }) => (names.some(name => isSameValue(name, image)) ? program : undefined);
}

/** The program in the framework's image that the Dockerfile builds on; undefined if the Dockerfile may install the other one. */
function onlyProgramOfDockerfile(context: CheckContext): Program | undefined {
  const file = context.file('Dockerfile');
  const program = file && programOfDockerfile(file.text);
  if (!program) return undefined;
  // An image of another release than the modules is what has to change, not the command.
  if (otherImages(context).some(({ range }) => 'file' in range && range.file === file)) return undefined;
  const own = file.text.replace(/terraform-kubestack/g, '').replace(/^[ \t]*#.*$/gm, '');
  return (program === 'tofu' ? /terraform/i : /tofu/i).test(own) ? undefined : program;
}

function fixes({ range, data: { program } }: Finding<Data>): Fix[] {
  const title = t('Call {0}', program);
  return [{ title, change: draft => replaceRange(draft, range, program), isPreferred: true }];
}
