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
// User gestures are in ../vscode/workbench.ts. The tests of a suite share the window. For a failed test, there is a picture in
// `out/test/pictures`. The tests use the packaged extension `out/kubestack.vsix`, which `npm test` builds.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { copyWorkspace, emptyWorkspace, type WorkspaceCopy } from '../vscode/workspaceCopy';
import { takePicture } from '../vscode/workbench';
import { endPrograms, openWindow, type WindowOptions } from './window';

const project = resolve(__dirname, '../../..');

/** The built package. */
export const vsix = join(project, 'out/kubestack.vsix');

export interface EditorOptions extends Omit<WindowOptions, 'extensions'> {
  /** A folder in `test/platforms`, or a path relative to the project; the test uses a private copy. By default, an empty folder. */
  workspace?: string;
  /** Whether the copy is a Git repository with one commit. */
  git?: boolean;
  /**
   * Changes the private copy before the window opens, since VS Code reports no change from before its watcher has started.
   * @param folder absolute path
   */
  change?: (folder: string) => void | Promise<void>;
}

/** The window of a suite. Its properties are available from `before` to `after`. */
export interface Editor {
  page: Page;
  /** Absolute path of the private copy. */
  folder: string;
}

/** Opens a window before the tests of the surrounding `describe`, and closes it after them. */
export function openEditor(options: EditorOptions): Editor {
  const { workspace, git = false, change, ...window } = options;
  const editor = {} as Editor;
  let copy: WorkspaceCopy | undefined;
  let opened: Page | undefined;

  before(async function () {
    this.timeout(600_000);
    copy = workspace === undefined ? emptyWorkspace('platform') : copyWorkspace(workspaceFolder(workspace), { git });
    editor.folder = copy.folder;
    await change?.(copy.folder);
    opened = await openWindow({ extensions: [vsix], ...window }, copy.folder);
    editor.page = opened;
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replaceAll(/[^\w]+/g, '-');
    await takePicture(editor.page, join(project, 'out/test/pictures', `${name}.png`));
  });

  after(async () => {
    await opened?.context().close();
    copy?.remove();
  });

  return editor;
}

// At the end of all suites.
after(endPrograms);

function workspaceFolder(name: string): string {
  const places = [join(project, 'test/platforms', name), join(project, name)];
  const folder = places.find(place => existsSync(place));
  if (!folder) throw new Error(`There is no workspace ${name}.`);
  return folder;
}
