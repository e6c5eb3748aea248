// KS805: Locked provider has another major version than the configuration needs
//
// The framework's modules accept any newer version of their providers, but use names that only some major versions have, and lack what others require.
// The plan then fails with an unsupported or a missing argument. For example:
//
// - AKS clusters and node pools need version 4 of `azurerm` since v0.19.2: version 5 requires `node_provisioning_profile`, which clusters don't set.
//   From v0.18.0 to v0.19.1 they need version 3, and before that version 2.
// - AKS clusters read an attribute that version 3 of `azuread` removed, so they need version 2.
// - EKS node pools from v0.16.0 to v0.16.3 read a data source that version 5 of `aws` removed, and EKS clusters from v0.16.1 to v0.19.1 set an argument
//   that version 6 removed.
// - GKE clusters before v0.16.0 set arguments that version 4 of `google` removed, and since v0.19.2 they need version 5 or newer.
//
// Arguments of provider blocks that the locked version has removed are errors, too. If only the next major version removes them, they are hints.
//
// Which changes concern a version of the framework follows from the providers' upgrade guides and the code of its modules. About other providers and
// major versions, nothing is known.
//
// Use the new argument, or set the version in `required_providers` of the root module, and run `init -upgrade`.
//
// ## Fails without a fix
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/azurerm" {
//   version = "3.117.1"
// }
// ```
//
// ## Fails without a fix for azuread
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/azuread" {
//   version = "3.0.0"
// }
// ```
//
// ## Fails without a fix for aws
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.0-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/aws" {
//   version = "6.2.0"
// }
// ```
//
// ## Fails without a fix for a provider block
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
// provider "aws" {
//   alias               = "eks_gc0_eu-west-1"
//   region              = "eu-west-1"
//   s3_force_path_style = true
// }
// ```
//
// ```terraform .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/aws" {
//   version = "5.31.0"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```terraform .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/azurerm" {
//   version = "4.14.0"
// }
// ```
import { sentences, t } from '../../../common/localization';
import { breakingChange, workingMajors, type FrameworkModules } from '../../kubestack/platform/providerMajors';
import {
  changedProviderBlocks,
  providerBlockText,
  type ChangedProviderBlock,
} from '../../kubestack/platform/providerBlockChanges';
import { majorProblem } from '../../kubestack/platform/majorProblem';
import { lockedVersion } from '../../kubestack/platform/lockedVersion';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';

export const providerMajor: PlatformCheck = {
  code: 'KS805',
  title: 'Locked provider has another major version than the configuration needs',
  level: 'error',
  scope: 'platform',
  run,
};

function run(context: CheckContext): Finding[] {
  const { schemas } = context.model;
  const byRef = new Map<string, Set<string>>();
  for (const call of context.calls) {
    const schema = exactSchema(call, schemas);
    if (schema?.ref === undefined) continue;
    byRef.set(schema.ref, (byRef.get(schema.ref) ?? new Set()).add(schema.path));
  }
  const { root } = context;
  const hasProviders = [...(root.folder?.names('provider') ?? [])].length > 0;
  const file = byRef.size > 0 || hasProviders ? context.file('.terraform.lock.hcl') : undefined;
  if (!file) return [];
  return Object.keys(schemas.newestMajors).flatMap((source): Finding[] => {
    const locked = lockedVersion(file, source);
    const major = Number(locked?.version.split('.')[0]);
    if (!locked || Number.isNaN(major)) return [];
    const inBlocks = blockFindings([...changedProviderBlocks(root.folder, schemas, source)], major);
    for (const [ref, paths] of byRef) {
      const modules: FrameworkModules = { paths: [...paths], ref };
      const change = breakingChange(schemas, modules, source, major);
      if (!change) continue;
      const working = workingMajors(schemas, modules, source);
      const message = sentences(
        majorProblem(change, ref, schemas, locked.version),
        ...(working.length > 0 ? [t('Use version {0}.', String(working.at(-1)))] : []),
      );
      return [{ range: { file, start: locked.start, end: locked.end }, message }, ...inBlocks];
    }
    return inBlocks;
  });
}

/** Arguments of provider blocks that the locked major version, or the next one, has removed. Earlier ones may lack what replaces them. */
const blockFindings = (blocks: readonly ChangedProviderBlock[], locked: number): Finding[] =>
  blocks.flatMap(({ change, written }): Finding[] => {
    if (change.kind !== 'removed' || !written || change.major > locked + 1) return [];
    const isLater = change.major > locked;
    return [
      {
        range: written,
        message: providerBlockText(change),
        ...(isLater ? { level: 'hint', tags: ['deprecated'] } : {}),
      },
    ];
  });
