import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../../client/plan');

describe('client/plan', () => {
  it('runs without an editor: only its view knows vscode', () => {
    const files = readdirSync(folder, { withFileTypes: true }).filter(
      entry => entry.isFile() && entry.name.endsWith('.ts'),
    );
    assert.ok(files.length > 20);
    const forbidden = files.filter(({ name }) =>
      /from '(?:vscode|\.\/view\/)/.test(readFileSync(join(folder, name), 'utf8')),
    );
    assert.deepEqual(forbidden, []);
  });

  it('never applies and never selects a workspace', () => {
    const words = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile())
      .flatMap(({ name }) => [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/'(apply|destroy|select|import|taint|force-unlock)'/g),
      ]);
    // `import` and `destroy` are words of the model.
    const allowed = new Set(["'import'", "'destroy'"]);
    assert.deepEqual(
      words.map(([word]) => word).filter(word => !allowed.has(word)),
      [],
    );
  });
});
