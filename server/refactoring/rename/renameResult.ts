/** The result of a rename, with its consequences for the state. */
import type { Range } from 'vscode-languageserver-types';
import { t } from '../../../common/localization';
import type { Explanation } from '../../edits/workspaceEdit';
import type { Draft } from '../../edits/draft';
import type { RequestContext } from '../../semantics/requestContext';
import type { RefactoringProblem } from '../refactoring';

/** A name that can be renamed, without quotes. */
export interface RenameTarget {
  readonly range: Range;
  readonly placeholder: string;
}

export interface RenameResult {
  readonly draft: Draft;
  readonly explanation?: Explanation;
}
export type Renamed = RenameResult | RefactoringProblem;

/** Renames an environment in files that belong to other folders of the server, such as pipelines. @param folderUri of the platform */
export type RenameElsewhere = (
  request: RequestContext,
  draft: Draft,
  folderUri: string,
  old: string,
  newName: string,
) => void;

/** Thrown if an occurrence is in a text that can't be changed. */
export const unchangeable = (name: string, uri: string): RefactoringProblem => ({
  problem: /\.json$/.test(uri)
    ? t(
        '"{0}" is also used in {1}. JSON files are assumed to be generated, so nothing was renamed.',
        name,
        fileName(uri),
      )
    : t('"{0}" is also used in {1}, which has syntax errors. Fix them first.', name, fileName(uri)),
});

const fileName = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
