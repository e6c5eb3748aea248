/** The requests for accepted drift. Only clients that run Terraform send them. */
import type { CancellationToken } from 'vscode-languageserver';
import type {
  AcceptedDriftParams,
  AcceptedDriftResult,
  NewDriftEntryParams,
  NewDriftEntryResult,
} from '../../../common/drift/drift';
import { Method } from '../../../common/protocol';
import { acceptedDrift, newDriftEntry } from '../../features/drift';
import type { HandlerContext } from '../handlerContext';

export function registerDriftHandlers({ connection, cooperative }: HandlerContext): void {
  connection.onRequest(
    Method.acceptedDrift,
    (params: AcceptedDriftParams, token: CancellationToken): Promise<AcceptedDriftResult | null> =>
      cooperative(request => acceptedDrift(request, params), token),
  );
  connection.onRequest(
    Method.newDriftEntry,
    (params: NewDriftEntryParams, token: CancellationToken): Promise<NewDriftEntryResult | null> =>
      cooperative(function* (request) {
        yield;
        return newDriftEntry(request, params);
      }, token),
  );
}
