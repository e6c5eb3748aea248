/** Divides long work into slices. Callers provide it, since only an editor must stay responsive. */
export interface WorkSlice {
  /** Whether the slice has ended. Fast: check it in loops before awaiting `rest`. */
  readonly isOver: boolean;
  /** Lets other work run, and starts the next slice. */
  rest(): Promise<void>;
}

/** Does all work in one slice. */
export const undivided: WorkSlice = { isOver: false, rest: () => Promise.resolve() };
