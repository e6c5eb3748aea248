/** A clone of the framework on this machine, for modules that are not installed. */
import { resolve } from 'node:path';
import { t } from '../../common/localization';
import { RevisionError } from '../../common/node/git/revisionError';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import type { GivenTree } from '../comparison/revisionFileSystem';
import { gitReader } from './gitReader';
import { givenTree } from './givenTree';
import { isThere } from './target';
import type { Terminal } from './terminal';
import { UsageError } from './readArguments';

/** The files of the framework at a ref; undefined if the clone doesn't have it. */
export type FrameworkAt = (ref: string) => GivenTree | undefined;

/** Refs that are read for one result. They are text of the repository. */
const MAX_REFS = 20;

export class LocalFramework {
  private readonly trees = new Map<string, GivenTree | undefined>();
  private repository: Promise<RevisionRepository> | undefined;

  /** @param folder absolute path */
  constructor(private readonly folder: string) {}

  /** Computes a result, again if it needs refs that weren't read yet: a computation can't wait for git. */
  async with<T>(compute: (frameworkAt: FrameworkAt) => T | Promise<T>): Promise<T> {
    for (let read = 0; ;) {
      const missing = new Set<string>();
      const result = await compute(ref => {
        if (!this.trees.has(ref)) missing.add(ref);
        return this.trees.get(ref);
      });
      const next = [...missing].slice(0, MAX_REFS - read);
      if (next.length === 0) return result;
      read += next.length;
      for (const ref of next) this.trees.set(ref, await this.read(ref));
    }
  }

  private async read(ref: string): Promise<GivenTree | undefined> {
    try {
      this.repository ??= RevisionRepository.clone(gitReader(this.folder));
      const repository = await this.repository;
      return givenTree(await repository.tree(await repository.commit(ref)));
    } catch (error) {
      if (error instanceof RevisionError) return undefined;
      throw error;
    }
  }
}

/** Computes a result with the clone, if there is one. */
export const withFramework = async <T>(
  clone: LocalFramework | undefined,
  compute: (frameworkAt: FrameworkAt | undefined) => T | Promise<T>,
): Promise<T> => (clone ? clone.with(compute) : compute(undefined));

/**
 * @param option value of `--framework`; without it, an environment variable names the clone
 * @returns undefined if there is none
 * @throws UsageError if the folder doesn't exist
 */
export function frameworkClone(option: string | undefined, terminal: Terminal): LocalFramework | undefined {
  const given = option ?? terminal.env?.['KUBESTACK_FRAMEWORK_CLONE'];
  if (given === undefined || given === '') return undefined;
  if (!isThere(given, terminal.cwd())) throw new UsageError(t('{0} is not a clone of the framework.', given));
  return new LocalFramework(resolve(terminal.cwd(), given));
}
