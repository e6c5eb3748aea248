// KS103: Image version differs from the modules
//
// The Dockerfile's image contains the tools that the framework's modules are tested with. Its tag must name the same release as `?ref=`.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.1-beta.0-eks
// ```
//
// ## Fails without a tag
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework
// ```
//
// ## Fails without a tag, with modules of a commit
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:latest
// ```
//
// ## Fails with a build argument
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// ARG VERSION=v0.19.1-beta.0
//
// FROM kubestack/framework:${VERSION}-eks
// ```
//
// ## Fails without a fix: the new digest has to be looked up
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.1-beta.0-eks@sha256:0fd1c1a3dd8d1fc5c8f4bd3aa1aa9bf1f2ae0bcb3fcb0b39eb1a4e0a9c9e8d7f
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
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0-eks
// ```
//
// ## Passes if a commit is pinned
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c0000000000000000000000000000000aa"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```dockerfile Dockerfile
// FROM kubestack/framework:v0.19.2-beta.0
// ```
import { t } from '../../../common/localization';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { frameworkImages, untaggedImages } from '../support/dockerfile';
import { commonRef, frameworkModules, isRelease } from '../support/frameworkRefs';
import { replaceRange } from '../support/rangeEdits';

type Data = { readonly text: string } | undefined;

export const imageVersion: PlatformCheck<Data> = {
  code: 'KS103',
  title: 'Image version differs from the modules',
  level: 'error',
  scope: 'platform',
  run: otherImages,
  fix: (_context, finding) => fixes(finding),
};

/** Images of another release than the modules. */
export function otherImages(context: CheckContext): Finding<Data>[] {
  const modules = frameworkModules(context);
  const common = commonRef(context);
  const module = modules.find(({ ref }) => ref === common);
  if (!module) return [];
  // Only releases have images.
  if (!isRelease(common)) return olderImages(context, common);
  const related = [{ message: t('{0} has {1}', module.module.name, common), range: module.refRange }];
  return ['Dockerfile', 'Dockerfile.loc'].flatMap(name => {
    const file = context.file(name);
    if (!file) return [];
    const others = frameworkImages(file)
      .filter(({ version }) => version !== common)
      .map(({ version, versionRange, hasDigest }) => ({
        range: versionRange,
        message: t('The image has version {0}, but the modules have {1}. Use one version everywhere.', version, common),
        related,
        // The fix can't know the digest of the other image.
        ...(hasDigest || file.text.slice(versionRange.start, versionRange.end) !== version
          ? {}
          : { data: { text: common } }),
      }));
    const untagged = untaggedImages(file).map(range => ({
      range,
      message: t('The image has no version, but the modules have {0}. Use one version everywhere.', common),
      related,
      data: { text: `kubestack/framework:${common}` },
    }));
    return [...others, ...untagged];
  });
}

/** Reports images of older releases if the modules are pinned to the framework's head, which is newer than the newest release. */
function olderImages(context: CheckContext, common: string | undefined): Finding<Data>[] {
  const { schemas } = context.model;
  const newest = schemas.releases.at(-1);
  if (schemas.knownRef(common) !== 'head' || newest === undefined) return [];
  return ['Dockerfile', 'Dockerfile.loc'].flatMap(name => {
    const file = context.file(name);
    if (!file) return [];
    const untagged = untaggedImages(file).map(range => ({
      range,
      message: t('The image has no version, and changes with every release. Use the image of {0} or later.', newest),
      data: { text: `kubestack/framework:${newest}` },
    }));
    const older = frameworkImages(file)
      .filter(({ version }) => version !== newest && schemas.releases.includes(version))
      .map(({ version, versionRange }) => ({
        range: versionRange,
        message: t(
          'The image has version {0}, but the modules are pinned to a commit after {1}. Use the image of {1} or later.',
          version,
          newest,
        ),
        data: { text: newest },
      }));
    return [...older, ...untagged];
  });
}

function fixes({ range, data }: Finding<Data>): Fix[] {
  const { text } = data ?? {};
  if (text === undefined) return [];
  return [{ title: t('Set {0}', text), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
