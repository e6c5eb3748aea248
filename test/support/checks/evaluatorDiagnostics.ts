/** Diagnostics of the parser and the evaluator, without the checks. */
import type { Diagnostic } from 'vscode-languageserver-types';
import { sharedDiagnosticsIn } from '../../../server/checks/engine/checkRunner';
import { now } from '../../../common/now';
import { documentDiagnostics } from '../../../server/diagnostics/documentDiagnostics';
import type { RequestContext } from '../../../server/semantics/requestContext';

/** In source order. */
export const evaluatorDiagnostics = (request: RequestContext, uri: string): Diagnostic[] =>
  now(documentDiagnostics(request, uri, sharedDiagnosticsIn(request, uri))).map(({ diagnostic }) => diagnostic);
