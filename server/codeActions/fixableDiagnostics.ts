/** The diagnostics of a document with all that mends them: the checks' own fixes, and those of what the evaluator refuses. */
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Fix } from '../checks/engine/check';
import type { RequestContext } from '../semantics/requestContext';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf } from '../workspace/uri';
import { checkedDiagnostics } from './checkedDiagnostics';
import { evaluationFixes } from './evaluationFixes';

export interface FixableDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
}

/** In the order of the text. */
export const fixableDiagnostics = (request: RequestContext, uri: string): FixableDiagnostic[] =>
  checkedDiagnostics(request, uri).map(({ diagnostic, found }) => {
    let fixes: readonly Fix[] | undefined;
    return {
      diagnostic,
      // JSON is left to whatever generates it; half of a fix that begins there would be worse than none.
      fixes: () => (fixes ??= isJson(uri) ? [] : (found?.fixes() ?? evaluationFixes(request, uri, diagnostic))),
    };
  });

const isJson = (uri: string): boolean => sourceSyntaxOf(baseNameOf(uri))?.json === true;

/** The fix that needs no choice. */
export const preferredFix = ({ fixes }: FixableDiagnostic): Fix | undefined => fixes().find(fix => fix.isPreferred);
