/** Hover: the meaning of the symbol at the cursor in every environment. */
import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { RULES_FILE_ENDING } from '../../../common/rules/rules';
import type { CursorTarget } from '../../semantics/cursorTarget';
import { attributeHover } from './hoverAttribute';
import { baseKeyHover } from './hoverBaseKey';
import { commandFileHover } from './commandFileHover';
import { environmentHover } from './hoverEnvironment';
import { moduleHover } from './hoverModule';
import { nameHover, type HoverText } from './hoverName';
import { patchHover } from './hoverPatch';
import { platformWorkspaceHover, workspaceHover } from './hoverWorkspace';
import { paragraphs, withoutMarkdown } from '../markdown';
import { rulesHover } from '../rulesFiles';

import type { RequestContext } from '../../semantics/requestContext';
import { resolveAt, type ResolvedPosition } from '../../semantics/resolveAt';

/** A paragraph below the text of a hover, as Markdown; undefined if there is nothing to say. It must not compute anything that takes long. */
export type HoverSection = (request: RequestContext, here: ResolvedPosition) => string | undefined;

/**
 * @param position zero-based, UTF-16
 * @param section an exception in it costs only the section
 */
export function hover(request: RequestContext, uri: string, position: Position, section?: HoverSection): Hover | null {
  if (uri.endsWith(RULES_FILE_ENDING)) return rulesHover(request, uri, position);
  const here = resolveAt(request, uri, position);
  const found = here
    ? (nameHover(request, here) ?? targetHover(request, here))
    : commandFileHover(request, uri, position);
  if (!found) return null;
  const text = paragraphs([found.text, here && section && sectionText(request, here, section)]);
  const { markdown } = request.client;
  return {
    contents: {
      kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText,
      value: markdown ? text : withoutMarkdown(text),
    },
    range: found.range,
  };
}

function sectionText(request: RequestContext, here: ResolvedPosition, section: HoverSection): string | undefined {
  try {
    return section(request, here);
  } catch (error) {
    request.client.failed?.('A section of a hover failed', error);
    return undefined;
  }
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
