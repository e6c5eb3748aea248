import * as vscode from 'vscode';
import { errorMessage } from '../../core/errorMessage';
import { Command, EXTENSION, WALKTHROUGH } from '../../core/ids';
import { showError } from '../../core/messages';
import { copySamplePlatform } from './samplePlatform';
import { t } from '../../../common/localization';

/** Key in the extension's global state: the URI of a new sample platform whose window has not been opened yet. */
const NEW_SAMPLE = 'walkthrough.newSample';
/** Key in the workspace state: whether its first file and the walkthrough were opened. */
const SHOWN = 'walkthrough.shown';

/** The file of the sample platform that is opened first, and the zero-based line of the attribute that the walkthrough names. */
const FIRST_FILE = 'eks_gc0_eu-west-1_cluster.tf';
const FIRST_LINE = 6;

/** Options for a new sample platform. */
export interface SampleOptions {
  /** Path of a folder that is treated as a new sample platform, for `npm run demo`. */
  readonly demo?: string | undefined;
  /** Undefined without Git. */
  readonly makeRepository?: MakeRepository | undefined;
}

/** Makes a folder a Git repository with a remote. Rejects if Git is missing or fails. */
export type MakeRepository = (folder: vscode.Uri) => Promise<void>;

/**
 * The commands *Get Started* and *Open Sample Platform…*. In the window of a new sample platform, opens one of its files and, below it, the
 * walkthrough, once.
 */
export function registerWalkthrough(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  { demo, makeRepository }: SampleOptions,
): vscode.Disposable {
  const create = (chosen: vscode.Uri): Promise<vscode.Uri> => createSample(context, output, chosen, makeRepository);
  void showFirstSteps(context, demo);
  return vscode.Disposable.from(
    vscode.commands.registerCommand(Command.getStarted, openWalkthrough),
    vscode.commands.registerCommand(Command.openSamplePlatform, () => openSample(context, create)),
  );
}

const openWalkthrough = (): Thenable<unknown> =>
  vscode.commands.executeCommand('workbench.action.openWalkthrough', `${EXTENSION}#${WALKTHROUGH}`, false);

/** The walkthrough gets the larger part of the height, since its steps are longer than the first environments of the file. */
const STACKED = { orientation: 1, groups: [{ size: 0.45 }, { size: 0.55 }] };

/** Opens the walkthrough below the editor: beside it, most lines of code would be cut off in windows that are not wide. */
async function openWalkthroughBelow(): Promise<void> {
  await vscode.commands.executeCommand('vscode.setEditorLayout', STACKED);
  await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
  await openWalkthrough();
  // The next files open above.
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
}

async function openSample(
  context: vscode.ExtensionContext,
  create: (chosen: vscode.Uri) => Promise<vscode.Uri>,
): Promise<void> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      ...(open === undefined ? {} : { defaultUri: open }),
      openLabel: t('Create Sample Here'),
      title: t('Folder for the sample platform'),
    })) ?? [];
  if (!chosen) return;
  try {
    const folder = await create(chosen);
    await context.globalState.update(NEW_SAMPLE, folder.toString());
    // The folder of this window, which was empty, does not have to be opened again.
    if (folder.toString() === open?.toString()) await showFirstSteps(context, undefined);
    else await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: open !== undefined });
  } catch (error) {
    void showError(t("The sample platform can't be created: {0}", errorMessage(error)));
  }
}

/** @returns the folder of the sample. With Git, it is a repository, unless it is already inside of one */
async function createSample(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  chosen: vscode.Uri,
  makeRepository: MakeRepository | undefined,
): Promise<vscode.Uri> {
  const folder = await copySamplePlatform(context.extensionUri, chosen);
  if (!makeRepository || folder.scheme !== 'file' || (await isRepository(folder))) return folder;
  try {
    await makeRepository(folder);
  } catch (error) {
    output.warn(`The sample platform is not a Git repository: ${errorMessage(error)}`);
  }
  return folder;
}

const isRepository = (folder: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, '.git'))).then(
    () => true,
    () => false,
  );

async function showFirstSteps(context: vscode.ExtensionContext, demo: string | undefined): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return;
  const isNew = context.globalState.get(NEW_SAMPLE) === folder.toString();
  if (!isNew && (folder.fsPath !== demo || context.workspaceState.get(SHOWN))) return;
  await context.workspaceState.update(SHOWN, true);
  if (isNew) await context.globalState.update(NEW_SAMPLE, undefined);
  const start = new vscode.Position(FIRST_LINE, 0);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, FIRST_FILE), {
    preview: false,
    selection: new vscode.Range(start, start),
  });
  await openWalkthroughBelow();
}
