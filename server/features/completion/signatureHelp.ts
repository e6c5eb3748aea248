/** Signature help: the parameters of the function call around the cursor. */
import type { Position, SignatureHelp } from 'vscode-languageserver-types';
import { cursorContext } from '../../syntax/cursor/cursorContext';
import { nameOf } from '../../workspace/uri';
import { markup } from './completionItems';
import { completionSite } from './completionContext';
import { functionSignature } from '../hover/functionSignature';
import { fileOf, type Snapshot } from '../../semantics/requestContext';

/**
 * Null outside of a call of a known function, and where somebody else answers for the document.
 * @param position zero-based, UTF-16
 */
export function signatureHelp(snapshot: Snapshot, uri: string, position: Position): SignatureHelp | null {
  const file = fileOf(snapshot, uri);
  if (!file || nameOf(uri).endsWith('.json')) return null;
  const { call } = cursorContext(file.text, file.lines.offsetAt(position));
  const signature = call && functionSignature(call.name);
  if (!call || !signature) return null;
  if (snapshot.client.servedElsewhere(uri) && !completionSite(snapshot, uri, position)?.module) return null;
  const last = signature.parameters.length - 1;
  const active = signature.variadic ? Math.min(call.argument, last) : call.argument;
  return {
    signatures: [
      {
        label: signature.label,
        documentation: markup(signature.description, snapshot.client.markdown),
        parameters: signature.parameters.map(([start, end]) => ({ label: [start, end] })),
      },
    ],
    activeSignature: 0,
    // Beyond the last parameter none is active: LSP wants an index outside.
    activeParameter: Math.min(active, signature.parameters.length),
  };
}
