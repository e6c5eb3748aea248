import * as vscode from 'vscode';
import { authorityAt, REPOSITORY_SCHEME, repositoryPath } from '../githubAuthority';
import { readRevision, RevisionProblem, type RevisionFolders } from '../readRevision';
import type { ComparisonSide, SideFiles } from '../../../common/protocol';
import { t } from '../../../common/localization';

/** Reads revisions of repositories in GitHub Repositories. */
export class VirtualRevisions {
  /** The last result, since a matrix repeats the request after every edit. */
  private cached: { readonly key: string; readonly files: Promise<SideFiles> } | undefined;

  /** @param platform URI of a folder. @returns whether its file system may support revisions */
  reads(platform: string): boolean {
    const { scheme, authority, path } = vscode.Uri.parse(platform);
    const isRegistered = vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
    return (
      scheme === REPOSITORY_SCHEME &&
      isRegistered &&
      authorityAt(authority, 'HEAD') !== undefined &&
      repositoryPath(path) !== undefined
    );
  }

  /** As for `read`. */
  async side(platform: string, revision: string): Promise<ComparisonSide> {
    return { kind: 'files', files: await this.read(platform, revision) };
  }

  /**
   * @param platform URI of a folder for which `reads` is true
   * @param revision a branch, a tag or a commit; `HEAD` is the default branch
   * @returns contents by path relative to that folder
   * @throws Error with a sentence that explains why the revision can't be read
   */
  async read(platform: string, revision: string): Promise<SideFiles> {
    const key = JSON.stringify([platform, revision]);
    if (this.cached?.key !== key) this.cached = { key, files: filesAt(vscode.Uri.parse(platform), revision) };
    const { files } = this.cached;
    try {
      return await files;
    } catch (error) {
      if (this.cached?.key === key) this.cached = undefined;
      throw error instanceof RevisionProblem ? new Error(problemText(error)) : error;
    }
  }
}

async function filesAt(folder: vscode.Uri, revision: string): Promise<SideFiles> {
  const authority = authorityAt(folder.authority, revision);
  const repository = repositoryPath(folder.path);
  if (authority === undefined || repository === undefined) throw new RevisionProblem('unreadable');
  const at = (path: string): vscode.Uri => folder.with({ authority, path });
  const files: RevisionFolders = {
    list: async path =>
      (await vscode.workspace.fs.readDirectory(at(path))).map(([name, type]) => ({ name, kind: kindOf(type) })),
    read: async path => vscode.workspace.fs.readFile(at(path)),
  };
  return readRevision(files, repository, folder.path);
}

function kindOf(type: vscode.FileType): 'file' | 'folder' | 'other' {
  if (type === vscode.FileType.File) return 'file';
  return type === vscode.FileType.Directory ? 'folder' : 'other';
}

const problemText = ({ kind }: RevisionProblem): string =>
  kind === 'tooLarge'
    ? t('The repository has too many files to be read over the network.')
    : t("GitHub Repositories has no such revision, or can't read it.");
