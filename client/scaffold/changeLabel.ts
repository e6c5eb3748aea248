/** Labels of buttons that write files, and the message afterwards. */
import type { ChangedFiles } from './changedFiles';
import { t } from '../../common/localization';

/** A button: `Create 8 files`. */
export function changeLabel(files: ChangedFiles): string {
  const { created, changed, deleted } = files;
  const count = fileCount(files);
  if (created.length === count) return count === 1 ? t('Create 1 file') : t('Create {0} files', count);
  if (changed.length === count) return count === 1 ? t('Change 1 file') : t('Change {0} files', count);
  if (deleted.length === count) return count === 1 ? t('Delete 1 file') : t('Delete {0} files', count);
  return t('Write {0} files', count);
}

/** A message: `New Platform: created 8 files.` */
export function changeDone(title: string, files: ChangedFiles): string {
  const count = fileCount(files);
  if (files.created.length === count)
    return count === 1 ? t('{0}: created 1 file.', title) : t('{0}: created {1} files.', title, count);
  return count === 1 ? t('{0}: changed 1 file.', title) : t('{0}: changed {1} files.', title, count);
}

const fileCount = ({ created, changed, deleted }: ChangedFiles): number =>
  created.length + changed.length + deleted.length;
