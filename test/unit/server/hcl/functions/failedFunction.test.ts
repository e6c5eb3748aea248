// A function that throws an unexpected error, which is a defect: everything else is still evaluated, and the error is logged.
import assert from 'node:assert/strict';
import { runCommandLine } from '../../../../../server/cli/commandLine';
import { callFunction } from '../../../../../server/hcl/functions/callFunction';
import type { BuiltInFunction } from '../../../../../server/hcl/functions/function';
import { FUNCTIONS } from '../../../../../server/hcl/functions/functions';
import { string } from '../../../../../server/hcl/values/value';
import { clusterText } from '../../../../support/server/clusterText';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';
import { context } from '../../../../support/hcl/functions/call';
import { assetsFolder } from '../../../../fuzz/inProcessServer';
import { runAlone } from '../../../../fuzz/runTarget';
import { repositoryFiles } from '../../../../fuzz/targets/repositoryFiles';

const NAME = 'title';

describe('a function with an unexpected error', () => {
  const functions = FUNCTIONS as Map<string, BuiltInFunction>;
  const original = functions.get(NAME)!;
  const call = (): never => {
    throw new RangeError('not a time zone');
  };

  before(() => functions.set(NAME, { ...original, call }));
  after(() => functions.set(NAME, original));

  it('has an unknown result', () => {
    const failed: unknown[] = [];
    const functionFailed = (name: string, error: unknown): unknown => failed.push(name, error);
    const result = callFunction(functions.get(NAME)!, [string('a')], { ...context, functionFailed });
    assert.equal(result.kind, 'unknown');
    assert.equal(failed[0], NAME);
    assert.ok(failed[1] instanceof RangeError);
  });

  const cluster = clusterText(`name_prefix = ${NAME}("gc0")\nbase_domain = "example.com"`, `owner = ${NAME}("a")`);

  for (const command of ['effective', 'check']) {
    it(`is reported once by ${command}, which shows everything else`, async () => {
      const folder = new TemporaryFolder({ 'cluster.tf': cluster });
      try {
        const printed = { out: '', error: '' };
        const code = await runCommandLine([command, folder.path], assetsFolder(), {
          stdout: { write: text => (printed.out += text) },
          stderr: { write: text => (printed.error += text) },
          cwd: () => folder.path,
        });
        assert.notEqual(code, 2);
        const logged = printed.error.split('\n').filter(line => line.startsWith('The function'));
        assert.deepEqual(logged, [
          `The function "${NAME}" failed, so its result is not known: RangeError: not a time zone`,
        ]);
        if (command === 'effective') assert.match(printed.out, /base_domain = "example.com"/);
      } finally {
        folder.delete();
      }
    });
  }

  it('is a finding of the fuzzer', async () => {
    const hcl = repositoryFiles.find(({ name }) => name === 'hcl')!;
    const problem = await runAlone(hcl, Buffer.from(cluster));
    assert.match(problem ?? '', new RegExp(`The function "${NAME}" failed`));
  });
});
