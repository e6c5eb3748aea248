/** Entry of the language server and of the command line: reads the arguments and hands over. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { runCommandLine } from './commandLine';
import { serve } from './connection';
import { CONNECTION_OPTIONS } from './parameterShapes';

const TRANSPORTS = /^--(?:stdio|node-ipc|pipe(?:=.*)?|socket(?:=.*)?)$/;

const args = process.argv.slice(2);
const badTransport = args.find(arg => /^--(?:pipe|socket)(?:=|$)/.test(arg) && !/^--(?:pipe=.+|socket=\d+)$/.test(arg));

if (badTransport !== undefined) {
  process.stderr.write(`${badTransport}: write --pipe=NAME or --socket=PORT.\n`);
  process.exitCode = 2;
} else if (args.some(arg => TRANSPORTS.test(arg))) {
  serve(createConnection(ProposedFeatures.all, CONNECTION_OPTIONS), __dirname);
} else {
  // Whoever reads the results may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  runCommandLine(args, __dirname, process).then(
    code => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`Something went wrong: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 2;
    },
  );
}
