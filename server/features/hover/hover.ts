/** Hover: the meaning of the symbol at the cursor in every environment. */
import type { Hover, Position } from 'vscode-languageserver-types';
import { now } from '../../../common/now';
import { MarkupKind } from 'vscode-languageserver-types';
import type { CursorTarget } from '../../semantics/cursorTarget';
import { attributeHover } from './hoverAttribute';
import { baseKeyHover } from './hoverBaseKey';
import { environmentHover } from './hoverEnvironment';
import { moduleHover } from './hoverModule';
import { nameHover, type HoverText } from './hoverName';
import { patchHover } from './hoverPatch';
import { platformWorkspaceHover, workspaceHover } from './hoverWorkspace';
import { paragraphs, withoutMarkdown } from '../markdown';

import type { RequestContext } from '../../semantics/requestContext';
import { resolveAt, type ResolvedPosition } from '../../semantics/resolveAt';

/** What a change of the attribute at a position replaces, as Markdown; undefined if it is no attribute or nothing is replaced. */
export type DescribeEffect = (
  request: RequestContext,
  here: ResolvedPosition,
) => Generator<undefined, string | undefined>;

/** @param position zero-based, UTF-16 */
export const hover = (request: RequestContext, uri: string, position: Position): Hover | null =>
  now(hoverWithEffect(request, uri, position, undefined));

/**
 * @param position zero-based, UTF-16
 * @param describeEffect adds what a change of an attribute replaces
 */
export function* hoverWithEffect(
  request: RequestContext,
  uri: string,
  position: Position,
  describeEffect: DescribeEffect | undefined,
): Generator<undefined, Hover | null> {
  const here = resolveAt(request, uri, position);
  const found = here && (nameHover(request, here) ?? targetHover(request, here));
  if (!found) return null;
  const text = paragraphs([found.text, describeEffect && (yield* describeEffect(request, here))]);
  const { markdown } = request.client;
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: markdown ? text : withoutMarkdown(text),
    },
    range: found.range,
  };
}

/** The symbol at the cursor, determined only by its position in a configuration. */
function targetHover(request: RequestContext, here: ResolvedPosition): HoverText | undefined {
  const { target } = here;
  const text = target && (patchHover(request, target, here) ?? textOf(request, target, here.item.uri));
  return text === undefined ? undefined : { text, range: here.rangeOf(target!.span) };
}

function textOf(request: RequestContext, target: CursorTarget, uri: string): string | undefined {
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
      return target.calls.length > 0 ? workspaceHover(request, target.calls) : platformWorkspaceHover(request, uri);
  }
}
