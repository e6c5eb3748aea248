/** The result of a rename, with its consequences for the state. */
import { t } from '../../../common/localization';
import type { Explanation } from '../../edits/workspaceEdit';
import type { Draft } from '../../edits/draft';
import type { RefactoringProblem } from '../refactoring';

export interface RenameResult {
  readonly draft: Draft;
  readonly explanation?: Explanation;
}
export type Renamed = RenameResult | RefactoringProblem;

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
