import * as vscode from 'vscode';
import { serverWorker } from './core/serverWorker';
import { registerEmptyViews } from './core/withoutPrograms';
import { registerFeatures, type KubestackFeatures } from './features';

/** The extension in a browser: the language server is a web worker, and there are no programs. */
export async function activate(context: vscode.ExtensionContext): Promise<KubestackFeatures> {
  const { features } = registerFeatures(context, {
    launcher: serverWorker(vscode.Uri.joinPath(context.extensionUri, 'dist')),
    readDisk: async uri => vscode.workspace.fs.readFile(uri),
  });
  context.subscriptions.push(registerEmptyViews());
  await features.presence.look();
  return features;
}
