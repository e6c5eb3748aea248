// KS705: Credentials of a cloud are not passed
//
// The image reads the credentials of each cloud from a variable: `KBST_AUTH_AWS`, `KBST_AUTH_AZ`, `KBST_AUTH_GCLOUD`, and, after
// v0.19.2-beta.0, `KBST_AUTH_SCW`. Without the variable, the cloud's provider can't log in. The check covers every job that passes at least
// one of these variables to a container. A variable counts as passed if `docker run` passes it on; in GitHub Actions, it must also be set
// (`env:`). Comments don't count. A cloud without a secret (OpenID Connect) counts as passed if the job passes `AWS_SESSION_TOKEN`,
// `ARM_USE_OIDC` or `GOOGLE_APPLICATION_CREDENTIALS`. In a GitLab job that runs in the image itself (`image:`) and sets one of the variables, the others are
// reported as information, since the project can set them.
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
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
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
//       - run: docker run --rm -e KBST_AUTH_AWS "kbst:$GITHUB_SHA" true
//         env:
//           KBST_AUTH_AWS: ${{ secrets.KBST_AUTH_AWS }}
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
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
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
//       - run: docker run --rm -e KBST_AUTH_AWS -e KBST_AUTH_AZ "kbst:$GITHUB_SHA" true
//         env:
//           KBST_AUTH_AWS: ${{ secrets.KBST_AUTH_AWS }}
//           KBST_AUTH_AZ: ${{ secrets.KBST_AUTH_AZ }}
// ```
//
// ## Passes if a cloud needs no secret
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
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
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
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" -e AWS_SESSION_TOKEN -e KBST_AUTH_AZ "kbst:$GITHUB_SHA" terraform init
//         env:
//           KBST_AUTH_AZ: ${{ secrets.KBST_AUTH_AZ }}
// ```
//
// ## Fails if only a comment names the variable
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
//
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
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
//   platform:
//     runs-on: ubuntu-latest
//     # KBST_AUTH_GCLOUD comes with the second cluster.
//     container:
//       image: kubestack/framework:v0.19.2-beta.0
//       env:
//         KBST_AUTH_AWS: ${{ secrets.KBST_AUTH_AWS }}
//     steps:
//       - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
//         with:
//           persist-credentials: false
//       - run: entrypoint terraform init
// ```
//
// ## Passes with a file of environment variables
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
//
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .gitlab-ci.yml
// platform:
//   image: docker:27
//   script:
//     - docker build -t kbst .
//     - docker run --rm -v "$PWD:/infra" -e KBST_AUTH_AWS --env-file credentials.env kbst terraform init
// ```
import { now } from '../../../common/now';
import { enumeration, t } from '../../../common/localization';
import type { ContainerRun } from '../../../common/pipelines/commandRun';
import { pathInRepository } from '../../../common/pipelines/directory';
import type { JobRun } from '../../../common/pipelines/event';
import type { PipelineValue } from '../../../common/pipelines/values/value';
import { credentialVariables, isCredentialVariable, keylessProviders } from '../../kubestack/platform/credentials';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, Fix, PlatformCheck, TextFileRange } from '../engine/check';
import { pipelinesOf, rangeOfRange, type CheckedPipelines } from '../platform/pipelines';
import { clusterCalls } from '../platform/platformLayout';

type Data = { readonly edits: readonly TextEdit[]; readonly missing: readonly string[] };

