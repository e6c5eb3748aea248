/** Whether the environments of a platform's clusters are known. */
import { namedEnvironments } from '../../kubestack/inheritance/environmentKeys';
import { mapPausing } from '../../scheduling/pausing';
import { perContext } from '../engine/perContext';
import { platformFolders } from './platformFolders';

/**
 * False if a file does not parse, or the configuration of a cluster can't be evaluated: then a cluster may have an environment that is not in
 * {@link CheckContext.environments}.
 */
export const knowsEnvironments = perContext(function* (context): Generator<undefined, boolean> {
  const { calls, request } = context;
  const unknown = yield* mapPausing(calls, call =>
    call.module.kind === 'cluster' && namedEnvironments(call, request.model).keys.length === 0 ? [call] : [],
  );
  return unknown.length === 0 && platformFolders(context).every(({ hasDiagnostics }) => !hasDiagnostics);
});
