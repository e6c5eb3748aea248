/** Diagnostics of values that a module makes of a configuration, and that the provider refuses. */
import type { Diagnostic } from 'vscode-languageserver-types';
import { enumeration, sentences, t } from '../../common/localization';
import { labelRange } from '../kubestack/modules/moduleCall';
import { levelOfCode } from '../semantics/reportedDiagnostics';
import { locationOf, type RequestContext } from '../semantics/requestContext';
import { toDiagnostic } from './diagnostic';

/** The check of values that reach an argument unchanged. Its findings are more precise. */
const CODE = 'KS318';

/**
 * What is known about the calls of a document.
 * @param reported what is reported anyway
 */
export function refusedArgumentDiagnostics(
  request: RequestContext,
  uri: string,
  reported: readonly Diagnostic[],
): Diagnostic[] {
  const found = request.refusedArguments?.(request, uri) ?? [];
  const level = found.length > 0 ? levelOfCode(request, CODE, 'error') : 'off';
  if (level === 'off') return [];
  const lines = new Set(reported.flatMap(({ code, range }) => (code === CODE ? [range.start.line] : [])));
  return found.flatMap(({ call, environments, message, range: written }) => {
    // Elsewhere it is an expression of the module.
    const at = written?.item.uri === uri ? written : labelRange(call.declaration);
    const { range } = locationOf(request, at);
    if (lines.has(range.start.line)) return [];
    const where = t('Environments: {0}.', enumeration(environments.map(each => `"${each}"`)));
    return [toDiagnostic({ range, code: CODE, level, message: sentences(message, where) })];
  });
}
