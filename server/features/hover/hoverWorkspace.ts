/** Hover on `terraform.workspace`: what it is in each environment. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { describePlatform } from '../../kubestack/platform/platform';
import { visitBlock } from '../../syntax/traversal';
import type { Span } from '../../syntax/ast';
import { parentOf } from '../../workspace/uri';
import { hoveredCall } from './hoverCalls';
import { codeSpan, markdownName, markdownTable } from '../../../common/markdown';
import { fileOf, rangeOf, type RequestContext } from '../../semantics/requestContext';

export function workspaceHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  return workspaceText(hovered.environments, hovered.effective.baseKey);
}

/** Outside of Kubestack's module calls, in a local for example: the environments are the platform's. */
export function workspaceHoverAnywhere(
  request: RequestContext,
  uri: string,
  position: Position,
): { text: string; range: Range } | undefined {
  const file = fileOf(request, uri);
  const offset = file?.lines.offsetAt(position) ?? 0;
  const placed = file?.items.find(({ item, offset: start }) => offset >= start && offset <= start + item.text.length);
  if (!file || !placed || placed.staleText !== undefined) return undefined;
  let found: Span | undefined;
  visitBlock(placed.item.node, each => {
    const isWorkspace =
      each.kind === 'attribute' &&
      each.name === 'workspace' &&
      each.target.kind === 'name' &&
      each.target.name === 'terraform';
    if (isWorkspace && offset >= placed.offset + each.start && offset <= placed.offset + each.end) found = each;
  });
  const root = found && request.model.tree.instancesOf(parentOf(uri))[0]?.root;
  const platform = root && describePlatform(root, request.model, request.settings.environments);
  if (!found || !platform) return undefined;
  return {
    text: workspaceText(platform.environments, platform.baseEnvironment),
    range: rangeOf(file.lines, placed.offset + found.start, placed.offset + found.end),
  };
}

function workspaceText(environments: readonly string[], baseKey: string): string {
  const parts = [
    '**terraform.workspace** · the planned environment',
    environments.length > 0
      ? markdownTable(
          ['Environment', 'Value'],
          environments.map(name => [markdownName(name), codeSpan(`"${name}"`)]),
        )
      : undefined,
    `Evaluated for the environment being planned, even in values inherited from ${codeSpan(baseKey)}. In a key of \`configuration\`, it is the selected workspace.`,
  ];
  return parts.filter(part => part !== undefined).join('\n\n');
}
