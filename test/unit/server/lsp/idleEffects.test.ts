import assert from 'node:assert/strict';
import type { Forecaster } from '../../../../server/forecast/forecaster';
import { idleEffects } from '../../../../server/lsp/idleEffects';
import type { RequestContext } from '../../../../server/semantics/requestContext';

/** Stands in for the effects of documents: each is computed in a hundred steps, and kept. */
class Effects {
  readonly started: string[] = [];
  readonly kept = new Set<string>();
  edits = 0;

  *prepare(uri: string): Generator<undefined, boolean> {
    if (this.kept.has(uri)) return false;
    this.started.push(uri);
    for (let step = 0; step < 100; step++) yield;
    this.kept.add(uri);
    return true;
  }
}

describe('the effects of changes in open documents', () => {
  let effects: Effects;
  let uris: string[];
  let changes: number;
  let prepare: () => Promise<void>;

  beforeEach(() => {
    effects = new Effects();
    uris = ['a.tf'];
    changes = 0;
    prepare = idleEffects({
      forecaster: { prepareEffects: (_, uri) => effects.prepare(uri) } as Partial<Forecaster> as Forecaster,
      uris: () => uris,
      request: () => ({ client: {} }) as RequestContext,
      revision: () => effects.edits,
      changed: () => changes++,
    });
  });

  it('are computed once for each document, however many are opened meanwhile', async () => {
    const first = prepare();
    await Promise.all([first, prepare(), prepare()]);
    assert.deepEqual(effects.started, ['a.tf']);
    assert.equal(changes, 1);
  });

  it('are computed next for the document that was opened last', async () => {
    uris = ['a.tf', 'b.tf'];
    const first = prepare();
    uris = ['a.tf', 'b.tf', 'c.tf'];
    await Promise.all([first, prepare()]);
    assert.deepEqual(effects.started, ['b.tf', 'c.tf', 'a.tf']);
  });

  it('are computed for the new text after an edit', async () => {
    const first = prepare();
    effects.edits++;
    await Promise.all([first, prepare()]);
    assert.deepEqual([...effects.kept], ['a.tf']);
    assert.equal(changes, 1);
  });
});
