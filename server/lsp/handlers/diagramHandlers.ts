/** Requests for the platform diagram. */
import type { CancellationToken } from 'vscode-languageserver';
import type { DiagramParams, DiagramTextParams } from '../../../common/diagram/diagram';
import { Method } from '../../../common/protocol';
import { computeDiagram, computeDiagramText } from '../../features/diagram/diagram';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';

export function registerDiagramHandlers({ connection, restartOnChange }: HandlerContext): void {
  connection.onRequest(Method.diagram, (params: DiagramParams, token: CancellationToken) =>
    restartOnChange(request => computeDiagram(request, normalizeUri(params.uri), params), {}, token),
  );
  connection.onRequest(Method.diagramText, (params: DiagramTextParams, token: CancellationToken) =>
    restartOnChange(request => computeDiagramText(request, normalizeUri(params.uri), params), {}, token),
  );
}
