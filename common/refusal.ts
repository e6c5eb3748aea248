/** Why something that exists is not read. */
export type ReadRefusal =
  /** Its real path is outside the folders that may be read. */
  | 'outside'
  /** A device, a pipe or a socket: reading one can block, or never end. */
  | 'notRegular'
  | 'tooLarge'
  /** A folder with more entries than are listed. */
  | 'tooManyEntries'
  /** The operating system refuses to open it. */
  | 'unreadable';

const REASONS: Readonly<Record<ReadRefusal, string>> = {
  outside: 'it is outside the workspace',
  notRegular: 'it is not a regular file',
  tooLarge: 'it is too large',
  tooManyEntries: 'the folder has too many entries',
  unreadable: 'the operating system refuses to open it',
};

/** The reason as the second half of a sentence: "x.tf is not read: …". */
export const refusalReason = (refusal: ReadRefusal): string => REASONS[refusal];
