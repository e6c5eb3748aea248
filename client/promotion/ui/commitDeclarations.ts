import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Platform } from '../../../common/protocol';
import { isInFolder, slashPathBelow } from '../../../common/node/paths';
import { errorMessage } from '../../core/errorMessage';
import { Setting } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import { RevisionRepository } from '../../../common/node/git/revisionRepository';
import type { Git } from '../../git/git';
import { revisionSide } from '../../git/revisionFiles';
import { AsyncCache } from '../asyncCache';
import { commitSettings, inOrder, type CommitSettings } from '../commitSettings';
import { readPipelinesOf } from '../readPipelines';
import type { ReadOptions } from '../readRepository';
import type { CommitEnvironments } from '../stage';

/** Maximum size of a settings file, in bytes. */
const MAX_SETTINGS = 1024 * 1024;

/** A repository, and the folders of its platforms in it; '' for the repository itself. */
interface Declaring {
  readonly root: string;
  readonly platforms: readonly Pick<Platform, 'uri'>[];
  readonly folders: readonly string[];
}

/** Reads what a commit declares about promotion: environments, pipelines and settings, from git's objects. */
export class CommitDeclarations {
  private readonly kept = new AsyncCache<CommitEnvironments | undefined>(undefined);

  constructor(private readonly server: LanguageServerClient) {}

  /** The environments of a commit. Failures are in the result. */
  async environments(repository: Declaring, commit: string, git: Git): Promise<CommitEnvironments> {
    const { root, platforms, folders } = repository;
    const key = JSON.stringify([root, commit, folders, platforms.map(({ uri }) => uri)]);
    try {
      return (await this.kept.of(key, () => this.read(repository, commit, git)))!;
    } catch (error) {
      return { platforms: [], problem: errorMessage(error) };
    }
  }

  /** The environments, pipelines and settings of a commit, for reading the repository. */
  async options(
    repository: Declaring,
    commit: string,
    current: Omit<ReadOptions, 'fetch'>,
  ): Promise<Omit<ReadOptions, 'fetch'>> {
    const { git, settings } = current;
    const { platforms, problem } = await this.environments(repository, commit, git);
    const found = await this.settings(repository, commit, git);
    const order = found?.order ?? [];
    return {
      ...current,
      platforms: problem === undefined ? platforms.map(names => inOrder(names, order)) : current.platforms,
      pipelineFiles: await readPipelinesOf(git, commit),
      settings: found
        ? {
            mainBranch: settings.mainBranch,
            ordered: order.length > 0,
            pattern: found.pattern,
            soakMinutes: found.soakMinutes,
          }
        : settings,
    };
  }

  private async read({ platforms, folders }: Declaring, commit: string, git: Git): Promise<CommitEnvironments> {
    const comparisons = await Promise.all(
      platforms.map(async ({ uri }, index) => {
        const after = await revisionSide(git, commit, folders[index] ?? '');
        const before = { kind: 'files', files: {} } as const;
        return (await this.server.review({ uri, before, after, sections: ['values'] })).values;
      }),
    );
    const [problem] = comparisons.flatMap(({ problems }) => problems);
    return {
      platforms: comparisons.map(({ environments }) => environments),
      ...(problem ? { problem: `${problem.module}: ${problem.message}` } : {}),
    };
  }

  /** Settings with those of the commit in place of those of the work tree; undefined if the repository contains no settings of this window. */
  private async settings({ root }: Declaring, commit: string, git: Git): Promise<CommitSettings | undefined> {
    const file = settingsFile(root);
    if (file === undefined) return undefined;
    const repository = await RevisionRepository.around(git);
    const text = (await repository.texts(commit, [file], MAX_SETTINGS)).get(file);
    const configuration = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(root));
    return commitSettings(text, {
      order: elsewhere<string[]>(configuration, Setting.environments) ?? [],
      pattern: elsewhere<string>(configuration, Setting.deployTagPattern) ?? '',
      soakMinutes: elsewhere<number>(configuration, Setting.soakMinutes) ?? 0,
    });
  }
}

/** The path of this window's settings file in a repository; undefined if the file is outside of it. */
function settingsFile(root: string): string | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const single = workspaceFile ? undefined : workspaceFolders?.[0];
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(root)) ?? single;
  if (folder?.uri.scheme !== 'file') return undefined;
  const file = path.join(folder.uri.fsPath, '.vscode', 'settings.json');
  return isInFolder(file, root) ? slashPathBelow(root, file) : undefined;
}

/** The value of a setting without the settings file of the folder. */
function elsewhere<T>(configuration: vscode.WorkspaceConfiguration, name: string): T | undefined {
  const found = configuration.inspect<T>(name);
  const ofWorkspace = vscode.workspace.workspaceFile ? found?.workspaceValue : undefined;
  return ofWorkspace ?? found?.globalValue ?? found?.defaultValue;
}
