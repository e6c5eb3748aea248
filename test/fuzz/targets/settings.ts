/** Settings from an editor. */
import { platformFiles } from '../../model/platforms';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { InProcessServer } from '../inProcessServer';
import { askDocument, askWorkspace } from '../questions';
import type { FuzzSession, FuzzTarget } from '../target';
import { texts } from './corpus';

class SettingsSession implements FuzzSession {
  private constructor(
    private readonly folder: TemporaryFolder,
    private readonly server: InProcessServer,
  ) {}

  static async open(): Promise<SettingsSession> {
    const folder = new TemporaryFolder(platformFiles('minimal'));
    return new SettingsSession(folder, await InProcessServer.start([folder.path]));
  }

  async run(input: Buffer): Promise<void> {
    const { server } = this;
    server.failures.length = 0;
    try {
      server.settings = JSON.parse(input.toString('utf8'));
    } catch {
      server.settings = input.toString('utf8');
    }
    await server.notify('workspace/didChangeConfiguration', { settings: server.settings });
    // Requested before the first response, and received before the second one.
    await askWorkspace(server);
    await askWorkspace(server);
    await askDocument(server, this.folder.uri('eks_web0_eu-central-1_cluster.tf'));
    if (server.failures.length > 0) throw new Error(server.failures[0]);
  }

  async close(): Promise<void> {
    await this.server.dispose();
    this.folder.delete();
  }
}

export const settingsTarget: FuzzTarget = {
  name: 'settings',
  corpus: () =>
    texts(
      '{"environments":["ops","apps","apps-prod"],"checks":{"KS401":"off","KS409":"error"},"inlayHints":true,"codeLens":false}',
      '{}',
      'null',
      '[]',
    ),
  dictionary: [
    '"environments"',
    '"checks"',
    '"KS401"',
    '"off"',
    '"error"',
    '"hint"',
    '"inlayHints"',
    '"codeLens"',
    'true',
    'null',
    '[',
    ']',
  ],
  structure: 'json',
  open: () => SettingsSession.open(),
};
