/** The progress of a plan in one line. */
import type { RunProgress } from '../../model/planEntry';
import { t } from '../../../../common/localization';

/** @returns e.g. `Reading 12 resources`, without the elapsed time: see `elapsedText`. */
export function progressText({ phase, refreshed, planned, cancelling }: RunProgress): string {
  if (cancelling) return t('Stopping: waiting for the lock to be released');
  switch (phase) {
    case 'waiting':
      return t('Waiting for another run to finish');
    case 'checking':
      return t('Checking');
    case 'initializing':
      return t('Running init');
    case 'refreshing':
      if (refreshed === 0) return t('Reading resources');
      return refreshed === 1 ? t('Read 1 resource') : t('Read {0} resources', refreshed);
    case 'planning':
      return planned === 0 ? t('Planning') : t('Planning, {0} to change so far', planned);
    case 'reading':
      return t('Reading the plan');
  }
}

/** @returns minutes and seconds: `0:05`, `12:30`. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
