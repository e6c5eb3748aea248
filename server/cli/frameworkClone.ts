/** A clone of the framework on this machine, for modules that are not installed. */
import { resolve } from 'node:path';
import { t } from '../../common/localization';
import type { GivenTree } from '../comparison/revisionFileSystem';
import { GitRevisionError, RevisionRepository } from './gitRevision';
import { isThere } from './target';
import type { Terminal } from './terminal';
import { UsageError } from './usageError';

/** The files of the framework at a ref; undefined if the clone doesn't have it. */
export type FrameworkAt = (ref: string) => GivenTree | undefined;

/**
 * @param option value of `--framework`; without it, an environment variable names the clone
 * @returns undefined if there is none
 * @throws UsageError if the folder doesn't exist
 */
export function frameworkClone(option: string | undefined, terminal: Terminal): FrameworkAt | undefined {
  const given = option ?? terminal.env?.['KUBESTACK_FRAMEWORK_CLONE'];
  if (given === undefined || given === '') return undefined;
  if (!isThere(given, terminal.cwd())) throw new UsageError(t('{0} is not a clone of the framework.', given));
  const repository = RevisionRepository.clone(resolve(terminal.cwd(), given));
  return ref => {
    try {
      return repository.files(repository.commit(ref));
    } catch (error) {
      if (error instanceof GitRevisionError) return undefined;
      throw error;
    }
  };
}
