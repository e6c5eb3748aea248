import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';

const CLUSTER = `module "gke_gc1_europe-west3" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      name_prefix = "gc1"
      base_domain = "example.com"
    }
    ops = {}
  }
}
`;

describe('a window with two platforms', () => {
  const root = vscode.workspace.workspaceFolders![0]!.uri;
  const second = vscode.Uri.joinPath(root, 'second');

  before(async () => {
    const { platforms } = await platformsKnown();
    const file = vscode.Uri.joinPath(second, 'main.tf');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(CLUSTER));
    await until(platforms.onDidChange, () => platforms.all.length === 2);
  });

  after(async () => {
    const { platforms } = await platformsKnown();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(second, { recursive: true });
    await until(platforms.onDidChange, () => platforms.all.length === 1);
  });

  const isActive = (label: string): boolean => vscode.window.tabGroups.activeTabGroup.activeTab?.label === label;
  const shows = (label: string): Promise<void> =>
    until(vscode.window.tabGroups.onDidChangeTabs, () => isActive(label) && !vscode.window.activeTextEditor);

  const matrix = { command: 'kubestack.showEnvironmentMatrix', tab: 'Matrix of second' };
  const diagram = { command: 'kubestack.showPlatformDiagram', tab: 'Diagram of second' };
  for (const [what, page, next] of [
    ['Show Platform Diagram uses the platform of the active matrix', matrix, diagram],
    ['Show Environment Matrix uses the platform of the active diagram', diagram, matrix],
  ] as const)
    it(what, async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.commands.executeCommand(page.command, { platform: second.toString() });
      await shows(page.tab);
      // Without the platform of the page, the command would wait until a platform is chosen.
      await vscode.commands.executeCommand(next.command);
      await shows(next.tab);
    });
});
