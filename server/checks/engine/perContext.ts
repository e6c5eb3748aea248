/** Computes facts for the checks of a platform once per context. */
import { now } from '../../../common/now';
import type { PlatformCheck } from './check';
import type { CheckContext } from './checkContext';

interface Fact {
  readonly prepare: (context: CheckContext) => Generator<undefined, void>;
  /** The facts that its computation has read so far. */
  readonly reads: Set<Fact>;
}

/** In the order in which they depend on each other. */
const facts: Fact[] = [];
/** The facts that a check has read so far. */
const readBy = new WeakMap<PlatformCheck, Set<Fact>>();
/** Receives the facts that are read. */
let reading: Set<Fact> | undefined;

/**
 * Memoizes a function of a context. The computation is a generator with pauses, since it may visit all modules of a platform. {@link prepareFacts}
 * runs it before the checks.
 */
export function perContext<T>(
  compute: (context: CheckContext) => Generator<undefined, T>,
): (context: CheckContext) => T {
  const kept = new WeakMap<CheckContext, { readonly result: T }>();
  const reads = new Set<Fact>();
  function* prepare(context: CheckContext): Generator<undefined, void> {
    if (!kept.has(context)) kept.set(context, { result: yield* noting(reads, compute(context)) });
  }
  const fact = { prepare, reads };
  facts.push(fact);
  return context => {
    reading?.add(fact);
    if (!kept.has(context)) now(prepare(context));
    return kept.get(context)!.result;
  };
}

/** Computes the facts of a context that checks need: those that they have read before, or all for a check that has not run yet. */
export function* prepareFacts(context: CheckContext, checks: readonly PlatformCheck[]): Generator<undefined, void> {
  const needed = new Set<Fact>();
  for (const check of checks) for (const fact of readBy.get(check) ?? facts) needed.add(fact);
  // Sets also iterate over what is added meanwhile.
  for (const { reads } of needed) for (const fact of reads) needed.add(fact);
  for (const fact of facts) {
    if (!needed.has(fact)) continue;
    yield* fact.prepare(context);
    yield;
  }
}

/** Runs a check, and remembers the facts that it reads. */
export function* withFacts<T>(check: PlatformCheck, findings: Iterable<T>): Generator<T, void> {
  let reads = readBy.get(check);
  if (!reads) readBy.set(check, (reads = new Set()));
  yield* noting(reads, findings[Symbol.iterator]());
}

function* noting<T, R>(reads: Set<Fact>, work: Iterator<T, R>): Generator<T, R> {
  for (;;) {
    const outer = reading;
    reading = reads;
    let step: IteratorResult<T, R>;
    try {
      step = work.next();
    } finally {
      reading = outer;
    }
    if (step.done === true) return step.value;
    yield step.value;
  }
}
