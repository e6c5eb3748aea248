import * as assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { randomCases } from '../../../support/randomCases';
import type { Editor } from '../../../support/ui/openEditor';
import {
  closeEditors,
  everythingSaved,
  pressUntil,
  quickOpen,
  runEditorCommand,
} from '../../../support/vscode/workbench';

type Files = Readonly<Record<string, string>>;

const OLD = 'eks_gc0_eu-west-1';
const NEW = 'eks_gc7_eu-west-1';
/** Renames for each value of `files.autoSave`. */
const RENAMES = randomCases(2, 8);

/** The files after the rename: all names, and a `moved` block after each module. */
function renamed(files: Files): Files {
  const moved = (module: string, name: string): string =>
    `${module.replaceAll(OLD, NEW)}\nmoved {\n  from = module.${name}\n  to   = module.${name.replace(OLD, NEW)}\n}\n`;
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const modules = /^module "(eks_gc0_eu-west-1[^"]*)" \{\n[^]*?\n\}\n/gm;
      const rest = text.split(modules).filter((_, index) => index % 2 === 0);
      const written = [...text.matchAll(modules)].map(([module, label = '']) => moved(module, label));
      return [
        name.replace(OLD, NEW),
        rest.map((each, index) => each.replaceAll(OLD, NEW) + (written[index] ?? '')).join(''),
      ];
    }),
  );
}

/** Declares the tests of renaming a cluster with its files while VS Code saves changed files by itself. */
export function clusterRenameTests(editor: Editor): void {
  const settings = (): string => join(editor.folder, '.vscode');
  /** The text of each file. VS Code renames files meanwhile: one that is gone by the time it is read is left out. */
  const filesOf = (): Files =>
    Object.fromEntries(
      readdirSync(editor.folder)
        .filter(name => name.endsWith('.tf'))
        .flatMap(name => {
          try {
            return [[name, readFileSync(join(editor.folder, name), 'utf8')]];
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
            throw error;
          }
        }),
    );
  /** Waits until the files on disk are as expected. @param meanwhile is repeated until then */
  const saved = async (expected: Files, meanwhile: () => Promise<void> = () => delay(100)): Promise<void> => {
    for (const end = Date.now() + 90_000; Date.now() < end; await meanwhile())
      if (isDeepStrictEqual(filesOf(), expected)) return;
    assert.deepEqual(filesOf(), expected);
  };
  const line = (text: string) =>
    editor.page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();
  const activeTab = (state: string, name: string) =>
    editor.page.locator(`.tab.active${state}`).filter({ hasText: name });
  /** @param color is set together with the value, and shows that VS Code has read it */
  const setAutoSave = async (value: string, color: string): Promise<void> => {
    mkdirSync(settings(), { recursive: true });
    const text = { 'files.autoSave': value, 'workbench.colorCustomizations': { 'statusBar.border': color } };
    writeFileSync(join(settings(), 'settings.json'), JSON.stringify(text));
    await editor.page.waitForFunction(expected => {
      const style = getComputedStyle(document.querySelector('.monaco-workbench')!);
      return style.getPropertyValue('--vscode-statusBar-border').trim() === expected;
    }, color);
  };
  const saveAll = (): Promise<void> => runEditorCommand(editor.page, 'File: Save All');
  const rename = async (): Promise<void> => {
    const box = editor.page.locator('.rename-box input');
    await pressUntil(editor.page, 'F2', box);
    assert.equal(await box.inputValue(), OLD);
    await box.fill(NEW);
    await box.press('Enter');
  };

  describe('the rename of a cluster', () => {
    for (const [index, autoSave] of ['afterDelay', 'onFocusChange', 'off'].entries())
      it(`renames and saves its files, and is undone in one step, with files.autoSave ${autoSave}`, async function () {
        this.timeout(120_000 + RENAMES * 60_000);
        const before = filesOf();
        await setAutoSave(autoSave, `#00000${index + 1}`);
        await quickOpen(editor.page, `${OLD}_service_nginx.tf`);
        for (let count = 0; count < RENAMES; count++) {
          await quickOpen(editor.page, `${OLD}_cluster.tf:1:12`);
          await rename();
          await saved(renamed(before));
          await activeTab(':not(.dirty)', NEW).waitFor();
          await everythingSaved(editor.page);
          await line(`module "${NEW}"`).click();
          await editor.page.keyboard.press('Control+Z');
          await activeTab('', OLD).waitFor();
          await line(`module "${OLD}"`).waitFor();
          // Except after a delay, VS Code doesn't save the texts that it undoes, one file after the other.
          await saved(before, autoSave === 'afterDelay' ? undefined : saveAll);
        }
      });

    after(async () => {
      await closeEditors(editor.page);
      rmSync(settings(), { recursive: true });
    });
  });
}
