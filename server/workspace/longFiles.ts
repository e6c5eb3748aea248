/** How long files may be to be read as configuration. */
import { t } from '../../common/localization';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { SourceSyntax } from './fileNames';

/**
 * Longer documents with unsaved changes, in UTF-16 code units, are read again when they are saved, since a changed document is parsed without a pause
 * at each key. The longest file that we know of in a published module has 129,716 characters.
 */
export const MAX_DOCUMENT_LENGTH = 150_000;
/** The same for JSON, which takes twice as long to parse. */
export const MAX_JSON_DOCUMENT_LENGTH = 75_000;
/** Longer files are not read as configuration. Parsing one of this length takes a second, and at most 200 MB of memory. */
export const MAX_FILE_LENGTH = 4_000_000;
/** The same for JSON. */
export const MAX_JSON_LENGTH = 2_000_000;
/** All files together that are longer than a document may be. Files beyond are not read, since each takes much memory. */
const MAX_LONG_TEXT = 12_000_000;

const longestDocument = ({ json }: SourceSyntax): number => (json ? MAX_JSON_DOCUMENT_LENGTH : MAX_DOCUMENT_LENGTH);
const longestFile = ({ json }: SourceSyntax): number => (json ? MAX_JSON_LENGTH : MAX_FILE_LENGTH);

interface LongText {
  readonly syntax: SourceSyntax;
  /** Whether it is the text of an open document that differs from the file. */
  readonly isUnsaved: boolean;
  /** What it replaces. */
  readonly previous: SourceFile | undefined;
}

const inWords = (length: number): string => length.toLocaleString('en');

/** Limits the length of single files, and of all long files together. */
export class LongFiles {
  /** Total length of those that were read. */
  private total = 0;

  replace(before: SourceFile | undefined, after: SourceFile | undefined): void {
    this.total += lengthOf(after) - lengthOf(before);
  }

  /** Why a text is too long to be read; undefined if it isn't. */
  problem(text: string, { syntax, isUnsaved, previous }: LongText): string | undefined {
    const [document, file] = [longestDocument(syntax), longestFile(syntax)];
    if (text.length <= document) return undefined;
    if (text.length > file) return t('This file is longer than {0} characters and is ignored.', inWords(file));
    if (isUnsaved)
      return t('This file is longer than {0} characters, so its changes are read when it is saved.', inWords(document));
    return this.total - lengthOf(previous) + text.length > MAX_LONG_TEXT
      ? t('This file is ignored: files of this length have more than {0} characters together.', inWords(MAX_LONG_TEXT))
      : undefined;
  }
}

/** The length of a file that counts as long, otherwise 0. */
const lengthOf = (file: SourceFile | undefined): number =>
  file && !file.isUnread && file.text.length > MAX_JSON_DOCUMENT_LENGTH ? file.text.length : 0;
