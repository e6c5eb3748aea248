// Runs the extension-host suites in VS Code's server, one window after another. `--oldest` uses the oldest version that `engines.vscode` supports,
// `--virtual` runs the suites on virtual folders. Other arguments select suites by name.
import { join } from 'node:path';
import { copyWorkspace, type WorkspaceCopy } from '../support/vscode/workspaceCopy';
import { bundleVirtualTests } from './bundleBrowserTests';
import { bundleExtensionTests, project, type ExtensionSuite } from './bundleExtensionTests';
import { launchBrowser } from '../support/vscode/browser';
import { extensionsFolder } from '../support/standIn/extensionsFolder';
import { runExtensionTests } from '../support/vscode/extensionTests';
import { current, oldest } from '../support/vscode/release';
import { startOnceMore } from '../support/vscode/startOnceMore';
import { startServer, type VsCodeServer } from '../support/vscode/server';
import { newPage } from '../support/vscode/workbench';
import { oneFailure, writeTestResult, type TestResult } from '../support/testResult';
import type { Browser } from 'playwright-core';

/** The result of one window; the sum is written to the file in this process's environment. */
const resultFile = join(project, 'out/test/extension/result.json');

async function main(parameters: string[]): Promise<boolean> {
  const names = parameters.filter(parameter => !parameter.startsWith('--'));
  const bundled = await (parameters.includes('--virtual') ? virtualSuites() : bundleExtensionTests());
  const suites = bundled.filter(({ name }) => names.length === 0 || names.includes(name));
  const release = parameters.includes('--oldest') ? oldest : current;
  // VS Code's Git throws in the extension host, which fails the running test, if a test removes a repository while Git looks for ignored files.
  const settings = { 'git.enabled': false };
  const server = await startServer({ release, settings, testDriver: true, env: { TEST_RESULT_FILE: resultFile } });
  const browser = await launchBrowser();
  const total: TestResult = { passed: 0, failed: 0, skipped: 0, failures: [] };
  try {
    for (const suite of suites) {
      console.log(`\n${suite.name} (VS Code ${release.vscode})`);
      const host = `The extension host of ${suite.name}`;
      const result = await startOnceMore(host, () => runSuite(suite, server, browser)).catch((error: unknown) =>
        oneFailure(suite.name, String(error)),
      );
      total.passed += result.passed;
      total.failed += result.failed;
      total.skipped += result.skipped;
      total.failures.push(...result.failures);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  writeTestResult(total);
  return total.failed === 0 && (total.passed > 0 || process.env['TEST_GREP'] !== undefined);
}

async function virtualSuites(): Promise<ExtensionSuite[]> {
  return (await bundleVirtualTests()).map(({ files, ...suite }) => ({ ...suite, beside: [files] }));
}

/** Creates a private copy of a folder; virtual folders are private to their window. */
const opened = (workspace: string): WorkspaceCopy =>
  workspace.includes('://') ? { folder: workspace, remove: () => {} } : copyWorkspace(workspace);

async function runSuite(suite: ExtensionSuite, server: VsCodeServer, browser: Browser): Promise<TestResult> {
  const copy = opened(suite.workspace);
  const extensions = extensionsFolder(project, suite.beside);
  const page = await newPage(browser);
  const onOutput = (text: string): void => console.log(text);
  try {
    const run = {
      workspace: copy.folder,
      extension: extensions.folder,
      tests: suite.entry,
      timeout: 1_200_000,
      resultFile,
      onOutput,
    };
    const result = await runExtensionTests(page, server, run);
    const isFiltered = process.env['TEST_GREP'] !== undefined;
    if (result && (isFiltered || result.passed + result.failed > 0)) return result;
    console.log(`${suite.name}: the extension host did not finish its tests.\n${server.log()}`);
    return { ...oneFailure(suite.name, 'The extension host did not finish its tests.'), passed: result?.passed ?? 0 };
  } finally {
    await page.context().close();
    copy.remove();
    extensions.remove();
  }
}

main(process.argv.slice(2)).then(
  green => process.exit(green ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
