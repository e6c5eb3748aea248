/** Folding ranges: blocks, objects, lists, calls over several lines, heredocs, runs of comments, and region marks. */
import type { FoldingRange } from 'vscode-languageserver-types';
import { FoldingRangeKind } from 'vscode-languageserver-types';
import type { Attribute, Block, Expression, Span } from '../../syntax/ast';
import { childrenOf } from '../../syntax/traversal';
import type { PlacedItem, SourceFile } from '../../syntax/sourceFileModel';
import { commentLines } from '../../semantics/commentLines';
import { MAX_DOCUMENT_LENGTH } from '../../workspace/longFiles';
import { isUntouched, offsetInFile } from '../../semantics/positionMapping';
import { fileOf, type RequestContext } from '../../semantics/requestContext';

/**
 * Null if there is nothing to fold, and for long documents: the client then folds by indentation.
 * @param wholeLines whether the client folds only whole lines, so that the line of a closing bracket stays visible
 */
export function foldingRanges(request: RequestContext, uri: string, wholeLines: boolean): FoldingRange[] | null {
  const file = fileOf(request, uri);
  if (!file || file.text.length > MAX_DOCUMENT_LENGTH) return null;
  // Also beside extensions that serve plain Terraform: they provide no folding, and VS Code stops folding by indentation once a provider answers.
  const folded = file.items.flatMap(placed => foldsOf(file, placed, wholeLines));
  const ranges = [...folded, ...commentFolds(file)].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
  return ranges.length > 0 ? ranges : null;
}

interface Fold {
  readonly span: Span;
  /** Whether it ends with a closing bracket on its own line. */
  readonly bracket: boolean;
}

function foldsOf(file: SourceFile, placed: PlacedItem, wholeLines: boolean): FoldingRange[] {
  return folds(placed.item.node, placed.item.text).flatMap(({ span, bracket }): FoldingRange[] => {
    if (placed.staleText !== undefined && !isUntouched(placed, { start: span.end - 1, end: span.end })) return [];
    const start = file.lines.positionAt(offsetInFile(placed, span.start));
    const end = file.lines.positionAt(offsetInFile(placed, span.end));
    if (wholeLines || !bracket) {
      const endLine = bracket ? end.line - 1 : end.line;
      return endLine > start.line ? [{ startLine: start.line, endLine }] : [];
    }
    if (end.line === start.line) return [];
    return [
      {
        startLine: start.line,
        startCharacter: start.character + 1,
        endLine: end.line,
        endCharacter: Math.max(0, end.character - 1),
      },
    ];
  });
}

function folds(node: Block | Attribute, text: string): Fold[] {
  const found: Fold[] = [];
  findFolds(node, text, found);
  return found;
}

function findFolds(node: Block | Attribute, text: string, found: Fold[]): void {
  if (node.kind === 'attribute') return findInExpression(node.value, text, found);
  const brace = text.indexOf('{', node.labels.at(-1)?.end ?? node.start);
  found.push({ span: { start: brace < 0 ? node.start : brace, end: node.end }, bracket: true });
  for (const entry of node.body) findFolds(entry, text, found);
}

function findInExpression(expression: Expression, text: string, found: Fold[]): void {
  switch (expression.kind) {
    case 'object':
    case 'tuple':
    case 'for':
      found.push({ span: expression, bracket: true });
      break;
    case 'call':
      found.push({ span: { start: expression.nameEnd, end: expression.end }, bracket: true });
      break;
    case 'text':
    case 'template':
      if (text.startsWith('<<', expression.start)) found.push({ span: heredoc(expression, text), bracket: false });
      break;
    default:
  }
  for (const child of childrenOf(expression)) findInExpression(child, text, found);
}

/** Without the line break that may follow the closing marker. */
function heredoc({ start, end }: Span, text: string): Span {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** Two or more consecutive comment lines, and `# region` … `# endregion`. */
function commentFolds(file: SourceFile): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const regions: number[] = [];
  let first: number | undefined;
  let last = -2;
  const close = (): void => {
    if (first !== undefined && last > first)
      ranges.push({ startLine: first, endLine: last, kind: FoldingRangeKind.Comment });
    first = undefined;
  };
  for (const { line, endLine, text } of commentLines(file)) {
    const mark = /^(?:#|\/\/)\s*#?(end)?region\b/.exec(text);
    if (mark || line !== last + 1) close();
    if (mark) {
      const opened = mark[1] === undefined ? undefined : regions.pop();
      if (mark[1] === undefined) regions.push(line);
      else if (opened !== undefined) ranges.push({ startLine: opened, endLine: line, kind: FoldingRangeKind.Region });
      continue;
    }
    first ??= line;
    last = endLine;
  }
  close();
  return ranges;
}
