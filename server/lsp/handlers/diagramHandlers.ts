/** Requests for the platform diagram. */
import type { CancellationToken } from 'vscode-languageserver';
import type { DiagramParams, DiagramTextParams } from '../../../common/diagram/diagram';
import { Method } from '../../../common/protocol';
import { diagramInSteps, diagramTextInSteps } from '../../features/diagram/diagram';
import { normalizeUri } from '../../workspace/uri';
import type { HandlerContext } from '../handlerContext';

export function registerDiagramHandlers({ connection, restartOnChange }: HandlerContext): void {
  connection.onRequest(Method.diagram, (params: DiagramParams, token: CancellationToken) =>
    restartOnChange(request => diagramInSteps(request, normalizeUri(params.uri), params), {}, token),
  );
  connection.onRequest(Method.diagramText, (params: DiagramTextParams, token: CancellationToken) =>
    restartOnChange(request => diagramTextInSteps(request, normalizeUri(params.uri), params), {}, token),
  );
}
