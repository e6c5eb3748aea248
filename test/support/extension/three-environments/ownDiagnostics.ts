// The extension's diagnostics in VS Code, and a Dockerfile that always has one.
import * as vscode from 'vscode';
import { until } from '../event';
import { platformsKnown } from '../platformsKnown';
import { openSource, revertAll } from './workspaceFiles';

/** Codes of the extension's diagnostics in a document. */
export const codesIn = (uri: vscode.Uri): string[] =>
  vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'kubestack')
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));

export const found = (uri: vscode.Uri, code: string): Promise<void> =>
  until(vscode.languages.onDidChangeDiagnostics, () => codesIn(uri).includes(code));

export const gone = (uri: vscode.Uri, code: string): Promise<void> =>
  until(vscode.languages.onDidChangeDiagnostics, () => !codesIn(uri).includes(code));

/** Writes a Dockerfile with an older framework version (KS103) before each test of a suite, and removes it. @returns its URI, in a test */
export function outdatedDockerfile(): () => vscode.Uri {
  let dockerfile: vscode.Uri;

  before(async () => {
    await platformsKnown();
    const source = await openSource('eks_gc0_eu-west-1_cluster.tf');
    dockerfile = vscode.Uri.joinPath(source.uri, '../Dockerfile');
  });

  // Written before each test, since VS Code can have saved changes of the previous one.
  beforeEach(async () => {
    const text = 'FROM kubestack/framework:v0.18.1-beta.0\n';
    await vscode.workspace.fs.writeFile(dockerfile, new TextEncoder().encode(text));
  });

  after(async () => {
    await vscode.workspace.fs.delete(dockerfile);
  });

  afterEach(async () => {
    await revertAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  return () => dockerfile;
}
