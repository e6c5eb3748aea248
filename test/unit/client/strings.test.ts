import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const project = join(__dirname, '../../..');
const client = join(project, 'client');

describe('l10n/bundle.l10n.json', function () {
  it('has every string that the client shows, for translators', () => {
    const bundle = JSON.parse(readFileSync(join(project, 'l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
    const used = readdirSync(client, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .flatMap(name => messagesIn(readFileSync(join(client, name), 'utf8')));
    const sorted = [...new Set(used)].sort();
    assert.deepEqual(Object.keys(bundle), sorted);
    assert.deepEqual(Object.values(bundle), sorted);
  });
});

/** The first arguments of `t(…)` and `vscode.l10n.t(…)`; they must be literals, or no tool finds them. */
function messagesIn(code: string): string[] {
  const messages: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:t|vscode\.l10n\.t)$/.test(node.expression.getText())) {
      const [message] = node.arguments;
      assert.ok(message && ts.isStringLiteralLike(message), node.getText());
      messages.push(message.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('client.ts', code, ts.ScriptTarget.Latest, true));
  return messages;
}
