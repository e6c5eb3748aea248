import * as assert from 'node:assert/strict';
import { startOnceMore } from '../../../support/vscode/startOnceMore';

describe('a start that may fail once', () => {
  const starting = (...results: (string | Error)[]) => {
    const lines: string[] = [];
    const start = (): Promise<string> => {
      const result = results.shift();
      return typeof result === 'string'
        ? Promise.resolve(result)
        : Promise.reject(result ?? new Error('a third start'));
    };
    return { lines, started: startOnceMore('Chromium', start, line => lines.push(line)) };
  };

  it('prints nothing when the first succeeds', async () => {
    const { lines, started } = starting('first');
    assert.equal(await started, 'first');
    assert.deepEqual(lines, []);
  });

  it('is repeated once, with a message', async () => {
    const { lines, started } = starting(new Error('no room'), 'second');
    assert.equal(await started, 'second');
    assert.match(lines.join(), /Chromium DID NOT START.*no room/);
  });

  it('fails when the second fails', async () => {
    const { started } = starting(new Error('no room'), new Error('still no room'));
    await assert.rejects(started, /still no room/);
  });
});
