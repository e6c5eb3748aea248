/** Removes a cloud without clusters: its required provider, its image, and its secret in the pipeline. */
import { removeValue } from '../../edits/entryText';
import type { Item } from '../../syntax/ast';
import { cloudOf } from './clouds';
import { DOCKERFILE, withOwnVariant } from '../dockerfile';
import type { ScaffoldContext } from '../scaffoldContext';
import { updatePipelines } from '../pipeline/updatePipelines';
import { rootItems } from '../removedBlocks';

/** @param cloud type of the cloud's provider */
export function dropCloud(scaffoldContext: ScaffoldContext, cloud: string): string[] {
  const { changes, platform } = scaffoldContext;
  const items = rootItems(scaffoldContext);
  // Only the cloud's modules used it, unless the platform does so itself.
  const isAzureAdUsed = items.some(({ text }) => /"azuread(?:_\w+)?"/.test(text));
  const names = [cloud, ...(cloud === 'azurerm' && !isAzureAdUsed ? ['azuread'] : [])];
  for (const item of items) {
    const entries = requiredProviders(item);
    if (!entries) continue;
    changes.draft.edit(item, text => {
      const { start, end } = entries;
      const before = text.slice(start, end);
      const inside = names.reduce((left, name) => removeValue(left, [name]) ?? left, before);
      return inside === before ? undefined : text.slice(0, start) + inside + text.slice(end);
    });
  }
  const providers = platform?.described?.clusters.map(({ provider }) => provider) ?? [];
  const clouds = [...new Set(providers)].flatMap(provider => cloudOf(provider) ?? []);
  const dockerfile = changes.text(DOCKERFILE);
  if (dockerfile !== undefined && clouds.length === 1) changes.write(DOCKERFILE, withOwnVariant(dockerfile, clouds));
  return updatePipelines(scaffoldContext, { providers });
}

/** The block in a `terraform` block; undefined for any other item. */
function requiredProviders({ node }: Item): { start: number; end: number } | undefined {
  if (node.kind !== 'block' || node.type !== 'terraform') return undefined;
  return node.body.find(entry => entry.kind === 'block' && entry.type === 'required_providers');
}
