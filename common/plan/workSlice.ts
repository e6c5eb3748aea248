/** How long work is divided. Whoever runs it decides: an editor has other things to do, a command line has not. */
export interface WorkSlice {
  /** Whether the slice is used up. Cheap: ask before awaiting `rest` in loops. */
  readonly isOver: boolean;
  /** Lets others work, and starts the next slice. */
  rest(): Promise<void>;
}

/** All work in one slice. */
export const undivided: WorkSlice = { isOver: false, rest: () => Promise.resolve() };
