// Windows of one VS Code server and one Chromium. All UI suites of a run share them, since starting both is slow. Settings, state and storage are
// separate for each window.
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { startOnceMore } from '../vscode/startOnceMore';
import { startServer, type ServerOptions, type VsCodeServer } from '../vscode/server';
import { newPage, openFolder } from '../vscode/workbench';

/** Options of a window. Windows with the same trust, environment and language use the same server, one after the other. */
export type WindowOptions = Pick<ServerOptions, 'extensions' | 'settings' | 'trust' | 'env' | 'language'>;

let browser: Browser | undefined;
const servers = new Map<string, VsCodeServer>();

/** Opens a folder (absolute path) in a window with a new profile. Only one window can be open: close the page's context before the next one. */
export function openWindow(options: WindowOptions, folder: string): Promise<Page> {
  return startOnceMore("VS Code's window", async () => {
    try {
      const server = await serverFor(options);
      if (!browser?.isConnected()) browser = await launchBrowser();
      const page = await newPage(browser);
      await openFolder(page, server.url, folder);
      return page;
    } catch (error) {
      // After any failure, the next window uses new programs.
      await endPrograms();
      throw error;
    }
  });
}

/** Ends the browser and the servers. */
export async function endPrograms(): Promise<void> {
  const ended = [...servers.values()].map(server => server.stop());
  servers.clear();
  await browser?.close();
  browser = undefined;
  await Promise.all(ended);
}

async function serverFor({ settings, ...options }: WindowOptions): Promise<VsCodeServer> {
  const key = JSON.stringify(options);
  const running = servers.get(key);
  if (running?.isRunning()) {
    running.renewProfile(settings);
    return running;
  }
  await running?.stop();
  const server = await startServer({ ...options, ...(settings === undefined ? {} : { settings }) });
  servers.set(key, server);
  return server;
}
