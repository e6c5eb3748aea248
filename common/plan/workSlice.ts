/** Divides long work into slices. The caller decides: an editor must stay responsive, a command line need not. */
export interface WorkSlice {
  /** Whether the slice is used up. Cheap: ask before awaiting `rest` in loops. */
  readonly isOver: boolean;
  /** Lets other work run, and starts the next slice. */
  rest(): Promise<void>;
}

/** Does all work in one slice. */
export const undivided: WorkSlice = { isOver: false, rest: () => Promise.resolve() };
