import * as assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/vscode/browser';
import { newPage, openFolder } from '../../support/vscode/workbench';

const project = resolve(__dirname, '../../..');

describe('npm run demo', () => {
  let demo: ChildProcess | undefined;
  let browser: Browser | undefined;

  after(async () => {
    await browser?.close();
    demo?.kill();
  });

  it('prints an address where the sample platform and the walkthrough are open, and leaves no files after Ctrl+C', async () => {
    demo = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.mjs', '--smoke'], { cwd: project });
    const ended = new Promise<number | null>(resolve => demo?.once('exit', resolve));
    const address = await printedAddress(demo);
    const folder = address.searchParams.get('folder') ?? '';
    assert.ok(existsSync(folder), `${folder} does not exist`);
    browser = await launchBrowser();
    const page = await newPage(browser);
    await openFolder(page, address.origin, folder);
    const group = page.locator('.editor-group-container');
    await group.locator('.view-line', { hasText: 'Half the machines of production' }).waitFor();
    await group.locator('.gettingStartedContainer', { hasText: 'Hover over an attribute' }).waitFor();
    assert.equal(await group.count(), 2);

    demo.kill('SIGINT');
    assert.equal(await ended, 0);
    await assert.rejects(fetch(address.origin));
    assert.equal(existsSync(folder), false);
  });
});

/** Waits for the address in the output of the demo. Rejects with the output if the demo ends without one. */
function printedAddress(demo: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      // The end of the address can follow in the next chunk.
      const found = /(http:\/\/127\.0\.0\.1:\d+\/\S+)\s/.exec(output);
      if (found) resolve(new URL(found[1]!));
    };
    demo.stdout?.on('data', read);
    demo.stderr?.on('data', read);
    demo.once('exit', () => reject(new Error(`the demo ended without an address:\n${output}`)));
  });
}
