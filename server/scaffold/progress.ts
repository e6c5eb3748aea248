/** Progress of a scaffold, which may change thousands of files. */
export interface ScaffoldProgress {
  /** Modules are changed first; their files are written afterwards. */
  readonly phase: 'modules' | 'files';
  readonly done: number;
  readonly total: number;
}
