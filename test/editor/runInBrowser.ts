// Runs suites of the extension in a browser: VS Code's web worker extension host, on a virtual workspace with slow files.
import { join, relative } from 'node:path';
import type { Browser } from 'playwright-core';
import { bundleBrowserTests, type VirtualSuite } from './bundleBrowserTests';
import { project } from './bundleExtensionTests';
import { extensionsFolder } from '../support/standIn/extensionsFolder';
import { oneFailure, writeTestResult, type TestResult } from '../support/testResult';
import { launchBrowser } from '../support/vscode/browser';
import { runBrowserTests } from '../support/vscode/browserTests';
import { startOnceMore } from '../support/vscode/startOnceMore';
import { startServer, type VsCodeServer } from '../support/vscode/server';
import { newPage } from '../support/vscode/workbench';

/** Whether only tests with matching titles run, so that a suite can be empty. */
const isFiltered = process.env['TEST_GREP'] !== undefined;

async function main(names: string[]): Promise<boolean> {
  const suites = (await bundleBrowserTests()).filter(({ name }) => names.length === 0 || names.includes(name));
  const settings = { 'remote.extensionKind': { 'vscode-kubestack.kubestack': ['web'] } };
  const server = await startServer({ testDriver: true, settings });
  const browser = await launchBrowser();
  const total: TestResult = { passed: 0, failed: 0, skipped: 0, failures: [] };
  try {
    for (const suite of suites) {
      console.log(`\n${suite.name} (browser)`);
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
  return total.failed === 0 && (total.passed > 0 || isFiltered);
}

async function runSuite(suite: VirtualSuite, server: VsCodeServer, browser: Browser): Promise<TestResult> {
  const extensions = extensionsFolder(project, [suite.files]);
  const page = await newPage(browser);
  try {
    const result = await runBrowserTests(page, server, {
      workspace: suite.workspace,
      extension: extensions.folder,
      // VS Code runs tests in the extension host of the extension that contains them.
      tests: join(extensions.folder, 'vscode-kubestack.kubestack', relative(project, suite.entry)),
      timeout: 600_000,
      onOutput: text => console.log(text),
    });
    if (result && (isFiltered || result.passed + result.failed > 0)) return result;
    console.log(`${suite.name}: the extension host did not finish its tests.\n${server.log()}`);
    return { ...oneFailure(suite.name, 'The extension host did not finish its tests.'), passed: result?.passed ?? 0 };
  } finally {
    await page.context().close();
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
