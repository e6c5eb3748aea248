// KS805: Locked provider has another major version than the framework needs
//
// The framework's modules accept any newer version of the providers `azurerm` and `azuread`, but use names that only one major version has. The plan
// then fails with an unsupported argument or attribute:
//
// - Since v0.19.2, clusters and node pools need version 4 of `azurerm` or later, and from v0.16.0 to v0.19.1 version 3.
// - Clusters read an attribute that version 3 of `azuread` removed, so they need version 2.
//
// Set the version in `required_providers` of the root module, and run `init -upgrade`.
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
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { providerMajors } from '../../kubestack/platform/providerMajors';
import type { TextFile } from '../../workspace/textFiles';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';

export const providerMajor: PlatformCheck = {
  code: 'KS805',
  title: 'Locked provider has another major version than the framework needs',
  level: 'error',
  scope: 'platform',
  run,
};

function run(context: CheckContext): Finding[] {
  const { schemas } = context.model;
  const clusters = context.calls.filter(
    ({ module: { kind, provider } }) => kind === 'cluster' && provider === 'azurerm',
  );
  const [schema] = clusters.flatMap(call => exactSchema(call, schemas) ?? []);
  const file = schema && context.file('.terraform.lock.hcl');
  if (!schema?.ref || !file) return [];
  const { ref } = schema;
  const shown = clusters[0]?.module.version ?? ref;
  return providerMajors(schemas, ref).flatMap(({ provider, least = 0, most = Infinity, name }) => {
    const locked = lockedVersion(file, provider);
    const major = Number(locked?.version.split('.')[0]);
    if (!locked || (major >= least && major <= most)) return [];
    const needed = String(most === Infinity ? least : most);
    const message = sentences(
      t('The framework {0} uses "{1}", which version {2} of {3} does not have.', shown, name, locked.version, provider),
      most === Infinity ? t('Use version {0} or later.', needed) : t('Use version {0}.', needed),
    );
    return [{ range: { file, start: locked.start, end: locked.end }, message }];
  });
}

/** The version of a provider in the lock file, with its place. */
function lockedVersion(
  { text }: TextFile,
  provider: string,
): { version: string; start: number; end: number } | undefined {
  const block = new RegExp(`^provider "[^"\\n]*/hashicorp/${provider}" \\{`, 'm').exec(text);
  if (!block) return undefined;
  const rest = text.slice(block.index);
  const line = /^ *version *= *("(\d+\.[^"\n]*)")/m.exec(rest.slice(0, rest.search(/^\}/m)));
  if (!line) return undefined;
  const start = block.index + line.index + line[0].length - line[1]!.length;
  return { version: line[2]!, start, end: start + line[1]!.length };
}
