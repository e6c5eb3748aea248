/** A clone of the framework in the extension's storage: its modules at any version. After the download, it works without a network. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sentences, t } from '../../common/localization';
import { setOwnProperty } from '../../common/ownProperty';
import { Git, GitError, type GitOptions } from '../git/git';
import { gitErrorOutput, problemOf, toSentences } from '../git/gitProblem';
import type { SideFiles } from '../../common/protocol';
import { RevisionError } from '../../common/node/git/revisionError';
import { RevisionRepository } from '../../common/node/git/revisionRepository';
import { OFFLINE } from '../../common/promotion/gitReader';
import { treeFiles } from '../git/revisionFiles';
import { exclusively } from '../processes/exclusively';

/** The only repository that is downloaded: no text of a workspace selects another one. */
export const FRAMEWORK_URL = 'https://github.com/kbst/terraform-kubestack';

/** Of a platform's calls. Their versions are text of the repository, and each is read with several programs. */
const MAX_VERSIONS = 20;
/** The repository has about 1 MB. */
const DOWNLOAD_TIMEOUT_MS = 120_000;
/** A Git host that sends nothing for this time, in seconds, doesn't answer. */
const SILENT_SECONDS = 30;

/** No hooks, no programs, no other host by a redirect, and no damaged or disguised objects. */
const SAFE = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.fsckObjects', 'true'],
  ['http.followRedirects', 'false'],
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', String(SILENT_SECONDS)],
].flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** Branches, tags, and the newest commit of the default branch, which the calls without a version use. */
const NEWEST = 'refs/remotes/origin/HEAD';
const REFS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*', `+HEAD:${NEWEST}`];

/** Files by path. */
export type FrameworkFiles = Readonly<SideFiles>;

export class FrameworkClone {
  /**
   * @param folder absolute path of the bare repository, which need not exist
   * @param options returns how git runs
   */
  constructor(
    readonly folder: string,
    private readonly options: () => Promise<GitOptions>,
  ) {}

  /**
   * Reads without a network.
   * @returns the files of the versions (tags, commits, branches) that the clone has
   * @throws RestrictedModeError in Restricted Mode
   */
  async read(versions: readonly string[]): Promise<Record<string, FrameworkFiles>> {
    const found: Record<string, FrameworkFiles> = {};
    if (!(await this.exists())) return found;
    const repository = await RevisionRepository.clone(await this.git(OFFLINE));
    for (const version of versions.slice(0, MAX_VERSIONS)) {
      const name = version === 'HEAD' ? NEWEST : version;
      const commit = await repository.commit(name).catch((error: unknown) => {
        if (error instanceof RevisionError) return undefined;
        throw error;
      });
      if (commit !== undefined) setOwnProperty(found, version, await treeFiles(repository, commit, ''));
    }
    return found;
  }

  /**
   * Downloads the repository, or what is new in it. Only one window does so at a time.
   * @throws Error that names what to do; the signal's reason if it aborts; RestrictedModeError in Restricted Mode
   */
  async download(signal: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
    const limited = AbortSignal.any([signal, timeout]);
    try {
      await exclusively(this.folder, limited, async () => {
        await mkdir(this.folder, { recursive: true });
        const git = (await this.git()).until(limited);
        await git.run([...SAFE, 'init', '--quiet', '--bare', '--template=']);
        await git.run([...SAFE, 'fetch', '--quiet', '--prune', '--no-tags', '--', FRAMEWORK_URL, ...REFS]);
      });
    } catch (error) {
      if (signal.aborted) throw error;
      if (timeout.aborted) throw unreachable(t('It did not answer within {0} seconds.', DOWNLOAD_TIMEOUT_MS / 1000));
      if (!(error instanceof GitError)) throw error;
      const { exitCode, stderr } = error.run;
      const output = toSentences(gitErrorOutput(stderr));
      if (exitCode !== -1 && problemOf(stderr) !== 'other') throw unreachable(output);
      // A damaged repository would fail again.
      if (exitCode !== -1) await rm(this.folder, { recursive: true, force: true });
      throw new Error(t("The framework can't be downloaded: {0}", output), { cause: error });
    }
  }

  private async git(environment: NodeJS.ProcessEnv = {}): Promise<Git> {
    return new Git(this.folder, { ...(await this.options()), environment: { GIT_DIR: this.folder, ...environment } });
  }

  private exists(): Promise<boolean> {
    return stat(join(this.folder, 'HEAD')).then(
      found => found.isFile(),
      () => false,
    );
  }
}

const unreachable = (reason: string): Error =>
  new Error(
    sentences(
      t("The framework can't be downloaded from {0}.", FRAMEWORK_URL),
      reason,
      t('Check the network and the proxy of Git (http.proxy), then run the command again.'),
    ),
  );
