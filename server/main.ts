/** Entry of the language server and of the command line: reads the arguments and hands over. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { runCommandLine } from './commandLine';
import { serve } from './connection';

const TRANSPORTS = /^--(?:stdio|node-ipc|pipe(?:=.*)?|socket(?:=.*)?)$/;

const args = process.argv.slice(2);
if (args.some(arg => TRANSPORTS.test(arg))) {
  serve(createConnection(ProposedFeatures.all), __dirname);
} else {
  void runCommandLine(args, __dirname, process).then(code => {
    process.exitCode = code;
  });
}
