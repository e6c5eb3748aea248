/** Diagnostics of a platform given as text. */
import { now } from '../../../common/now';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { memoize } from '../../../common/memoize';
import { allDiagnostics } from '../../../server/diagnostics/checkedDiagnostics';
import { memoizedWorkspaceOf } from '../testWorkspace';
import type { ScaffoldStep } from './everyScaffold';
import type { Texts } from './scaffolded';

/** Codes that describe a next step for the user. */
const OPEN_STEPS = ['KS105', 'KS509', 'KS514'];

/** As a warning, KS110 reports overlays that another version of the framework doesn't apply. */
const isOverlay = (code: unknown, severity: DiagnosticSeverity | undefined): boolean =>
  code === 'KS110' && severity === DiagnosticSeverity.Warning;

/** Sorted errors and warnings as `path: code message`. Cached for each object of texts. */
export const diagnosticsOf = memoize(async (texts: Texts): Promise<readonly string[]> => {
  const { snapshot, uri } = await memoizedWorkspaceOf(texts);
  return Object.keys(texts)
    .flatMap(path =>
      now(allDiagnostics(snapshot, uri(path)))
        .filter(({ severity = 1 }) => severity <= DiagnosticSeverity.Warning)
        .filter(({ code, severity }) => !OPEN_STEPS.includes(String(code)) && !isOverlay(code, severity))
        .map(({ code, message }) => `${path}: ${String(code)} ${JSON.stringify(message)}`),
    )
    .sort();
});

/** An environment that replaces another one. Diagnostics of the old environment are then expected for the new one. */
export interface Successor {
  readonly old: string;
  readonly name: string;
}

/** @param base name of the base before the step */
export function successorOf({ kind, answers }: ScaffoldStep, base: string): Successor | undefined {
  if (kind === 'threeEnvironments') return { old: base, name: 'apps-prod' };
  return kind === 'renameEnvironment' ? { old: String(answers['env']), name: String(answers['to']) } : undefined;
}

/** Diagnostics that did not exist before. */
export async function newDiagnostics(before: Texts, after: Texts, successor?: Successor): Promise<string[]> {
  const known = await diagnosticsOf(before);
  const asBefore = (each: string): string =>
    successor ? each.replaceAll(`\\"${successor.name}\\"`, `\\"${successor.old}\\"`) : each;
  return (await diagnosticsOf(after)).filter(each => !known.includes(asBefore(each)));
}
