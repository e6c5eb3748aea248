// KS407: AKS kubeconfig has no token
//
// The kubeconfig of an AKS cluster has a client certificate and its key, but no token, so the provider can't authenticate with one.
//
// ## Fails
//
// ```terraform aks_gc0_northeurope_cluster.tf
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform aks_gc0_northeurope_providers.tf
// locals {
//   aks_gc0_northeurope_kubeconfig = yamldecode(module.aks_gc0_northeurope.kubeconfig)
// }
//
// provider "kubernetes" {
//   alias = "aks_gc0_northeurope"
//
//   host                   = local.aks_gc0_northeurope_kubeconfig["clusters"][0]["cluster"]["server"]
//   cluster_ca_certificate = base64decode(local.aks_gc0_northeurope_kubeconfig["clusters"][0]["cluster"]["certificate-authority-data"])
//   token                  = local.aks_gc0_northeurope_kubeconfig["users"][0]["user"]["token"]
// }
// ```
//
// ## Passes
//
// ```terraform aks_gc0_northeurope_cluster.tf
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform aks_gc0_northeurope_providers.tf
// locals {
//   aks_gc0_northeurope_kubeconfig = yamldecode(module.aks_gc0_northeurope.kubeconfig)
// }
//
// provider "kubernetes" {
//   alias = "aks_gc0_northeurope"
//
//   host               = local.aks_gc0_northeurope_kubeconfig["clusters"][0]["cluster"]["server"]
//   client_certificate = base64decode(local.aks_gc0_northeurope_kubeconfig["users"][0]["user"]["client-certificate-data"])
//   client_key         = base64decode(local.aks_gc0_northeurope_kubeconfig["users"][0]["user"]["client-key-data"])
// }
// ```
import { t } from '../../../common/localization';
import { clientCertificate } from '../../edits/providerText';
import { withoutParentheses } from '../../kubestack/inheritance/configurationEntries';
import { literalText } from '../../kubestack/modules/literalText';
import { modulesRead } from '../../semantics/frameworkUses';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { Expression } from '../../syntax/ast';
import { declaredAttribute } from '../../workspace/declarations';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterCalls } from '../platform/platformLayout';
import { providerBlocks } from '../platform/providerBlocks';

type Data = { readonly kubeconfig: string };

export const tokenOnAks: PlatformCheck<Data> = {
  code: 'KS407',
  title: 'AKS kubeconfig has no token',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  const aks = new Set(
    clusterCalls(context)
      .filter(({ module }) => module.provider === 'azurerm')
      .map(({ name }) => name),
  );
  if (aks.size === 0) return [];
  return forEachPart(providerBlocks(context), ({ type, declaration }) => {
    const token = type === 'kubernetes' || type === 'helm' ? declaredAttribute(declaration, 'token') : undefined;
    if (!token) return [];
    const expression = attempted(token.attribute.value);
    if (!expression) return [];
    const { start, end } = expression;
    const written = token.item.text.slice(start, end);
    const kubeconfig = /^(.+?)(?:\["users"\]|\.users)\[0\](?:\["user"\]|\.user)(?:\["token"\]|\.token)$/.exec(
      written,
    )?.[1];
    if (kubeconfig === undefined) return [];
    const { folder } = context.root;
    if (!folder || !modulesRead(folder, token.item, token.attribute.value).some(name => aks.has(name))) return [];
    return [
      {
        range: rangeIn(token.item, token.attribute),
        message: t('The kubeconfig of AKS has no token. Authenticate with client_certificate and client_key.'),
        data: { kubeconfig },
      },
    ];
  });
}

/** The first argument of `try` if the others are no token either; any other expression itself. */
function attempted(expression: Expression): Expression | undefined {
  const inner = withoutParentheses(expression);
  if (inner.kind !== 'call' || inner.name !== 'try') return inner;
  const [first, ...others] = inner.args;
  return first && others.every(other => other.kind === 'null' || literalText(other) === '')
    ? attempted(first)
    : undefined;
}

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const text = clientCertificate(data.kubeconfig).trimEnd();
  return [
    {
      title: t('Authenticate with client_certificate and client_key'),
      change: draft => replaceRange(draft, range, text),
      isPreferred: true,
    },
  ];
}
