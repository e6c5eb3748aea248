/** The state backend that a platform has. */
import type { StateAccess } from '../../kubestack/platform/credentials';
import type { Block, Item } from '../../syntax/ast';
import { findAttribute } from '../../workspace/declarations';
import type { FileChanges } from '../fileChanges';

interface PresentBackend {
  readonly path: string;
  readonly item: Item;
  readonly block: Block;
  /** For example `s3`. */
  readonly kind: string;
}

/** The platform's backend; undefined if there is none. */
export function backendIn(changes: FileChanges): PresentBackend | undefined {
  for (const path of changes.configurationFiles('', { json: true })) {
    for (const { item } of changes.source(path)?.items ?? []) {
      if (item.node.kind !== 'block' || item.node.type !== 'terraform') continue;
      for (const entry of item.node.body)
        if (entry.kind === 'block' && (entry.type === 'backend' || entry.type === 'cloud'))
          return { path, item, block: entry, kind: entry.labels[0]?.name ?? entry.type };
    }
  }
  return undefined;
}

/** How the platform's backend signs in; undefined without a backend, and for other ones than the scaffolds write. */
export function stateAccessIn(changes: FileChanges): StateAccess | undefined {
  const present = backendIn(changes);
  if (!present) return undefined;
  const { block, item, kind } = present;
  const has = (name: string): boolean => findAttribute(block, name) !== undefined;
  switch (kind) {
    case 's3':
      return {
        backend: item.text.slice(block.start, block.end).includes('.scw.cloud') ? 'scaleway' : 's3',
        ...(has('profile') ? { by: 'profile' } : {}),
      };
    case 'gcs':
      return { backend: 'gcs' };
    case 'azurerm':
      return {
        backend: 'azurerm',
        ...(has('use_azuread_auth') || has('resource_group_name') ? {} : { by: 'accessKey' }),
      };
    default:
      return undefined;
  }
}
