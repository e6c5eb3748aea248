/** `kubestack_check`: reports diagnostics, with the ids of fixes. */
import { shortened } from '../../common/shortened';
import { whyUnchecked } from '../diagnostics/checkedDocuments';
import { DIAGNOSTIC_CODES, type FixableDiagnostic } from '../diagnostics/checkedDiagnostics';
import type { RequestContext } from '../semantics/requestContext';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { cachedDiagnostics, cachedDocuments } from './cachedDiagnostics';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import { SEVERITY_NAMES } from './describePlatformTool';
import { optionalString, optionalStrings, section, ToolError, type Tool, type ToolHost, type ToolInput } from './tool';
import { PATH_INPUT, pathInput, shownPath, shownLocation, targetOfPath } from './toolPaths';

const NAME: JsonSchema = { type: 'string' };
const LINE: JsonSchema = { type: 'integer', description: 'Counted from 1.' };

/** A diagnostic and its location. */
export interface LocatedDiagnostic extends FixableDiagnostic {
  readonly uri: string;
}

export const checkTool: Tool = {
  name: 'kubestack_check',
  title: 'Check Kubestack platforms',
  description:
    'Finds mistakes in Kubestack platforms that `terraform validate` does not see: wrong attributes, missing environments, zones of another region, providers of another cluster, secrets, README tables and pipelines that do not match. Call it before and after every edit; each problem has the ids of fixes for kubestack_preview_change.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      files: { ...listSchema(NAME), description: 'Only problems in these files.' },
      codes: { ...listSchema(NAME), description: 'Only these codes, such as KS208.' },
      severity: {
        type: 'string',
        enum: SEVERITY_NAMES,
        description: 'The least severity: warning gives errors and warnings. All by default.',
      },
      ...PAGE_INPUT,
    },
    [],
  ),
  output: answerSchema(
    { counts: { type: 'object', additionalProperties: { type: 'integer' }, description: 'Problems by severity.' } },
    {
      problems: objectSchema(
        {
          code: NAME,
          severity: { type: 'string', enum: SEVERITY_NAMES },
          message: NAME,
          file: NAME,
          line: LINE,
          column: LINE,
          end_line: LINE,
          end_column: LINE,
          related: listSchema(objectSchema({ message: NAME, at: NAME }, ['message', 'at'])),
          fixes: listSchema(
            objectSchema(
              { id: { ...NAME, description: 'For kubestack_preview_change with kind "fix".' }, title: NAME },
              ['id', 'title'],
            ),
          ),
        },
        ['code', 'severity', 'message', 'file', 'line', 'column', 'fixes'],
      ),
    },
    ['counts', 'problems'],
  ),
  run: (host, input) =>
    host.compute(pathInput(host, input).uri, function* (request) {
      assertKnownCodes(optionalStrings(input, 'codes') ?? []);
      const found: LocatedDiagnostic[] = [];
      for (const uri of requestedDocuments(request, host, input)) {
        for (const each of cachedDiagnostics(request, uri)) if (isRequested(each, input)) found.push({ uri, ...each });
        yield;
      }
      const counts: Record<string, number> = {};
      for (const each of found) counts[severityOf(each)] = (counts[severityOf(each)] ?? 0) + 1;
      const countTexts = SEVERITY_NAMES.filter(name => counts[name] !== undefined).map(
        name => `${counts[name]} × ${name}`,
      );
      return {
        summary:
          found.length === 0
            ? 'No problems found.'
            : `${found.length} problems: ${countTexts.join(', ')}. Explanations are in the resources kubestack://diagnostics/{code}.`,
        head: { counts },
        sections: [section('problems', found, each => problemEntry(host, each))],
      };
    }),
};

/** @throws ToolError for a misspelled code, which would find no problems */
function assertKnownCodes(codes: readonly string[]): void {
  const unknown = codes.filter(code => !DIAGNOSTIC_CODES.includes(code));
  if (unknown.length > 0)
    throw new ToolError(
      `There is no diagnostic ${unknown
        .slice(0, 5)
        .map(code => JSON.stringify(shortened(code, 20)))
        .join(', ')}. The resources kubestack://diagnostics/{code} list all codes, such as KS208.`,
    );
}

function requestedDocuments(request: RequestContext, host: ToolHost, input: ToolInput): readonly string[] {
  const target = targetOfPath(request, host, optionalString(input, 'path'));
  if (target.isFile && whyUnchecked(request, target.uri) !== undefined)
    throw new ToolError('Nothing in this file is checked. Pass the folder of the platform, or a configuration file.');
  const all = target.isFile ? [target.uri] : cachedDocuments(request, target.uri);
  if (all.length === 0)
    throw new ToolError(
      'There is no configuration here. Call kubestack_describe_platform to see where the platforms are.',
    );
  const files = optionalStrings(input, 'files')?.map(path => targetOfPath(request, host, path).uri);
  return files ? all.filter(uri => files.includes(uri)) : all;
}

function isRequested({ diagnostic }: FixableDiagnostic, input: ToolInput): boolean {
  const codes = optionalStrings(input, 'codes');
  if (codes && !codes.includes(String(diagnostic.code))) return false;
  const least = optionalString(input, 'severity');
  return least === undefined || (diagnostic.severity ?? 1) <= SEVERITY_NAMES.indexOf(least as 'error') + 1;
}

const severityOf = ({ diagnostic }: FixableDiagnostic): (typeof SEVERITY_NAMES)[number] =>
  SEVERITY_NAMES[(diagnostic.severity ?? 1) - 1] ?? 'error';

function problemEntry(host: ToolHost, each: LocatedDiagnostic): object {
  const { range, code, message, relatedInformation = [] } = each.diagnostic;
  const related = relatedInformation
    .slice(0, 5)
    .map(({ message: text, location }) => ({ message: text, at: shownLocation(host, location) }));
  return {
    code: String(code),
    severity: severityOf(each),
    message,
    file: shownPath(host, each.uri),
    line: range.start.line + 1,
    column: range.start.character + 1,
    end_line: range.end.line + 1,
    end_column: range.end.character + 1,
    ...(related.length > 0 ? { related } : {}),
    fixes: each.fixes().map(({ title }, index) => ({ id: fixId(host, each, index), title })),
  };
}

/** `KS208:clusters.tf:12:5:1`: code, file, line, column, and index of the fix. */
const fixId = (host: ToolHost, { uri, diagnostic: { code, range } }: LocatedDiagnostic, index: number): string =>
  [code, shownPath(host, uri), range.start.line + 1, range.start.character + 1, index + 1].join(':');

/** The parts of a {@link fixId}; undefined for an invalid one. */
export function parseFixId(
  id: string,
): { code: string; file: string; line: number; character: number; index: number } | undefined {
  const [, code = '', file = '', line, column, fix] = /^(\w+):([^]+):(\d+):(\d+):(\d+)$/.exec(id) ?? [];
  if (line === undefined) return undefined;
  return { code, file, line: Number(line) - 1, character: Number(column) - 1, index: Number(fix) - 1 };
}
