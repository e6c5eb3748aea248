/** Hover on an environment's key: what it inherits, overrides and adds, and all that it gets. */
import type { AttributeInEffect } from '../kubestack/effectiveAttributes';
import type { ModuleCall } from '../kubestack/moduleCall';
import { hclText, shortText } from './hclText';
import { hoveredCall, notUnderstood } from './hoverCalls';
import { code, escapeMarkdown, hclBlock, link, table } from './markdown';
import { locationOf, type Snapshot } from './snapshot';

const MAX_ROWS = 12;

export function environmentHover(
  snapshot: Snapshot,
  calls: readonly ModuleCall[],
  environment: string,
): string | undefined {
  const hovered = hoveredCall(snapshot, calls);
  if (!hovered) return undefined;
  const { effective, note } = hovered;
  const inEffect = effective.environments.get(environment);
  if (!inEffect) return [`**${escapeMarkdown(environment)}**`, notUnderstood(hovered)].join('\n\n');
  const { attributes } = inEffect;
  const isBase = environment === effective.baseKey;
  const full = hclText(inEffect.value);
  const parts = [
    isBase
      ? `**${escapeMarkdown(environment)}** · the base environment: ${heirs(hovered.environments, environment)}`
      : `**${escapeMarkdown(environment)}** · ${counts(attributes, effective.baseKey)}`,
    isBase ? undefined : changes(snapshot, attributes),
    snapshot.client.folding
      ? `<details><summary>Effective configuration (${attributes.length} attributes)</summary>\n\n${hclBlock(full)}\n\n</details>`
      : `Effective configuration (${attributes.length} attributes)\n\n${hclBlock(full)}`,
    note,
  ];
  return parts.filter(part => part !== undefined).join('\n\n');
}

function heirs(environments: readonly string[], base: string): string {
  const others = environments.filter(name => name !== base);
  return others.length === 0
    ? 'no other environment inherits from it.'
    : `${others.map(name => escapeMarkdown(name)).join(', ')} inherit${others.length === 1 ? 's' : ''} from it.`;
}

function counts(attributes: readonly AttributeInEffect[], baseKey: string): string {
  const number = (origin: AttributeInEffect['origin']): number =>
    attributes.filter(attribute => attribute.origin === origin).length;
  const inherited = number('inherited');
  const overridden = number('overridden');
  const added = number('set');
  const parts = [`inherits ${inherited} from ${escapeMarkdown(baseKey)}`];
  if (overridden > 0) parts.push(`overrides ${overridden}`);
  if (added > 0) parts.push(`adds ${added}`);
  return parts.join(', ');
}

function changes(snapshot: Snapshot, attributes: readonly AttributeInEffect[]): string | undefined {
  const own = attributes.filter(attribute => attribute.origin !== 'inherited');
  if (own.length === 0) return undefined;
  const rows = own.slice(0, MAX_ROWS).map(({ path, value, overrides, place }) => {
    const name = code(path.join('.'));
    const before = overrides ? code(shortText(overrides.value, 40, [value])) : '';
    return [
      place ? link(name, locationOf(snapshot, place)) : name,
      code(shortText(value, 60, overrides ? [overrides.value] : [])),
      overrides?.place ? link(before, locationOf(snapshot, overrides.place)) : before,
    ];
  });
  const more = own.length > MAX_ROWS ? `\n\nand ${own.length - MAX_ROWS} more` : '';
  return table(['Attribute', 'Value', 'Instead of'], rows) + more;
}
