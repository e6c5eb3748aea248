// Runs the same suites in a desktop VS Code that @vscode/test-electron downloads: `npm run test:desktop`. `VSCODE_VERSION` selects a version other
// than the newest. On a machine without a display, use xvfb-run.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { bundleExtensionTests, project } from './bundleExtensionTests';
import { extensionsFolder } from '../support/standIn/extensionsFolder';
import { copyWorkspace } from '../support/vscode/workspaceCopy';
import type { TestResult } from '../support/testResult';

async function main(): Promise<void> {
  const version = process.env['VSCODE_VERSION'] ?? 'stable';
  for (const { name, workspace, entry, beside } of await bundleExtensionTests()) {
    console.log(`\n${name} (desktop VS Code ${version})`);
    const copy = copyWorkspace(workspace);
    const extensions = extensionsFolder(project, beside);
    const resultFile = join(tmpdir(), `vscode-kubestack-result-${process.pid}-${name}.json`);
    try {
      await runTests({
        version,
        extensionDevelopmentPath: extensions.folder,
        extensionTestsPath: entry,
        launchArgs: [copy.folder, '--disable-extensions', '--disable-workspace-trust'],
        extensionTestsEnv: { TEST_RESULT_FILE: resultFile },
      });
      const { passed } = JSON.parse(readFileSync(resultFile, 'utf8')) as TestResult;
      if (passed === 0) throw new Error(`${name}: no test has passed.`);
    } finally {
      copy.remove();
      extensions.remove();
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
