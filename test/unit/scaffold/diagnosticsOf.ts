/** What we find wrong with a platform that is given as text. */
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { diagnostics } from '../../../server/repair/diagnostics';
import { workspaceOf } from '../snapshotOf';
import type { Texts } from './scaffolded';

/** Codes that only name a step which is the person's to take. */
const OPEN_STEPS = ['KS105', 'KS108', 'KS509', 'KS514'];

/** Errors and warnings as `path: code message`, sorted. */
export async function diagnosticsOf(texts: Texts): Promise<string[]> {
  const { snapshot, uri } = await workspaceOf(texts);
  return Object.keys(texts)
    .flatMap(path =>
      diagnostics(snapshot, uri(path))
        .filter(({ severity = 1 }) => severity <= DiagnosticSeverity.Warning)
        .filter(({ code }) => !OPEN_STEPS.includes(String(code)))
        .map(({ code, message }) => `${path}: ${String(code)} ${JSON.stringify(message)}`),
    )
    .sort();
}

/** Those that were not there before. */
export async function newDiagnostics(before: Texts, after: Texts): Promise<string[]> {
  const known = await diagnosticsOf(before);
  return (await diagnosticsOf(after)).filter(each => !known.includes(each));
}
