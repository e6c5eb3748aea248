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
// ## Fails with the image of a commit
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
// FROM ghcr.io/kbst/terraform-kubestack/dev:test-e70912c9678842452798826a9ae7d97bc7bb1f30
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
import { otherImages, type ImageReplacement } from '../platform/otherImages';
import { replaceRange } from '../fixes/rangeEdits';

export const imageVersion: PlatformCheck<ImageReplacement> = {
  code: 'KS103',
  title: 'Image version differs from the modules',
  level: 'error',
  scope: 'platform',
  run: otherImages,
  fix: (_context, finding) => fixes(finding),
};

function fixes({ range, data }: Finding<ImageReplacement>): Fix[] {
  const { text } = data ?? {};
  if (text === undefined) return [];
  return [{ title: t('Set {0}', text), change: draft => replaceRange(draft, range, text), isPreferred: true }];
}
