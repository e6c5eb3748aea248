// KS111: Setting that the program of the image refuses
//
// The image in the platform's Dockerfile decides which version of Terraform or OpenTofu runs in the pipeline. `init` fails there if
//
// - `required_version` doesn't allow the version of the image.
// - a backend uses an argument that the version doesn't have: `use_lockfile` exists since Terraform 1.10 and OpenTofu 1.10.
//
// Up to v0.19.2-beta.0, the images contain Terraform: 1.5.7 in v0.19.2-beta.0, 1.5.3 in v0.19.0-beta.0 and v0.19.1-beta.0. Later ones contain OpenTofu.
//
// ## Fails without a fix
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
// terraform {
//   required_version = ">= 1.6.0"
//
//   backend "s3" {
//     bucket       = "state-gc0"
//     use_lockfile = true
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0
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
// terraform {
//   required_version = "~> 1.5.0"
//
//   backend "s3" {
//     bucket = "state-gc0"
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0
// ```
//
// ## Passes with OpenTofu
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
//
// terraform {
//   backend "s3" {
//     bucket       = "state-${var.name}"
//     use_lockfile = true
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c9678842452798826a9ae7d97bc7bb1f30
// ```
import { compareVersions } from '../../../common/compareVersions';
import { t } from '../../../common/localization';
import { programOfDockerfile, terraformOfDockerfile } from '../../../common/program';
import { allowsVersion, parseConstraint } from '../../../common/versionConstraint';
import { literalText } from '../../kubestack/modules/literalText';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { platformProgram } from '../../kubestack/platform/platformProgram';
import type { Attribute, Block, Item } from '../../syntax/ast';
import { isTofuFile } from '../../workspace/fileNames';
import type { Finding, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';

export const programRefuses: PlatformCheck = {
  code: 'KS111',
  title: 'Setting that the program of the image refuses',
  level: 'error',
  scope: 'platform',
  run,
};

/** Backend and argument → the first version of Terraform that has it. Source: the changelog of Terraform. */
const SINCE = new Map([['s3.use_lockfile', '1.10.0']]);

function run(context: CheckContext): Finding[] {
  const dockerfile = context.file('Dockerfile')?.text;
  if (dockerfile === undefined || programOfDockerfile(dockerfile) !== 'terraform') return [];
  const version = terraformOfDockerfile(dockerfile);
  const found = (context.root.folder?.declarations('terraform', '') ?? []).flatMap(({ item, block }) =>
    // Terraform doesn't read these files.
    isTofuFile(item.uri)
      ? []
      : block.body.flatMap(entry => {
          if (entry.kind === 'block') return entry.type === 'backend' ? backendFindings(item, entry, version) : [];
          return entry.name === 'required_version' ? requiredVersion(item, entry, version) : [];
        }),
  );
  // The lock file is only read if something would be refused.
  if (found.length === 0) return [];
  return platformProgram(context.file('.terraform.lock.hcl')?.text ?? '', dockerfile) === 'terraform' ? found : [];
}

function requiredVersion(item: Item, { value }: Attribute, version: string | undefined): Finding[] {
  const text = literalText(value);
  const constraint = text === undefined ? undefined : parseConstraint(text);
  if (version === undefined || text === undefined || !constraint || allowsVersion(constraint, version)) return [];
  return [
    {
      range: rangeIn(item, value),
      message: t('The image has Terraform {0}, which "{1}" doesn\'t allow: init fails in the pipeline.', version, text),
    },
  ];
}

function backendFindings(item: Item, { labels, body }: Block, version: string | undefined): Finding[] {
  return body.flatMap(entry => {
    if (entry.kind !== 'attribute') return [];
    const since = SINCE.get(`${labels[0]?.name ?? ''}.${entry.name}`);
    if (since === undefined || version === undefined || compareVersions(version, since) >= 0) return [];
    return [
      {
        range: { item, start: entry.start, end: entry.nameEnd },
        message: t('{0} exists since Terraform {1}, and the image has {2}.', entry.name, since, version),
      },
    ];
  });
}
