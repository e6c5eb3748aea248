/** How far a scaffold is: it may change thousands of files. */
export interface ScaffoldProgress {
  /** Modules are changed first; the files that they stand in are then put together. */
  readonly phase: 'modules' | 'files';
  readonly done: number;
  readonly total: number;
}
