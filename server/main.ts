/** Entry point of the language server and the command line: parses the arguments, and loads and starts one of them. */
import { t } from '../common/localization';
import { printedLines } from './cli/printedText';
import { readAssetIn } from './node/assetFiles';
import { limitGarbage } from './main/garbage';
import { localeOf, useLanguage } from './language';

const args = process.argv.slice(2);
const transport = args.find(arg => /^--(?:stdio$|node-ipc$|pipe(?:=|$)|socket(?:=|$))/.test(arg));

// A plan can be large, and a pipeline's machine small.
if (args[0] === 'plan-report') limitGarbage();
if (args[0] === 'mcp') run(async () => (await import('./mcp/mcpCommand')).runMcp(args.slice(1), __dirname, process));
else if (transport === undefined)
  run(async () => (await import('./cli/commandLine')).runCommandLine(args, __dirname, process));
else void import('./main/languageServer').then(({ serveOver }) => serveOver(transport, __dirname, fail));

function run(program: () => Promise<number | undefined>): void {
  // The reader of the output may close it early.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  program().then(
    code => {
      if (code !== undefined) process.exitCode = code;
    },
    (error: unknown) =>
      fail(() => t('Something went wrong: {0}', error instanceof Error ? error.message : String(error))),
  );
}

/** Prints the reason in the language of the terminal, and exits with the status for wrong usage. */
function fail(message: () => string): void {
  useLanguage(localeOf(process.env), readAssetIn(__dirname));
  process.stderr.write(printedLines(message().split('\n')));
  process.exitCode = 2;
}
