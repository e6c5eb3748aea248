/** Hover: what the symbol under the cursor means in every environment. */
import type { Hover, Position, Range } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { cursorTarget, type CursorTarget } from '../../semantics/cursorTarget';
import { attributeHover } from './hoverAttribute';
import { baseKeyHover } from './hoverBaseKey';
import { environmentHover } from './hoverEnvironment';
import { moduleHover } from './hoverModule';
import { nameHover } from './hoverName';
import { patchHover } from './hoverPatch';
import { workspaceHover, workspaceHoverAnywhere } from './hoverWorkspace';
import { withoutMarkdown } from '../markdown';
import type { RequestContext } from '../../semantics/requestContext';
import { symbolAt } from '../../semantics/symbolAt';

/** @param position zero-based, UTF-16 */
export function hover(request: RequestContext, uri: string, position: Position): Hover | null {
  const found =
    nameHover(request, uri, position) ??
    placeHover(request, uri, position) ??
    workspaceHoverAnywhere(request, uri, position);
  if (!found) return null;
  const { markdown } = request.client;
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: markdown ? found.text : withoutMarkdown(found.text),
    },
    range: found.range,
  };
}

/** What the cursor is on by its place in a module call, whatever is written there. */
function placeHover(
  request: RequestContext,
  uri: string,
  position: Position,
): { text: string; range: Range } | undefined {
  const target = cursorTarget(request, uri, position);
  const text = target && (patchHover(request, target, uri, position) ?? textOf(request, target));
  if (target) return text === undefined ? undefined : { text, range: target.range };
  return writtenHover(request, uri, position);
}

/** A configuration that a local or a file of values has: the calls that take it are what it is about. */
function writtenHover(
  request: RequestContext,
  uri: string,
  position: Position,
): { text: string; range: Range } | undefined {
  const { symbol, range } = symbolAt(request, uri, position) ?? {};
  if (!symbol || !range || !('calls' in symbol) || symbol.environment === undefined) return undefined;
  const { calls, environment } = symbol;
  const text =
    symbol.kind === 'attribute'
      ? attributeHover(request, calls, environment, symbol.path)
      : symbol.asBase
        ? undefined
        : environmentHover(request, calls, environment);
  return text === undefined ? undefined : { text, range };
}

function textOf(request: RequestContext, target: CursorTarget): string | undefined {
  switch (target.kind) {
    case 'attribute':
      return attributeHover(request, target.calls, target.environment, target.path);
    case 'environment':
      return environmentHover(request, target.calls, target.environment);
    case 'module':
      return moduleHover(request, target.calls);
    case 'baseKey':
      return baseKeyHover(request, target.calls);
    case 'workspace':
      return workspaceHover(request, target.calls);
  }
}
