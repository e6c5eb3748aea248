import * as vscode from 'vscode';
import { serverWorker } from './core/serverWorker';
import { registerFeatures, registerWithoutPrograms, type FeaturesWithoutPrograms } from './features';

/** The extension in a browser: the language server is a web worker, and there are no programs. */
export async function activate(context: vscode.ExtensionContext): Promise<FeaturesWithoutPrograms> {
  const registered = registerFeatures(context, {
    launcher: serverWorker(vscode.Uri.joinPath(context.extensionUri, 'dist')),
    readDisk: async uri => vscode.workspace.fs.readFile(uri),
  });
  const features = registerWithoutPrograms(context, registered);
  await features.detection.detect();
  return features;
}
