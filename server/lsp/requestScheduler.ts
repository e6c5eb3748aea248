/**
 * The ways in which requests are answered: what each waits for before it is computed, and what becomes of one that fails, is cancelled, or is
 * overtaken by an edit.
 */
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import type { Snapshot } from '../semantics/requestContext';
import type { Session } from '../session';
import { runCooperatively } from '../scheduling/runCooperatively';
import { toEnd } from '../scheduling/runToCompletion';

type Feature<T> = (snapshot: Snapshot) => T;
/** A feature that takes its time: pauses at each of its steps. */
type FeatureInSteps<T> = (snapshot: Snapshot) => Generator<unknown, T>;

/** What answers are made from. */
export interface Served {
  /** @throws ResponseError before the server is initialized, and after it was shut down */
  readonly requireServing: () => void;
  readonly session: () => Session;
  readonly snapshot: () => Snapshot;
  readonly logFailure: (what: string, error: unknown) => void;
}

export interface Answers {
  /** At once, whether anybody is served or not. @param otherwise where the feature fails, here and below */
  readonly compute: <T>(feature: Feature<T>, otherwise: T) => T;
  /** An answer that needs nothing but the document's own text. */
  readonly answerAlone: <T>(feature: Feature<T>, otherwise: T) => T;
  /** An answer about open documents: does not wait for a large workspace to be read to its end. */
  readonly answer: <T>(feature: Feature<T>, otherwise: T) => Promise<T>;
  /** An answer about the whole workspace. One that nobody waits for any more when its turn comes is not computed. */
  readonly answerWhole: <T>(feature: Feature<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /**
   * An answer about the whole workspace that begins anew when something changes meanwhile: whoever shows it has no other to show. After
   * some edits in a row it is computed in one go.
   */
  readonly answerFresh: <T>(feature: FeatureInSteps<T>, otherwise: T, token: CancellationToken) => Promise<T>;
  /** An answer about the whole workspace that stops when it is cancelled, or when something changes; null where the feature fails. */
  readonly answerInSteps: <T>(feature: FeatureInSteps<T>, token: CancellationToken) => Promise<T | null>;
}

/** How long an answer about an open document waits for a large workspace to be read, in milliseconds. */
const INDEX_PATIENCE = 3_000;
/** So often an answer begins anew because something was edited while it was computed. */
const ATTEMPTS = 5;

export function answersOf({ requireServing, session, snapshot, logFailure }: Served): Answers {
  function compute<T>(feature: Feature<T>, otherwise: T): T {
    try {
      return feature(snapshot());
    } catch (error) {
      logFailure('A request failed', error);
      return otherwise;
    }
  }

  async function whenRead(): Promise<void> {
    requireServing();
    await session().indexer.done();
  }

  /** Undefined when it is cancelled, or something changes before it comes to its end. */
  function attempt<T>(feature: FeatureInSteps<T>, token: CancellationToken): Promise<{ result: T } | undefined> {
    const { workspace } = session();
    const { revision } = workspace;
    return runCooperatively(
      feature(snapshot()),
      'asked',
      () => !token.isCancellationRequested && workspace.revision === revision,
    );
  }

  return {
    compute,
    answerAlone: (feature, otherwise) => {
      requireServing();
      return compute(feature, otherwise);
    },
    answer: async (feature, otherwise) => {
      requireServing();
      await Promise.race([session().indexer.done(), delay(INDEX_PATIENCE)]);
      return compute(feature, otherwise);
    },
    answerWhole: async (feature, otherwise, token) => {
      await whenRead();
      // What has come in meanwhile may be that it is cancelled.
      await new Promise(resolve => setImmediate(resolve));
      if (token.isCancellationRequested) throw cancelled();
      return compute(feature, otherwise);
    },
    answerFresh: async (feature, otherwise, token) => {
      await whenRead();
      try {
        for (let count = 0; !token.isCancellationRequested; count++) {
          if (count === ATTEMPTS) return toEnd(feature(snapshot()));
          const done = await attempt(feature, token);
          if (done) return done.result;
        }
      } catch (error) {
        logFailure('A request failed', error);
        return otherwise;
      }
      throw cancelled();
    },
    answerInSteps: async (feature, token) => {
      await whenRead();
      try {
        const done = token.isCancellationRequested ? undefined : await attempt(feature, token);
        if (done) return done.result;
      } catch (error) {
        logFailure('A request failed', error);
        return null;
      }
      if (token.isCancellationRequested) throw cancelled();
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The workspace has changed meanwhile.');
    },
  };
}

const cancelled = (): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
const delay = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds).unref());