export const credentialsMissing: PlatformCheck<Data> = {
  code: 'KS705',
  title: 'Credentials of a cloud are not passed',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function run(context: CheckContext): Finding<Data>[] {
  const pipelines = pipelinesOf(context);
  if (!pipelines) return [];
  const used = credentialVariables(clusterCalls(context).flatMap(({ module }) => module.provider ?? []));
  const found = new Map<string, Finding<Data>>();
  const jobs = [...now(pipelines.pipelines.possibleRuns()).values()].flat().flatMap(each => each.jobs);
  for (const job of jobs) {
    const finding = job.happens === false ? undefined : findingIn(pipelines, job, used);
    if (finding) found.set(`${finding.range.file.uri} ${finding.range.start}`, finding);
  }
  return [...found.values()];
}

type TextFinding = Finding<Data> & { readonly range: TextFileRange };

/** The credentials that a job does not pass, if it passes others. */
function findingIn(pipelines: CheckedPipelines, job: JobRun, used: readonly string[]): TextFinding | undefined {
  const all = job.record.containers.filter(
    ({ directory, happens }) =>
      happens !== false && isOfPlatform(pathInRepository(directory, job.checkout), pipelines.folder),
  );
  // A GitLab job runs in a container itself, and can start others.
  const started = all.filter(({ hasOthers }) => hasOthers !== 'project');
  const containers = started.some(passesCredentials) ? started : all;
  const passing = containers.filter(passesCredentials);
  // A job that passes no credentials authenticates in another way. If variables come from elsewhere, it is unknown which are passed.
  const [first] = passing;
  const like = first && [...first.variables.keys()].find(isCredentialVariable);
  if (!first || like === undefined || containers.some(({ hasOthers }) => hasOthers === true)) return undefined;
  const keyless = credentialVariables(
    keylessProviders(new Set(containers.flatMap(({ variables }) => [...variables.keys()]))),
  );
  const passed = new Set([...keyless, ...passing.flatMap(container => used.filter(name => isPassed(container, name)))]);
  const missing = used.filter(name => !passed.has(name));
  const range = rangeOfRange(pipelines, first.variableRanges.get(like) ?? first.range);
  if (missing.length === 0 || !range) return undefined;
  if (first.hasOthers === 'project') {
    const message = t(
      "This job doesn't set {0}. Unless the GitLab project does, the cloud's provider can't log in.",
      enumeration(missing),
    );
    return { range, message, level: 'information', data: { edits: [], missing } };
  }
  const message =
    missing.length === 1
      ? t('{0} is not passed, but the platform has a cluster there.', missing[0]!)
      : t('{0} are not passed, but the platform has clusters there.', enumeration(missing));
  return { range, message, data: { edits: editsFor(range, passing, like, missing), missing } };
}

const passesCredentials = ({ variables }: ContainerRun): boolean => [...variables.keys()].some(isCredentialVariable);

/** Whether a container may run for the platform. A container without a folder of the repository may only authenticate. */
const isOfPlatform = (path: string | null | undefined, folder: string): boolean =>
  path === undefined || path === null || path === folder;

/** Whether a variable is passed to a container and has a value. */
const isPassed = ({ variables }: ContainerRun, name: string): boolean => isSet(variables.get(name));

const isSet = (value: PipelineValue | undefined): boolean =>
  value !== undefined && !(value.kind === 'scalar' && (value.value === null || value.value === ''));

/** An insertion into the file of the finding, as JSON. */
interface TextEdit {
  readonly at: number;
  readonly text: string;
}

/** The length of the longest option of `docker run` for a variable, with a quote. */
const MAX_OPTION = '--env="'.length;

/** Adds the missing variables next to each occurrence of a variable that is passed: in options of `docker run` and in YAML maps of variables. */
function editsFor(
  { file }: TextFileRange,
  containers: readonly ContainerRun[],
  like: string,
  missing: readonly string[],
): TextEdit[] {
  const texts = new Map<number, Set<string>>();
  const insert = (at: number, text: string): void => void texts.set(at, (texts.get(at) ?? new Set()).add(text));
  // Lines `NAME: value` in YAML, not comments or scripts.
  const lines = [...file.text.matchAll(new RegExp(`^[ \\t]*${like}[ \\t]*:.*$`, 'gm'))];
  for (const name of missing) {
    let isOutside = true;
    for (const { variables, outside, variableRanges } of containers) {
      const range = variableRanges.get(like);
      if (range?.file.text !== file.text) continue;
      const before = file.text.slice(Math.max(0, range.start - MAX_OPTION), range.start);
      const option = /(?:-e|--env)[ =]?["']?$/.exec(before)?.[0];
      if (option !== undefined && !variables.has(name)) insert(range.end, ` ${option.replace(/["']/g, '')}${name}`);
      isOutside &&= outside.has(name);
    }
    if (!isOutside)
      for (const line of lines) insert(line.index + line[0].length, `\n${line[0].replaceAll(like, name)}`);
  }
  return [...texts].map(([at, each]) => ({ at, text: [...each].join('') }));
}

function fixes({ range, data: { edits, missing } }: Finding<Data>): Fix[] {
  const { file } = range as TextFileRange;
  if (edits.length === 0) return [];
  return [
    {
      title: t('Pass {0}', missing.join(', ')),
      change: draft => {
        for (const { at, text } of edits) draft.replaceText(file.uri, { start: at, end: at }, text);
      },
    },
  ];
}
