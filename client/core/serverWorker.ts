import * as vscode from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { ASSETS, translationsAsset } from '../../common/assets';
import { translatedLanguage } from '../../common/localization';
import { SETTINGS_SECTION } from './ids';
import type { LaunchedServer, ServerLauncher } from './serverLauncher';

/** The used part of a web worker's API; this file is compiled without browser types. */
interface ServerWorker {
  addEventListener(type: 'error', listener: () => void): void;
  postMessage(message: unknown): void;
  terminate(): void;
}
declare const Worker: new (address: string) => ServerWorker;

/** The language server as a web worker. @param dist folder with the bundles and assets of the extension */
export function serverWorker(dist: vscode.Uri): ServerLauncher {
  let files: Promise<ServerFiles> | undefined;
  const read = (): Promise<ServerFiles> => {
    files ??= readFiles(dist);
    // The next start tries again.
    files.catch(() => (files = undefined));
    return files;
  };
  return { readsDisk: false, launch: options => launch(read, options) };
}

interface ServerFiles {
  /** The parts of one script. */
  readonly scripts: readonly Uint8Array[];
  /** Contents by file name. */
  readonly assets: Readonly<Record<string, Uint8Array>>;
}

/** Reads the extension's files for the worker, whose isolated origin can't read them. */
async function readFiles(dist: vscode.Uri): Promise<ServerFiles> {
  const read = (name: string): Thenable<Uint8Array> => vscode.workspace.fs.readFile(vscode.Uri.joinPath(dist, name));
  const language = translatedLanguage(vscode.env.language);
  // The worker computes no forecasts.
  const names = [
    ...ASSETS.filter(name => name !== 'data/resources.json'),
    ...(language ? [translationsAsset(language)] : []),
  ];
  const [shared, server, ...contents] = await Promise.all(['shared.js', 'browser/server.js', ...names].map(read));
  return {
    scripts: [shared!, server!],
    assets: Object.fromEntries(names.map((name, index) => [name, contents[index]!])),
  };
}

async function launch(read: () => Promise<ServerFiles>, options: LanguageClientOptions): Promise<LaunchedServer> {
  const { BrowserMessageReader, BrowserMessageWriter, LanguageClient } = await import('vscode-languageclient/browser');
  /** Reports the end of the worker, for which there is no event. */
  class WorkerReader extends BrowserMessageReader {
    close(): void {
      this.fireClose();
    }
  }
  let kill = (): void => {};
  const start = async () => {
    const { scripts, assets } = await read();
    const address = URL.createObjectURL(new Blob([...scripts], { type: 'text/javascript' }));
    const worker = new Worker(address);
    // The library has the types of a browser page.
    const port = worker as never;
    const reader = new WorkerReader(port);
    kill = () => {
      worker.terminate();
      reader.close();
    };
    // An uncaught error would end a process. There is no other event for a worker that can't be loaded.
    worker.addEventListener('error', () => kill());
    worker.postMessage(assets);
    return { reader, writer: new BrowserMessageWriter(port) };
  };
  return { client: new LanguageClient(SETTINGS_SECTION, 'Kubestack', start, options), kill: () => kill() };
}
