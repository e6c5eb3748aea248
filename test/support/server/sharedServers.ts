import assert from 'node:assert/strict';
import { LanguageServer, type LanguageServerOptions } from './languageServer';

/**
 * Servers that the tests of a `describe` use one after the other, since starting one takes longer than most tests. Create it in the `describe`, which
 * ends them. Tests of the start or of the delivery of notifications start a server of their own.
 */
export class SharedServers {
  private readonly started = new Map<LanguageServer, string>();
  private readonly idle = new Set<LanguageServer>();

  constructor() {
    after(async () => {
      for (const server of this.started.keys()) {
        if (this.idle.has(server)) assert.equal(await server.stop(), 0);
        else await server.kill();
      }
    });
  }

  /** A server with these options and no other open folder or document, which has read its folders. Return it with {@link leave}. */
  async open(options: LanguageServerOptions = {}): Promise<LanguageServer> {
    const { folder, folders = folder === undefined ? [] : [folder], ...others } = options;
    const key = JSON.stringify(others);
    for (const server of this.idle) {
      if (this.started.get(server) !== key) continue;
      this.idle.delete(server);
      await server.foldersChanged(folders);
      await server.request('kubestack/platforms', {});
      return server;
    }
    const server = await LanguageServer.start(options);
    this.started.set(server, key);
    return server;
  }

  /** Closes everything that a test has opened. The server must have printed no error, and still answer. */
  async leave(server: LanguageServer): Promise<void> {
    assert.equal(server.stderr, '');
    await server.closeAll();
    this.idle.add(server);
  }
}
