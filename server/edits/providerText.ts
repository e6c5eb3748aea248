/** The provider blocks of a cluster as HCL (docs/kubestack.md#providers). */
import { quoteString } from '../semantics/hclPrinter';

/** A provider block that uses the cluster's kubeconfig. */
export const kustomizationProviderBlock = (cluster: string): string => `provider "kustomization" {
  alias          = ${quoteString(cluster)}
  kubeconfig_raw = module.${cluster}.kubeconfig
}
`;

/** Name of the local that the kubernetes provider of a cluster uses. */
export const kubeconfigLocal = (cluster: string): string => `${cluster}_kubeconfig`;

export const kubeconfigLocals = (cluster: string): string => `locals {
  ${kubeconfigLocal(cluster)} = yamldecode(module.${cluster}.kubeconfig)
}
`;

/** @param isAks whether its kubeconfig has a client certificate; others have a token */
export function kubernetesProviderBlock(cluster: string, isAks: boolean): string {
  const local = `local.${kubeconfigLocal(cluster)}`;
  return `provider "kubernetes" {
  alias = ${quoteString(cluster)}

  host                   = ${local}["clusters"][0]["cluster"]["server"]
  cluster_ca_certificate = base64decode(${local}["clusters"][0]["cluster"]["certificate-authority-data"])
${isAks ? clientCertificate(local) : `${tokenArgument(local)}\n`}}
`;
}

/** @param kubeconfig an expression whose value is the decoded kubeconfig */
export const tokenArgument = (kubeconfig: string): string => `token = ${kubeconfig}["users"][0]["user"]["token"]`;

/** @param kubeconfig an expression whose value is the decoded kubeconfig */
export const clientCertificate = (kubeconfig: string): string =>
  `client_certificate = base64decode(${kubeconfig}["users"][0]["user"]["client-certificate-data"])
client_key = base64decode(${kubeconfig}["users"][0]["user"]["client-key-data"])
`;

/** The provider block of a cloud; undefined if it needs more than the region. */
export function cloudProviderBlock(type: string, cluster: string, region: string | undefined): string | undefined {
  const alias = `alias = ${quoteString(cluster)}`;
  if (type === 'aws')
    return region === undefined ? undefined : `provider "aws" {\n${alias}\nregion = ${quoteString(region)}\n}\n`;
  if (type === 'google') return `provider "google" {\n${alias}\n}\n`;
  return type === 'azurerm' ? `provider "azurerm" {\n${alias}\n\nfeatures {}\n}\n` : undefined;
}
