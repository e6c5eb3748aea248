/** What major versions of providers change in the provider blocks of a root module. The facts are those of the upgrade guides (scripts/schemas/providers.json). */
import { t } from '../../../common/localization';
import type { SourceRange } from '../../hcl/model';
import type { Attribute, Block } from '../../syntax/ast';
import type { Declaration } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { rangeIn } from '../modules/moduleCall';
import type { ProviderBlockChange, Schemas } from '../schemas/schemas';

export interface ChangedProviderBlock {
  readonly change: ProviderBlockChange;
  readonly declaration: Declaration;
  /** The argument or block in the provider block; undefined if it isn't written. */
  readonly written: SourceRange | undefined;
}

/** Every change of a provider for every block of it. @param source `hashicorp/azurerm` */
export function* changedProviderBlocks(
  folder: ModuleFolder | undefined,
  { providerBlockChanges }: Pick<Schemas, 'providerBlockChanges'>,
  source: string,
): Iterable<ChangedProviderBlock> {
  const changes = providerBlockChanges.filter(({ provider }) => provider === source);
  if (!folder || changes.length === 0) return;
  const name = source.slice(source.indexOf('/') + 1);
  for (const key of folder.names('provider')) {
    const declaration = key.split('.')[0] === name ? folder.declaration('provider', key) : undefined;
    if (!declaration) continue;
    for (const change of changes) {
      const written = writtenAt(declaration, change.name);
      yield { change, declaration, written: written && rangeIn(declaration.item, written) };
    }
  }
}

function writtenAt({ block }: Declaration, name: string): Attribute | Block | undefined {
  const path = name.split('.');
  let body = block.body;
  for (const [index, part] of path.entries()) {
    const entry = body.find(each =>
      each.kind === 'block' ? each.type === part : each.kind === 'attribute' && each.name === part,
    );
    if (!entry || index === path.length - 1) return entry;
    if (entry.kind !== 'block') return undefined;
    body = entry.body;
  }
  return undefined;
}

/** What a change means for a provider block, as a sentence. */
export function providerBlockText({
  kind,
  name,
  to,
  value,
  variable,
  major,
  provider: source,
}: ProviderBlockChange): string {
  const provider = source.slice(source.indexOf('/') + 1);
  if (kind === 'removed')
    return to === undefined
      ? t('Version {0} of {1} has no "{2}" in provider blocks.', String(major), provider, name)
      : t('Version {0} of {1} has no "{2}" in provider blocks. Use "{3}".', String(major), provider, name, to);
  return kind === 'required'
    ? t(
        'Version {0} of {1} requires "{2}" in provider blocks, or the environment variable {3}.',
        String(major),
        provider,
        name,
        variable ?? '',
      )
    : t(
        'Version {0} of {1} has the default {3} for "{2}" in provider blocks.',
        String(major),
        provider,
        name,
        JSON.stringify(value),
      );
}
