/** The diagnostics of a document with all that mends them: the checks' own fixes, and those of what the evaluator refuses. */
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Fix } from '../checks/engine/check';
import type { Snapshot } from '../semantics/requestContext';
import { sourceSyntaxOf } from '../workspace/fileNames';
import { nameOf } from '../workspace/uri';
import { toldIn } from './checkedDiagnostics';
import { faultFixes } from './evaluationFixes';

export interface FixableProblem {
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
}

/** In the order of the text. */
export const fixableProblems = (snapshot: Snapshot, uri: string): FixableProblem[] =>
  toldIn(snapshot, uri).map(({ diagnostic, found }) => {
    let fixes: readonly Fix[] | undefined;
    return {
      diagnostic,
      // JSON is left to whatever generates it; half of a fix that begins there would be worse than none.
      fixes: () => (fixes ??= isJson(uri) ? [] : (found?.fixes() ?? faultFixes(snapshot, uri, diagnostic))),
    };
  });

const isJson = (uri: string): boolean => sourceSyntaxOf(nameOf(uri))?.json === true;

/** The fix that needs no choice. */
export const preferredFix = ({ fixes }: FixableProblem): Fix | undefined => fixes().find(fix => fix.isPreferred);
