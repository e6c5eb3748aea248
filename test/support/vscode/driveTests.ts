// Opens a window of a VS Code server and runs tests in its extension host.
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import type { VsCodeServer } from './server';

export interface DrivenTests {
  /** What to open: the absolute path of a folder, or a URI. */
  workspace: string;
  /** Absolute path of the extension under test, or of a folder with it and others. */
  extension: string;
  /** Absolute path of the module that exports `run(): Promise<void>`. */
  tests: string;
  /** Timeout of the run in milliseconds. */
  timeout: number;
}

/**
 * The server must have been started with `testDriver`, and the page must be new.
 *
 * @param onLog receives the output of the extension host. If it returns a number, that is the exit code, for tests whose end VS Code doesn't report
 * @returns the exit code; 124 if the tests did not end in time, 125 if the page crashed
 */
export async function driveTests(
  page: Page,
  server: VsCodeServer,
  { workspace, extension, tests, timeout }: DrivenTests,
  onLog: (text: string) => number | void,
): Promise<number> {
  const remote = (path: string): string => `vscode-remote://remote${path}`;
  let finish: (code: number) => void = () => {};
  const finished = new Promise<number>(resolve => (finish = resolve));
  await page.exposeFunction('codeAutomationLog', (_severity: string, values: unknown[]) => {
    const code = onLog(format(...values));
    if (code !== undefined) finish(code);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
  const address = new URL(server.url);
  address.searchParams.set('folder', workspace);
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    // VS Code runs tests in the extension host of the extension that contains them, and identifies it by the server's authority.
    ['extensionTestsPath', `vscode-remote://${address.host}${tests}`],
    ['skipWelcome', 'true'],
  ];
  address.searchParams.set('payload', JSON.stringify(payload));
  await page.goto(address.href);
  page.once('crash', () => finish(125));
  page.once('close', () => finish(125));
  const timer = setTimeout(() => finish(124), timeout);
  const code = await finished;
  clearTimeout(timer);
  return code;
}
