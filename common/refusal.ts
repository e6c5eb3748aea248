/** Reasons why an existing file or folder is not read. */
import { ownProperty } from './ownProperty';
import { type Localizable, localizable, localized } from './localization';

export type ReadRefusal =
  /** Its real path is outside the allowed folders. */
  | 'outside'
  /** A device, pipe or socket: reading one can block or never end. */
  | 'notRegular'
  | 'tooLarge'
  /** A partial clone lacks its content. */
  | 'missingObject'
  /** A folder with too many entries to list. */
  | 'tooManyEntries'
  /** The operating system refuses to open it. */
  | 'unreadable'
  /** A symbolic link in a file system that does not report link targets. */
  | 'link'
  /** Its content was requested and has not arrived yet. */
  | 'pending';

const REASONS: Readonly<Record<ReadRefusal, Localizable>> = {
  outside: localizable('it is outside the workspace'),
  notRegular: localizable('it is not a regular file'),
  tooLarge: localizable('it is too large'),
  missingObject: localizable('this partial clone lacks its content'),
  tooManyEntries: localizable('the folder has too many entries'),
  unreadable: localizable('the operating system refuses to open it'),
  link: localizable('it is a symbolic link, and this file system does not report the targets of links'),
  pending: localizable('it is still being loaded'),
};

/** The reason as the second half of a sentence: "x.tf is not read: …". */
export const refusalReason = (refusal: ReadRefusal): string => localized(REASONS[refusal]);

export const isReadRefusal = (value: unknown): value is ReadRefusal =>
  typeof value === 'string' && ownProperty(REASONS, value) !== undefined;
