/** What `kubestack-language-server check` prints. */
import { now } from '../../common/now';
import { t } from '../../common/localization';
import { isRuleCode, RULES_CHECK } from '../../common/rules/rules';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { Settings } from '../semantics/settings';
import type { RequestContext } from '../semantics/requestContext';
import type { Lifecycle } from '../kubestack/lifecycle/lifecycle';
import type { PlatformModel } from '../kubestack/platform/platformModel';
import { allDiagnostics } from '../diagnostics/checkedDiagnostics';
import { checkedDocuments, whyUnchecked } from '../diagnostics/checkedDocuments';
import { contextOf } from './command';
import { printedJson, printedLines } from './printedText';
import { sarifLog } from './sarifLog';
import { displayPath } from './displayPath';
import { fsPathOf } from '../workspace/uri';

export const CHECK_FORMATS = ['text', 'json', 'sarif'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

export interface CheckOptions {
  /** A folder, or a file to which the output is limited. */
  readonly uri: string;
  readonly isFile: boolean;
  /** The repository around it, or else the folder. SARIF has paths relative to it, as Git hosts require. */
  readonly rootUri: string;
  readonly format: CheckFormat;
  /** Of this program, for SARIF. */
  readonly version: string;
  /** Support dates; without them, no finding depends on the date. */
  readonly lifecycle?: Lifecycle | undefined;
  /** Whether only rules are reported. */
  readonly onlyRules?: boolean | undefined;
  /** The current folder. Text output has paths relative to it. */
  readonly currentFolder: string;
}

/** A diagnostic with its file. */
export type FileDiagnostic = Diagnostic & { readonly uri: string };

export type CheckReport =
  | {
      readonly text: string;
      /** Whether there are findings, apart from limits that were reached, which say nothing about the code. */
      readonly hasProblems: boolean;
      /** Whether a file could not be read. */
      readonly isUnreadable: boolean;
    }
  | { readonly problem: string };

/** Every diagnostic of the platforms in a folder, or of one file, in the order of the files and of their texts. */
export function runCheck(model: PlatformModel, settings: Settings, question: CheckOptions): CheckReport {
  const request = contextOf(model, settings, question.lifecycle);
  const problem = question.isFile ? problemOf(request, question) : undefined;
  if (problem !== undefined) return { problem };
  const uris = question.isFile ? [question.uri] : now(checkedDocuments(request, question.uri));
  if (uris.length === 0)
    return { problem: t('Nothing to check: {0} contains no configuration.', fsPathOf(question.uri)) };
  const found = uris.flatMap(uri =>
    now(allDiagnostics(request, uri))
      .filter(({ code }) => !question.onlyRules || isRuleCode(code) || code === RULES_CHECK)
      .map((each): FileDiagnostic => ({ uri, ...each })),
  );
  return {
    text: render(found, question),
    hasProblems: found.some(each => !isReachedLimit(each)),
    isUnreadable: uris.some(uri => model.workspace.isUnreadable(uri)),
  };
}

/** The reason why there is nothing to check in a file. */
function problemOf(request: RequestContext, { uri, currentFolder }: CheckOptions): string | undefined {
  const shown = displayPath(fsPathOf(uri), currentFolder);
  switch (whyUnchecked(request, uri)) {
    case 'noConfiguration':
      return t('{0} is not a configuration file, so there is nothing to check.', shown);
    case 'noPlatform':
      return t('{0} belongs to no platform, so there is nothing to check.', shown);
    default:
      return undefined;
  }
}

/** Unless the settings make it a warning or an error. */
const isReachedLimit = ({ code, severity }: FileDiagnostic): boolean =>
  code === 'KS004' && severity === DiagnosticSeverity.Information;

function render(found: readonly FileDiagnostic[], question: CheckOptions): string {
  switch (question.format) {
    case 'json':
      return printedJson({ diagnostics: found });
    case 'sarif':
      return printedJson(sarifLog(found, question.rootUri, question.version));
    case 'text':
      return printedLines(found.map(each => lineOf(each, question.currentFolder)));
  }
}

const LEVELS = ['', 'error', 'warning', 'information', 'hint'];

/** `file:line:column: level: message (code)`, counted from one, as compilers print it. */
function lineOf({ uri, range: { start }, severity = 1, message, code }: FileDiagnostic, currentFolder: string): string {
  const where = `${displayPath(fsPathOf(uri), currentFolder)}:${start.line + 1}:${start.character + 1}`;
  return `${where}: ${LEVELS[severity] ?? ''}: ${message as string} (${String(code)})`;
}
