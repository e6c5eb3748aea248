/** Signature help: the parameters of the function call around the cursor. */
import type { Position, SignatureHelp } from 'vscode-languageserver-types';
import { cursorContext } from '../../syntax/cursor/cursorContext';
import { baseNameOf } from '../../workspace/uri';
import { markup } from './completionItems';
import { completionContext } from './completionContext';
import { functionSignature } from '../hover/functionSignature';
import { fileOf, type RequestContext } from '../../semantics/requestContext';

/** Capabilities of the client for signatures. */
export interface SignatureAbilities {
  readonly markdown: boolean;
  /** A parameter may be a range of the signature's label instead of its text. */
  readonly labelOffsets: boolean;
}

/**
 * Null outside of calls of known functions, and if another extension serves the document.
 * @param position zero-based, UTF-16
 */
export function signatureHelp(
  request: RequestContext,
  uri: string,
  position: Position,
  { markdown, labelOffsets }: SignatureAbilities,
): SignatureHelp | null {
  const file = fileOf(request, uri);
  if (!file || baseNameOf(uri).endsWith('.json')) return null;
  const { call } = cursorContext(file.text, file.lines.offsetAt(position));
  const signature = call && functionSignature(call.name);
  if (!call || !signature) return null;
  if (request.client.servedByOtherExtension(uri) && !completionContext(request, uri, position)?.module) return null;
  const last = signature.parameters.length - 1;
  const active = signature.variadic ? Math.min(call.argument, last) : call.argument;
  return {
    signatures: [
      {
        label: signature.label,
        documentation: markup(signature.description, markdown),
        parameters: signature.parameters.map(([start, end]) => ({
          label: labelOffsets ? [start, end] : signature.label.slice(start, end),
        })),
      },
    ],
    activeSignature: 0,
    // Beyond the last parameter, none is active: LSP requires an index out of range.
    activeParameter: Math.min(active, signature.parameters.length),
  };
}
