import * as vscode from 'vscode';

/** Path of the sample platform in the repository and in the extension's package. */
const SAMPLE = ['test', 'platforms', 'multi-cloud'];

/** The sample's pipeline, which deploys tags, and its states, which replace its empty one. The tests of this project use the platform without them. */
const PIPELINE_AND_STATES = ['media', 'sample'];

/** Files that runs or users can have left in the sample of a clone. */
const NOT_COPIED = new Set(['.terraform', '.terraform.lock.hcl', 'terraform.tfstate', 'terraform.tfstate.d']);

/** Name of the new folder if the chosen one already contains files. */
const FOLDER_NAME = 'kubestack-sample';

/**
 * Copies the sample platform. Existing files are never changed: if the folder contains any, except for those of an empty repository, a new folder is
 * created in it.
 *
 * @param extension folder of the extension.
 * @param chosen the folder that the user chose.
 * @returns the folder of the copy. Rejects if files can't be written.
 */
export async function copySamplePlatform(extension: vscode.Uri, chosen: vscode.Uri): Promise<vscode.Uri> {
  const entries = await vscode.workspace.fs.readDirectory(chosen);
  const isEmpty = entries.every(([name]) => name === '.git');
  const target = isEmpty ? chosen : unusedFolder(chosen, new Set(entries.map(([name]) => name)));
  await copyFolder(vscode.Uri.joinPath(extension, ...SAMPLE), target, { leftOut: NOT_COPIED });
  await copyFolder(vscode.Uri.joinPath(extension, ...PIPELINE_AND_STATES), target, { overwrite: true });
  return target;
}

function unusedFolder(parent: vscode.Uri, used: ReadonlySet<string>): vscode.Uri {
  let name = FOLDER_NAME;
  for (let number = 2; used.has(name); number++) name = `${FOLDER_NAME}-${number}`;
  return vscode.Uri.joinPath(parent, name);
}

interface CopyOptions {
  /** Names of files and folders. */
  readonly leftOut?: ReadonlySet<string>;
  readonly overwrite?: boolean;
}

async function copyFolder(source: vscode.Uri, target: vscode.Uri, options: CopyOptions): Promise<void> {
  const { leftOut, overwrite = false } = options;
  await vscode.workspace.fs.createDirectory(target);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(source)) {
    if (leftOut?.has(name)) continue;
    const [from, to] = [vscode.Uri.joinPath(source, name), vscode.Uri.joinPath(target, name)];
    if (type === vscode.FileType.Directory) await copyFolder(from, to, options);
    if (type === vscode.FileType.File) await vscode.workspace.fs.copy(from, to, { overwrite });
  }
}
