/** Hover on `terraform.workspace`: what it is in each environment. */
import type { ModuleCall } from '../kubestack/moduleCall';
import { hoveredCall } from './hoverCalls';
import { code, escapeMarkdown, table } from './markdown';
import type { Snapshot } from './snapshot';

export function workspaceHover(snapshot: Snapshot, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(snapshot, calls);
  if (!hovered) return undefined;
  const { environments, effective } = hovered;
  const parts = [
    '**terraform.workspace** · the environment that is planned',
    environments.length > 0
      ? table(
          ['Environment', 'Value'],
          environments.map(name => [escapeMarkdown(name), code(`"${name}"`)]),
        )
      : undefined,
    `Everything is computed for the planned environment, also what it inherits: where this stands in ${code(effective.baseKey)}, each environment that inherits it gets its own name. In a key of \`configuration\` it is the selected workspace.`,
  ];
  return parts.filter(part => part !== undefined).join('\n\n');
}
