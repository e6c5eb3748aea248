// A short run of `npm run model`: a few scripts of a fixed seed, and every recorded failing script.
import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScript, runSeed, scriptOf, shortest, type Script } from '../../model/runModel';
import { InProcessServer } from '../../fuzz/inProcessServer';
import { PLATFORM_NAMES } from '../../model/platforms';

const found = join(__dirname, '../../fixtures/found/model');

describe('a random sequence of edits', function () {
  this.timeout(180_000);

  for (const [index, platform] of PLATFORM_NAMES.entries()) {
    const seed = 7 * 10 + index;
    it(`has the same answers as a newly opened workspace (${platform}, seed ${seed})`, async () => {
      assert.equal(scriptOf(seed).platform, platform);
      const { comparisons } = await runSeed(seed, 30);
      assert.ok(comparisons > 0);
    });
  }

  for (const name of existsSync(found) ? readdirSync(found) : []) {
    it(`has the same answers as a newly opened workspace (${name.replace(/\.json$/, '').replaceAll('-', ' ')})`, async () => {
      await runScript(JSON.parse(readFileSync(join(found, name), 'utf8')) as Script);
    });
  }

  it('is reduced to the shortest failing sequence if an edit is missed', async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
    const { notify } = InProcessServer.prototype;
    // Simulates a server that ignores all changes of texts.
    InProcessServer.prototype.notify = function (method, parameters) {
      return method === 'textDocument/didChange' ? Promise.resolve() : notify.call(this, method, parameters);
    };
    try {
      const script: Script = {
        platform: 'small',
        steps: [
          ['open', 1],
          ['save', 2],
          ['paste', 4],
          ['settings', 5],
          ['close', 6],
        ],
      };
      const error = await runScript(script, 1).then(
        () => assert.fail('no difference was found'),
        (thrown: unknown) => thrown as Error,
      );
      const failed = await shortest(script, error);
      assert.deepEqual(
        failed.script.steps.map(([name]) => name),
        // Saving requires an open document, into which text is pasted.
        ['save', 'paste'],
      );
    } finally {
      InProcessServer.prototype.notify = notify;
    }
  });
});
