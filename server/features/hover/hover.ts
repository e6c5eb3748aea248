/** Hover: what the thing under the cursor means in every environment. */
import type { Hover, Position, Range } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { cursorTarget, type CursorTarget } from '../../semantics/cursorTarget';
import { attributeHover } from './hoverAttribute';
import { baseKeyHover } from './hoverBaseKey';
import { environmentHover } from './hoverEnvironment';
import { moduleHover } from './hoverModule';
import { nameHover } from './hoverName';
import { workspaceHover, workspaceHoverAnywhere } from './hoverWorkspace';
import { withoutMarkdown } from '../markdown';
import type { Snapshot } from '../../semantics/requestContext';
import { thingAt } from '../../semantics/symbolAt';

/** @param position zero-based, UTF-16 */
export function hover(snapshot: Snapshot, uri: string, position: Position): Hover | null {
  const found =
    nameHover(snapshot, uri, position) ??
    placeHover(snapshot, uri, position) ??
    workspaceHoverAnywhere(snapshot, uri, position);
  if (!found) return null;
  const { markdown } = snapshot.client;
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: markdown ? found.text : withoutMarkdown(found.text),
    },
    range: found.range,
  };
}

/** What the cursor is on by its place in a module call, whatever is written there. */
function placeHover(snapshot: Snapshot, uri: string, position: Position): { text: string; range: Range } | undefined {
  const target = cursorTarget(snapshot, uri, position);
  const text = target && textOf(snapshot, target);
  if (target) return text === undefined ? undefined : { text, range: target.range };
  return writtenHover(snapshot, uri, position);
}

/** A configuration that a local or a file of values has: the calls that take it are what it is about. */
function writtenHover(snapshot: Snapshot, uri: string, position: Position): { text: string; range: Range } | undefined {
  const { thing, range } = thingAt(snapshot, uri, position) ?? {};
  if (!thing || !range || !('calls' in thing) || thing.environment === undefined) return undefined;
  const { calls, environment } = thing;
  const text =
    thing.kind === 'attribute'
      ? attributeHover(snapshot, calls, environment, thing.path)
      : thing.asBase
        ? undefined
        : environmentHover(snapshot, calls, environment);
  return text === undefined ? undefined : { text, range };
}

function textOf(snapshot: Snapshot, target: CursorTarget): string | undefined {
  switch (target.kind) {
    case 'attribute':
      return attributeHover(snapshot, target.calls, target.environment, target.path);
    case 'environment':
      return environmentHover(snapshot, target.calls, target.environment);
    case 'module':
      return moduleHover(snapshot, target.calls);
    case 'baseKey':
      return baseKeyHover(snapshot, target.calls);
    case 'workspace':
      return workspaceHover(snapshot, target.calls);
  }
}
