// Installs VS Code and a browser for the editor suites, so that downloads don't count as time of a test. `--oldest` also installs the oldest VS Code.
import { installBrowser } from '../support/vscode/browser';
import { installVsCode } from '../support/vscode/installVsCode';
import { current, oldest } from '../support/vscode/release';

async function main(): Promise<void> {
  await installVsCode(current);
  if (process.argv.includes('--oldest')) await installVsCode(oldest);
  await installBrowser();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
