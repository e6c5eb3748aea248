/** Files of a repository: each is written to disk, read by the server, opened, and all requests are sent for it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { platformFiles, type PlatformName } from '../../model/platforms';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { InProcessServer } from '../inProcessServer';
import { askAt, askDocument, askWorkspace, diagnosticsOf, placesIn } from '../questions';
import { Random } from '../random';
import type { FuzzSession, FuzzTarget } from '../target';

export interface FileTarget extends Omit<FuzzTarget, 'open'> {
  /** The files of the surrounding platform. */
  readonly platform: PlatformName;
  /** Path of the input file. */
  readonly paths: readonly string[];
  /** A file of the platform for which requests are sent, too. */
  readonly beside: string;
}

export const fileTarget = ({ platform, paths, beside, ...target }: FileTarget): FuzzTarget => ({
  ...target,
  open: () => FileSession.open(platform, paths, beside),
});

class FileSession implements FuzzSession {
  private constructor(
    private readonly folder: TemporaryFolder,
    private readonly server: InProcessServer,
    private readonly paths: readonly string[],
    private readonly beside: string,
  ) {}

  static async open(platform: PlatformName, paths: readonly string[], beside: string): Promise<FileSession> {
    const folder = new TemporaryFolder(platformFiles(platform));
    return new FileSession(folder, await InProcessServer.start([folder.path]), paths, beside);
  }

  async run(input: Buffer): Promise<void> {
    const random = new Random(input.reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, input.length));
    const path = random.pick(this.paths);
    const uri = this.folder.uri(path);
    const { server } = this;
    server.failures.length = 0;
    await this.write(path, input);
    await askWorkspace(server);
    await diagnosticsOf(server, this.folder.uri(this.beside));
    await this.askOpened(uri, input.toString('utf8'), random);
    // Sends all requests only for a part of the inputs.
    if (random.oneIn(8)) await askDocument(server, this.folder.uri(this.beside));
    if (server.failures.length > 0) throw new Error(server.failures[0]);
  }

  private async write(path: string, input: Buffer): Promise<void> {
    mkdirSync(dirname(join(this.folder.path, path)), { recursive: true });
    writeFileSync(join(this.folder.path, path), input);
    await this.server.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: this.folder.uri(path), type: FileChangeType.Changed }],
    });
  }

  private async askOpened(uri: string, text: string, random: Random): Promise<void> {
    const { server } = this;
    const languageId = uri.endsWith('vars') ? 'terraform-vars' : /\.t(?:f|ofu)$/.test(uri) ? 'terraform' : 'plaintext';
    await server.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    await askDocument(server, uri);
    for (const place of placesIn(text, 3, limit => random.below(limit))) await askAt(server, uri, place);
    await server.notify('textDocument/didClose', { textDocument: { uri } });
  }

  async close(): Promise<void> {
    await this.server.dispose();
    this.folder.delete();
  }
}
