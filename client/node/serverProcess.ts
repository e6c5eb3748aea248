import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import { SETTINGS_SECTION } from '../core/ids';
import type { LaunchedServer, ServerLauncher } from '../core/serverLauncher';
import { SERVER_ARGUMENTS } from './serverArguments';

/**
 * The language server as a process.
 *
 * @param module path of the server's script
 * @param codeCache folder for its compiled code; it may be missing
 */
export const serverProcess = (module: string, codeCache: string): ServerLauncher => ({
  readsDisk: true,
  launch: options => launch(module, codeCache, options),
});

async function launch(module: string, codeCache: string, options: LanguageClientOptions): Promise<LaunchedServer> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const run = { module, transport: TransportKind.ipc, args: [`--code-cache=${codeCache}`] };
  const server: ServerOptions = {
    run: { ...run, options: { execArgv: [...SERVER_ARGUMENTS] } },
    debug: { ...run, options: { execArgv: [...SERVER_ARGUMENTS, '--nolazy', '--inspect=6009'] } },
  };
  const client = new LanguageClient(SETTINGS_SECTION, 'Kubestack', server, options);
  return { client, kill: () => client.serverProcess?.kill() };
}
