/** How requests are answered: what each waits for before it is computed, and what happens if it fails, is cancelled, or is overtaken by an edit. */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { RequestContext } from '../semantics/requestContext';
import type { Session } from '../session';
import { runCooperatively } from '../scheduling/runCooperatively';
import { delay, inNextTurn } from '../scheduling/eventLoop';
import { now } from '../../common/now';

type Feature<T> = (request: RequestContext) => T;
/** A long computation, which yields after each step. */
type CooperativeFeature<T> = (request: RequestContext) => Generator<unknown, T>;

/** The state that answers are computed from. */
export interface SchedulerHost {
  /** @throws ResponseError before initialization and after shutdown */
  readonly requireServing: () => void;
  readonly session: () => Session;
  readonly request: () => RequestContext;
  readonly logFailure: (what: string, error: unknown) => void;
  /** Resolves when an answer about an open document has waited long enough for files. */
  readonly fileTimeout?: () => Promise<void>;
}

export interface RequestScheduler {
  /** Whether no file is missing only because the client has not sent it yet. */
  readonly isComplete: () => boolean;
  /**
   * Answers immediately, initialized or not.
   * @param otherwise the answer if the feature fails, here and below
   */
  readonly immediate: <T>(feature: Feature<T>, otherwise: T) => T;
  /** Answers from the text of a document alone. Stops when it is cancelled or the text changes. */
  readonly documentOnly: <T>(
    uri: string,
    feature: CooperativeFeature<T>,
    otherwise: T,
    token: CancellationToken,
  ) => Promise<T>;
  /**
   * Answers about open documents: does not wait until a large workspace is read completely, and only briefly for files from the client.
   * @param waitFor `'files'` waits for those files, so that no diagnostic says that something is temporarily unknown
   */
  readonly interactive: <T>(feature: Feature<T>, otherwise: T, waitFor?: 'files') => Promise<T>;
  /** Like `interactive`, for answers that take long in large documents. Restarts when the workspace changes. */
  readonly interactivePausing: <T>(
    feature: CooperativeFeature<T>,
    otherwise: T,
    token: CancellationToken,
    waitFor?: 'files',
  ) => Promise<T>;
  /** Answers about the whole workspace. A cancelled request is not computed. */
  readonly afterIndexing: <T>(feature: Feature<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /** Answers about the whole workspace. Restarts when the workspace changes; after some attempts it runs without yielding. */
  readonly restartOnChange: <T>(feature: CooperativeFeature<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /** Answers about the whole workspace. Stops when it is cancelled or the workspace changes; null if the feature fails. */
  readonly cooperative: <T>(feature: CooperativeFeature<T>, token: CancellationToken) => Promise<T | null>;
}

/** Maximum time that an answer about an open document waits for a large workspace to be read, in milliseconds. */
const INDEX_TIMEOUT_MS = 3_000;
/** Maximum number of restarts because of edits. */
const MAX_RESTARTS = 5;
/** Maximum number of restarts because of missing files: each attempt may need further ones. */
const MAX_ROUNDS = 30;

export function createRequestScheduler({
  requireServing,
  session,
  request,
  logFailure,
  fileTimeout = () => delay(INDEX_TIMEOUT_MS),
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

  /** Restarts a computation when files that it needed have arrived from the client. */
  async function withFiles<T>(answer: () => T | Promise<T>): Promise<T> {
    for (let round = 1; ; round++) {
      const result = await answer();
      if (session().isComplete || round === MAX_ROUNDS) return result;
      await session().whenRead();
    }
  }

  /** Undefined if it is cancelled, or something changes before it ends. */
  function attempt<T>(feature: CooperativeFeature<T>, token: CancellationToken): Promise<{ result: T } | undefined> {
    const { workspace } = session();
    const { revision } = workspace;
    return runCooperatively(
      feature(request()),
      'asked',
      () => !token.isCancellationRequested && workspace.revision === revision,
    );
  }

  /**
   * The result of the first attempt during which nothing changes.
   * @param waiting whether it is computed again when files that it needed have arrived
   * @throws ResponseError if it was cancelled
   */
  async function restarted<T>(
    feature: CooperativeFeature<T>,
    otherwise: T,
    token: CancellationToken,
    waiting: typeof withFiles,
  ): Promise<T> {
    try {
      for (let count = 0; !token.isCancellationRequested; count++) {
        if (count === MAX_RESTARTS) return await waiting(() => now(feature(request())));
        const done = await waiting(() => attempt(feature, token));
        if (done) return done.result;
      }
    } catch (error) {
      logFailure('A request failed', error);
      return otherwise;
    }
    throw cancelled();
  }

  async function soon<T>(answer: () => T | Promise<T>, waitFor?: 'files'): Promise<T> {
    requireServing();
    await session().whenUsable();
    let isLate = false;
    const timeout = fileTimeout().then(() => void (isLate = true));
    const read = (): Promise<void> =>
      waitFor === 'files' && isLate ? session().whenRead() : Promise.race([session().whenRead(), timeout]);
    for (await read(); ; await read()) {
      const result = await answer();
      if (session().isComplete || (isLate && waitFor !== 'files')) return result;
    }
  }

  /**
   * The result of an attempt.
   * @throws ResponseError if it was cancelled or something has changed
   */
  async function resultOf<T>(
    attempted: () => Promise<{ result: T } | undefined>,
    otherwise: T,
    token: CancellationToken,
  ): Promise<T> {
    try {
      const done = token.isCancellationRequested ? undefined : await attempted();
      if (done) return done.result;
    } catch (error) {
      logFailure('A request failed', error);
      return otherwise;
    }
    if (token.isCancellationRequested) throw cancelled();
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The workspace has changed in the meantime.');
  }

  return {
    isComplete: () => session().isComplete,
    immediate: compute,
    documentOnly: async (uri, feature, otherwise, token) => {
      requireServing();
      const { workspace } = session();
      const text = workspace.file(uri)?.text;
      const isNeeded = (): boolean => !token.isCancellationRequested && workspace.file(uri)?.text === text;
      return resultOf(() => runCooperatively(feature(request()), 'asked', isNeeded), otherwise, token);
    },
    interactive: (feature, otherwise, waitFor) => soon(() => compute(feature, otherwise), waitFor),
    interactivePausing: (feature, otherwise, token, waitFor) =>
      soon(() => restarted(feature, otherwise, token, async answer => answer()), waitFor),
    afterIndexing: async (feature, otherwise, token) => {
      await whenRead();
      // A cancellation may have arrived in the meantime.
      await new Promise<void>(resolve => inNextTurn(resolve));
      return withFiles(() => {
        if (token.isCancellationRequested) throw cancelled();
        return compute(feature, otherwise);
      });
    },
    restartOnChange: async (feature, otherwise, token) => {
      await whenRead();
      return restarted(feature, otherwise, token, withFiles);
    },
    cooperative: async <T>(feature: CooperativeFeature<T>, token: CancellationToken) => {
      await whenRead();
      return resultOf<T | null>(() => withFiles(() => attempt(feature, token)), null, token);
    },
  };
}

const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
