/**
 * The ways in which requests are answered: what each waits for before it is computed, and what becomes of one that fails, is cancelled, or is
 * overtaken by an edit.
 */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { RequestContext } from '../semantics/requestContext';
import type { Session } from '../session';
import { runCooperatively } from '../scheduling/runCooperatively';
import { delay, inNextTurn } from '../scheduling/eventLoop';
import { runToCompletion } from '../scheduling/runToCompletion';

type Feature<T> = (request: RequestContext) => T;
/** A feature that takes its time: pauses at each of its steps. */
type CooperativeFeature<T> = (request: RequestContext) => Generator<unknown, T>;

/** What answers are made from. */
export interface SchedulerHost {
  /** @throws ResponseError before the server is initialized, and after it was shut down */
  readonly requireServing: () => void;
  readonly session: () => Session;
  readonly request: () => RequestContext;
  readonly logFailure: (what: string, error: unknown) => void;
  /** Resolves when an answer about an open document has waited long enough for files. */
  readonly patience?: () => Promise<void>;
}

export interface RequestScheduler {
  /** Whether nothing is unknown just because a file has not come from the client yet. */
  readonly isComplete: () => boolean;
  /** At once, whether anybody is served or not. @param otherwise where the feature fails, here and below */
  readonly immediate: <T>(feature: Feature<T>, otherwise: T) => T;
  /** An answer that needs nothing but the document's own text. */
  readonly documentOnly: <T>(feature: Feature<T>, otherwise: T) => T;
  /**
   * An answer about open documents: does not wait for a large workspace to be read to its end, nor for long for files that come from the
   * client. @param patience `'files'` when it must wait for those: then it says nothing about what is unknown only for now
   */
  readonly interactive: <T>(feature: Feature<T>, otherwise: T, patience?: 'files') => Promise<T>;
  /** An answer about the whole workspace. One that nobody waits for any more when its turn comes is not computed. */
  readonly afterIndexing: <T>(feature: Feature<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /**
   * An answer about the whole workspace that begins anew when something changes meanwhile: whoever shows it has no other to show. After
   * some edits in a row it is computed in one go.
   */
  readonly restartOnChange: <T>(feature: CooperativeFeature<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /** An answer about the whole workspace that stops when it is cancelled, or when something changes; null where the feature fails. */
  readonly cooperative: <T>(feature: CooperativeFeature<T>, token: CancellationToken) => Promise<T | null>;
}

/** How long an answer about an open document waits for a large workspace to be read, in milliseconds. */
const INDEX_TIMEOUT = 3_000;
/** So often an answer begins anew because something was edited while it was computed. */
const MAX_RESTARTS = 5;
/** So often an answer is computed again because it needed files that had not come yet: each time it may get to others. */
const MAX_ROUNDS = 30;

export function createRequestScheduler({
  requireServing,
  session,
  request,
  logFailure,
  patience: runsOut = () => delay(INDEX_TIMEOUT),
}: SchedulerHost): RequestScheduler {
  function compute<T>(feature: Feature<T>, otherwise: T): T {
    try {
      return feature(request());
    } catch (error) {
      logFailure('A request failed', error);
      return otherwise;
    }
  }

  async function whenRead(): Promise<void> {
    requireServing();
    await session().whenRead();
  }

  /** Computes an answer again when files that it needed have come from the client meanwhile. */
  async function withFiles<T>(answer: () => T | Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      const result = await answer();
      if (session().isComplete || round === MAX_ROUNDS) return result;
      await session().whenRead();
    }
  }

  /** Undefined when it is cancelled, or something changes before it comes to its end. */
  function attempt<T>(feature: CooperativeFeature<T>, token: CancellationToken): Promise<{ result: T } | undefined> {
    const { workspace } = session();
    const { revision } = workspace;
    return runCooperatively(
      feature(request()),
      'asked',
      () => !token.isCancellationRequested && workspace.revision === revision,
    );
  }

  return {
    isComplete: () => session().isComplete,
    immediate: compute,
    documentOnly: (feature, otherwise) => {
      requireServing();
      return compute(feature, otherwise);
    },
    interactive: async (feature, otherwise, patience) => {
      requireServing();
      await session().whenUsable();
      let isLate = false;
      const timeout = runsOut().then(() => void (isLate = true));
      const read = (): Promise<void> =>
        patience === 'files' && isLate ? session().whenRead() : Promise.race([session().whenRead(), timeout]);
      for (await read(); ; await read()) {
        const answer = compute(feature, otherwise);
        if (session().isComplete || (isLate && patience !== 'files')) return answer;
      }
    },
    afterIndexing: async (feature, otherwise, token) => {
      await whenRead();
      // What has come in meanwhile may be that it is cancelled.
      await new Promise<void>(resolve => inNextTurn(resolve));
      return withFiles(() => {
        if (token.isCancellationRequested) throw cancelled();
        return compute(feature, otherwise);
      });
    },
    restartOnChange: async (feature, otherwise, token) => {
      await whenRead();
      try {
        for (let count = 0; !token.isCancellationRequested; count++) {
          if (count === MAX_RESTARTS) return await withFiles(() => runToCompletion(feature(request())));
          const done = await withFiles(() => attempt(feature, token));
          if (done) return done.result;
        }
      } catch (error) {
        logFailure('A request failed', error);
        return otherwise;
      }
      throw cancelled();
    },
    cooperative: async (feature, token) => {
      await whenRead();
      try {
        const done = token.isCancellationRequested ? undefined : await withFiles(() => attempt(feature, token));
        if (done) return done.result;
      } catch (error) {
        logFailure('A request failed', error);
        return null;
      }
      if (token.isCancellationRequested) throw cancelled();
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The workspace has changed in the meantime.');
    },
  };
}

const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
