/** Computes what hovers and diagnostics add about open documents, while nothing else is to do. */
import { coalescedRuns } from '../../common/coalesced';
import type { Forecaster } from '../forecast/forecaster';
import { runCooperatively } from '../scheduling/runCooperatively';
import type { RequestContext } from '../semantics/requestContext';

export interface EffectsContext {
  readonly forecaster: Forecaster | undefined;
  /** The open documents, the last opened one at the end. */
  readonly uris: () => readonly string[];
  readonly request: () => RequestContext;
  /** Changes with each edit, which ends the work on the texts before it. Undefined while nothing is served. */
  readonly revision: () => unknown;
  /** Called if diagnostics may have changed. */
  readonly changed: () => void;
}

/**
 * After opening, nobody types: what somebody will point at is known before.
 * @returns a function that computes the effects for the open documents. Calls while it runs, for example for several documents that are opened
 * together, cause one further run, which computes only what the first hasn't: no document is computed twice.
 */
export function idleEffects(context: EffectsContext): () => Promise<void> {
  return coalescedRuns(() => prepareEffects(context));
}

async function prepareEffects({ forecaster, uris, request, revision, changed }: EffectsContext): Promise<void> {
  const read = revision();
  const isNeeded = (): boolean => read !== undefined && revision() === read;
  if (!forecaster || !isNeeded()) return;
  const asked = request();
  const prepared = new Set<string>();
  // Asks again after each document, since one that was opened meanwhile is probably pointed at first.
  const next = (): string | undefined => uris().findLast(each => !prepared.has(each));
  let hasChanged = false;
  try {
    for (let uri = next(); uri !== undefined && isNeeded(); uri = next()) {
      prepared.add(uri);
      const done = await runCooperatively(forecaster.prepareEffects(asked, uri), 'idle', isNeeded);
      hasChanged ||= done?.result === true;
    }
  } catch (error) {
    asked.client.failed?.('The effects of changes could not be computed', error);
  }
  if (hasChanged && isNeeded()) changed();
}
