/** The diagnostics of one side of a review. */
import type { FileProblem } from '../../common/review/review';
import { allDiagnostics } from '../diagnostics/checkedDiagnostics';
import { checkedDocuments } from '../diagnostics/checkedDocuments';
import type { RequestContext } from '../semantics/requestContext';
import { relativePath } from '../workspace/uri';

/** @param uri folder whose documents are checked. Pauses after each document. */
export function* problemsIn(request: RequestContext, uri: string): Generator<undefined, FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const document of yield* checkedDocuments(request, uri)) {
    const path = relativePath(uri, document) ?? document;
    for (const { code, message } of yield* allDiagnostics(request, document))
      problems.push({
        path,
        ...(code === undefined ? {} : { code: String(code) }),
        message: typeof message === 'string' ? message : message.value,
      });
    yield;
  }
  return problems;
}
