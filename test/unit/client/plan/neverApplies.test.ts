import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../../client/plan');

describe('client/plan', () => {
  it('never runs apply and never selects a workspace', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      name => name.endsWith('.ts') && !name.startsWith('ui'),
    );
    assert.ok(files.length > 20);
    const words = files.flatMap(name => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/'(apply|destroy|select|import|taint|force-unlock)'/g),
    ]);
    // `import` and `destroy` are also names of planned actions.
    const allowed = new Set(["'import'", "'destroy'"]);
    assert.deepEqual(
      words.map(([word]) => word).filter(word => !allowed.has(word)),
      [],
    );
  });
});
