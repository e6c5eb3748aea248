import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { SETTINGS_SECTION } from '../core/ids';
import type { LaunchedServer, ServerLauncher } from '../core/serverLauncher';
import { SERVER_ARGUMENTS } from './serverArguments';

/** The language server as a process. @param module path of the server's bundle */
export const serverProcess = (module: string): ServerLauncher => ({
  readsDisk: true,
  launch: options => launch(module, options),
});

async function launch(module: string, options: LanguageClientOptions): Promise<LaunchedServer> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const run = { module, transport: TransportKind.ipc };
  const server: ServerOptions = {
    run: { ...run, options: { execArgv: [...SERVER_ARGUMENTS] } },
    debug: { ...run, options: { execArgv: [...SERVER_ARGUMENTS, '--nolazy', '--inspect=6009'] } },
  };
  const client = new LanguageClient(SETTINGS_SECTION, 'Kubestack', server, options);
  return { client, kill: () => client.serverProcess?.kill() };
}
