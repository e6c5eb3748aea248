/** The server as a command line for pipelines. Results go to standard output, everything else to standard error. */
import { t } from '../../common/localization';
import { COMMAND_LINE_HELP } from './commandLineHelp';
import { helpText } from './helpText';
import { readArguments, UsageError } from './readArguments';
import type { Terminal } from './terminal';
import { printedLines } from './printedText';
import { readAssetIn } from '../node/assetFiles';
import { localeOf, useLanguage } from '../language';

declare const KUBESTACK_VERSION: string | undefined;

/**
 * Runs a command.
 * @param args without the program's name
 * @param assets folder with the wasm and data files
 * @returns the exit status
 */
export async function runCommandLine(args: readonly string[], assets: string, terminal: Terminal): Promise<number> {
  try {
    return await run(args, assets, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const lines = error.message.split('\n');
    terminal.stderr.write(printedLines([...lines, t('See kubestack-language-server --help.')]));
    return 2;
  }
}

async function run(args: readonly string[], assets: string, terminal: Terminal): Promise<number> {
  const readAsset = readAssetIn(assets);
  useLanguage(localeOf(terminal.env ?? {}), readAsset);
  const { values, positionals } = readArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      environment: { type: 'string' },
      module: { type: 'string' },
      format: { type: 'string' },
      framework: { type: 'string' },
      date: { type: 'string' },
      manifests: { type: 'boolean' },
      fetch: { type: 'boolean' },
      rules: { type: 'boolean' },
      test: { type: 'boolean' },
      promote: { type: 'string' },
      'refresh-only': { type: 'boolean' },
      commit: { type: 'string' },
      url: { type: 'string' },
      settings: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });
  if (values.help) {
    terminal.stdout.write(helpText(COMMAND_LINE_HELP));
    return 0;
  }
  if (values.version) {
    terminal.stdout.write(`${typeof KUBESTACK_VERSION === 'string' ? KUBESTACK_VERSION : 'development'}\n`);
    return 0;
  }
  const command = positionals[0];
  if (isForPrograms(command, values.format)) useLanguage(undefined, readAsset);
  if (command === undefined) throw new UsageError(t('No command given.'));
  if (command === 'gate') {
    if (args.length > 1) throw new UsageError(t('Unknown command "{0}".', args.join(' ')));
    const [{ gateOutput }, { limitGateTime }] = await Promise.all([import('./gateCommand'), import('./gateTime')]);
    // Only the process itself can be ended.
    const limitTime = terminal === process ? () => limitGateTime() : undefined;
    const input = (terminal.stdin ?? []) as AsyncIterable<unknown>;
    terminal.stdout.write(await gateOutput(input, terminal.cwd(), assets, limitTime));
    return 0;
  }
  // Most of the server's code, which the answers above don't need.
  const [{ COMMANDS }, { runRow }] = await Promise.all([import('./commands'), import('./command')]);
  const row = COMMANDS.get(command);
  if (!row) throw new UsageError(t('Unknown command "{0}".', command));
  return runRow(command, row, positionals.slice(1), values, assets, terminal);
}

/** JSON, SARIF, answers for agents and files in the repository are the same in every language. */
const isForPrograms = (command: string | undefined, format: string | undefined): boolean =>
  command === 'plan-report' || command === 'gate' || command === 'diagram' || format === 'json' || format === 'sarif';
