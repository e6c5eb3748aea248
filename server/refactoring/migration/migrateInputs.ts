/** Migrates the arguments that connect node pools and DNS records with their cluster. */
import { removeValue, setValue, sourceTextAt } from '../../edits/entryText';
import { expressionReference } from './referencedCluster';

/**
 * @param text of the module block
 * @param path of the module in the framework's repository
 * @param cluster reference to the cluster, `module.eks_web0`
 */
export function migrateInputs(text: string, path: string, cluster: string | undefined): string | undefined {
  if (path === 'aws/cluster/elb-dns') {
    const found = expressionReference(sourceTextAt(text, ['metadata_fqdn'])) ?? cluster;
    if (sourceTextAt(text, ['metadata_fqdn']) === undefined) return text;
    return found === undefined
      ? undefined
      : chain(
          text,
          each => setValue(each, ['metadata'], `${found}.current_metadata`, { before: 'metadata_fqdn' }),
          each => removeValue(each, ['metadata_fqdn']),
        );
  }
  if (!path.endsWith('/node-pool')) return text;
  if (cluster === undefined) return undefined;
  const first = sourceTextAt(text, ['cluster_name']) === undefined ? 'cluster_metadata' : 'cluster_name';
  return chain(
    text,
    each => setValue(each, ['cluster'], `${cluster}.cluster`, { before: first }),
    each =>
      path.startsWith('azurerm/') || sourceTextAt(each, ['cluster_metadata']) !== undefined
        ? each
        : setValue(each, ['cluster_metadata'], `${cluster}.current_metadata`, { after: 'cluster' }),
    each => removeValue(each, ['cluster_name']),
    each => (path.startsWith('azurerm/') ? removeValue(each, ['resource_group']) : each),
  );
}

function chain(text: string, ...steps: ((text: string) => string | undefined)[]): string | undefined {
  return steps.reduce<string | undefined>((current, step) => (current === undefined ? undefined : step(current)), text);
}
