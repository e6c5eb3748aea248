// A VS Code window with the packaged extension, for one UI suite. A suite looks like this:
//
//   describe('…', () => {
//     const editor = openEditor({ workspace: 'multi-cloud' });
//     it('…', async () => {
//       await quickOpen(editor.page, 'eks_zero_cluster.tf');
//       assert.match(await hover(editor.page, 'node_count', /ops/), /ops\s+1/);
//     });
//   });
//
// Everything a person can do is in ../vscode/workbench.ts. The tests of a suite share the window. When one fails, a picture is
// in `out/test/pictures`. The extension comes from `out/kubestack.vsix`, which `npm test` builds, so what is missing there
// is missing here.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../vscode/browser';
import { startOnceMore } from '../vscode/startOnceMore';
import { startServer, type ServerOptions, type VsCodeServer } from '../vscode/server';
import { copyWorkspace, emptyWorkspace, type WorkspaceCopy } from '../vscode/workspaceCopy';
import { newPage, openFolder, takePicture } from '../vscode/workbench';

const project = resolve(__dirname, '../../..');

/** The built package. */
export const vsix = join(project, 'out/kubestack.vsix');

export interface EditorOptions extends Pick<ServerOptions, 'settings' | 'trust' | 'env' | 'language'> {
  /** A folder of `test/platforms`, or a path relative to the project; a private copy of it is opened. Left out: an empty folder. */
  workspace?: string;
  /** Makes the copy a git repository with one commit. */
  git?: boolean;
}

/** The window of a suite. Its parts are there from `before` to `after`. */
export interface Editor {
  page: Page;
  /** Absolute path of the private copy. */
  folder: string;
}

/** Opens a window before the tests of the surrounding `describe`, and closes it after them. */
export function openEditor(options: EditorOptions): Editor {
  const editor = {} as Editor;
  let copy: WorkspaceCopy | undefined;
  let server: VsCodeServer | undefined;
  let browser: Browser | undefined;

  before(async function () {
    this.timeout(600_000);
    copy =
      options.workspace === undefined
        ? emptyWorkspace('platform')
        : copyWorkspace(workspaceFolder(options.workspace), { git: options.git ?? false });
    server = await startServer({ extensions: [vsix], ...options });
    const { folder } = copy;
    const { url } = server;
    editor.folder = folder;
    editor.page = await startOnceMore("VS Code's window", async () => {
      await browser?.close();
      browser = await launchBrowser();
      const page = await newPage(browser);
      await openFolder(page, url, folder);
      return page;
    });
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\w]+/g, '-');
    await takePicture(editor.page, join(project, 'out/test/pictures', `${name}.png`));
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    copy?.remove();
  });

  return editor;
}

function workspaceFolder(name: string): string {
  const places = [join(project, 'test/platforms', name), join(project, name)];
  const folder = places.find(place => existsSync(place));
  if (!folder) throw new Error(`There is no workspace ${name}.`);
  return folder;
}
