/** Parses terraform's diagnostics, from JSON or from text output, with ranges for the editor. */
import * as path from 'node:path';
import { optional, type Shape } from '../../../common/shape';
import { withoutCredentials } from '../../../common/withoutCredentials';
import { RepositoryFiles } from '../../../common/node/repositoryFiles';
import { plainLine } from '../../processes/plainLine';
import type { PlanDiagnostic, PlanRange } from '../../../common/plan/plan';

interface JsonPosition {
  /** One-based. */
  line: number;
  /** One-based, in grapheme clusters. */
  column: number;
  /** Zero-based, from the start of the file. */
  byte: number;
}

/** A diagnostic in the JSON of `plan`, `validate` and `init`. */
export interface JsonDiagnostic {
  severity: string;
  summary: string;
  detail?: string;
  address?: string;
  range?: { filename: string; start: JsonPosition; end: JsonPosition };
}

const POSITION: Shape = { line: 'number', column: 'number', byte: 'number' };

export const DIAGNOSTIC_SHAPE: Shape = {
  severity: 'string',
  summary: 'string',
  detail: optional('string'),
  address: optional('string'),
  range: optional({ filename: 'string', start: POSITION, end: POSITION }),
};

/**
 * @param folder absolute path that file names are relative to.
 * @returns the diagnostic with zero-based lines and UTF-16 characters. Terraform's columns count characters differently, so its byte offsets are
 * looked up in the file. If that is not possible, its columns are used.
 */
export async function diagnosticOf(raw: JsonDiagnostic, folder: string): Promise<PlanDiagnostic> {
  const file = raw.range && path.resolve(folder, raw.range.filename);
  const range = raw.range && file !== undefined ? diagnosticRange(raw.range, await bytesOf(file, folder)) : undefined;
  return {
    severity: raw.severity === 'error' ? 'error' : 'warning',
    summary: withoutCredentials(raw.summary),
    detail: withoutCredentials(raw.detail ?? ''),
    ...(raw.address !== undefined && { address: raw.address }),
    ...(file !== undefined && range && { file, range }),
  };
}

async function bytesOf(file: string, folder: string): Promise<Buffer | undefined> {
  const content = await RepositoryFiles.around(folder).read(file);
  return content && 'bytes' in content ? Buffer.from(content.bytes) : undefined;
}

/** @param content of the file; undefined if it can't be read. */
export function diagnosticRange(range: NonNullable<JsonDiagnostic['range']>, content: Buffer | undefined): PlanRange {
  return { start: positionOf(range.start, content), end: positionOf(range.end, content) };
}

function positionOf({ line, column, byte }: JsonPosition, content: Buffer | undefined): PlanRange['start'] {
  const fallback = { line: line - 1, character: column - 1 };
  if (!content || byte > content.length) return fallback;
  const lineStart = byte === 0 ? 0 : content.lastIndexOf(0x0a, byte - 1) + 1;
  const lines = content.subarray(0, lineStart).reduce((count, value) => count + Number(value === 0x0a), 0);
  // The file has changed in the meantime.
  if (lines !== line - 1) return fallback;
  const text = content.subarray(lineStart, byte).toString('utf8');
  return { line: lines, character: text.replace(/^\uFEFF/, '').length };
}

/**
 * Parses the boxed diagnostics of commands without JSON output. Their ranges are whole lines.
 *
 * @param text standard error.
 */
export function diagnosticsInText(text: string, folder: string): PlanDiagnostic[] {
  const lines = text.split('\n').map(line =>
    plainLine(line)
      .replace(/^[│╷╵]\s?/, '')
      .trimEnd(),
  );
  const found: { severity: PlanDiagnostic['severity']; summary: string; lines: string[] }[] = [];
  for (const line of lines) {
    const match = /^(Error|Warning): (.*)$/.exec(line);
    if (match) found.push({ severity: match[1] === 'Error' ? 'error' : 'warning', summary: match[2] ?? '', lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ severity, summary, lines: rest }) => {
    const location = rest.map(line => /^\s*on (.+?) line (\d+)(?:,|:|$)/.exec(line)).find(Boolean);
    const line = Number(location?.[2] ?? 1) - 1;
    const detail = rest
      .filter(text => !/^\s*(?:on .+ line \d+|\d+: )/.test(text))
      .join('\n')
      .trim();
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    return {
      severity,
      summary,
      detail,
      ...(location?.[1] !== undefined && { file: path.resolve(folder, location[1]), range }),
    };
  });
}
