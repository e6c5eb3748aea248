/** Diagnostics for editors. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from 'vscode-languageserver-types';
import type { CheckLevel } from '../semantics/settings';
import { diagnosticPage } from './diagnosticPage';

/** Maximum number of diagnostics per document. */
export const MAX_DIAGNOSTICS = 500;

const SEVERITIES: Readonly<Record<DiagnosticParts['level'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

export interface DiagnosticParts {
  readonly range: Range;
  /** `KS202`, or `syntax`. */
  readonly code: string;
  readonly level: Exclude<CheckLevel, 'off'>;
  readonly message: string;
  readonly related?: readonly DiagnosticRelatedInformation[];
  readonly tags?: readonly (keyof typeof TAGS)[];
  readonly data?: unknown;
}

/** A diagnostic with the page of its code. Empty properties are omitted. */
export const toDiagnostic = ({
  range,
  code,
  level,
  message,
  related = [],
  tags = [],
  data,
}: DiagnosticParts): Diagnostic => ({
  range,
  severity: SEVERITIES[level],
  source: 'kubestack',
  code,
  codeDescription: { href: diagnosticPage(code) },
  message,
  ...(tags.length > 0 ? { tags: tags.map(tag => TAGS[tag]) } : {}),
  ...(related.length > 0 ? { relatedInformation: [...related] } : {}),
  ...(data === undefined ? {} : { data }),
});

/** In the order of the text. */
export const byRange = ({ range: a }: Diagnostic, { range: b }: Diagnostic): number =>
  a.start.line - b.start.line || a.start.character - b.start.character;
