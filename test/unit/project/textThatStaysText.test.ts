// Tests that the lint rule for untrusted text in messages and quick picks reports violations, with the configuration of `npm run lint`.
import * as assert from 'node:assert/strict';
import { lintProblems } from '../../support/project/lintProblems';

const problems = lintProblems(/^no-restricted-syntax$/);

describe('untrusted text in VS Code', function () {
  const forbidden: [text: string, reason: RegExp][] = [
    ['vscode.window.showErrorMessage(name);', /messages\.ts/],
    ['const show = vscode.window.showWarningMessage;', /messages\.ts/],
    ['const { showInformationMessage: tell } = vscode.window;', /messages\.ts/],
    ["import { window } from 'vscode';", /as a whole/],
    ['vscode.window.withProgress({ location, title: name }, work);', /messages\.ts/],
    ['vscode.window.setStatusBarMessage(name);', /messages\.ts/],
    ['vscode.window.showInputBox({ prompt: name });', /messages\.ts/],
    ['vscode.window.showQuickPick([{ label: name }]);', /quickPicks\.ts/],
    ['vscode.window.createQuickPick();', /quickPicks\.ts/],
    ['input.prompt = `Branch ${name}`;', /messageText/],
    ['input.validationMessage = problem;', /messageText/],
    ['item.label = `$(rocket) ${name}`;', /iconLabel/],
    ["item.label = t('$(check) Write');", /iconLabel/],
    ['new vscode.MarkdownString(`**${name}**`);', /common\/markdown/],
  ];
  for (const [text, reason] of forbidden) {
    it(`lint forbids ${text}`, async () => assert.match((await problems('client/a.ts', text)).join(), reason));
  }

  it('lint allows the escaping functions', async () => {
    const text = [
      "showError(name); pickOne([{ label: name, icon: 'rocket' }], {}); input.prompt = messageText(name);",
      "input.validationMessage = undefined; item.text = iconLabel('rocket', name); show(`$${price}`);",
    ].join('\n');
    assert.deepEqual(await problems('client/a.ts', text), []);
    assert.deepEqual(await problems('client/core/messages.ts', 'vscode.window.showErrorMessage(name);'), []);
  });
});
