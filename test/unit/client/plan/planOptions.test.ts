// Options of plans that only one program has.
import assert from 'node:assert/strict';
import { driftArguments, missingOption } from '../../../../client/plan/run/planArguments';
import { outcomeMessage } from '../../../../client/plan/model/planMessages';

describe('options of a plan', () => {
  it('are run only by the program and version that has them', () => {
    const missing = (option: string, product: 'terraform' | 'tofu', version: string): string | undefined => {
      const found = missingOption(['-parallelism=2', option], { product, version });
      return found && `${found.option} ${found.needs.product} ${found.needs.version}`;
    };
    assert.equal(missing('-minimal-refresh', 'terraform', '1.16.2'), '-minimal-refresh terraform 1.17.0');
    assert.equal(missing('--minimal-refresh=true', 'tofu', '1.12.6'), '-minimal-refresh terraform 1.17.0');
    assert.equal(missing('-minimal-refresh', 'terraform', '1.17.0-rc1'), undefined);
    assert.equal(missing('-exclude=module.a', 'tofu', '1.8.9'), '-exclude tofu 1.9.0');
    assert.equal(missing('-exclude=module.a', 'tofu', '1.9.0'), undefined);
    assert.equal(missing('-exclude-file=a.txt', 'tofu', '1.9.0'), '-exclude-file tofu 1.10.0');
    assert.equal(missing('-exclude-file=a.txt', 'tofu', '1.12.6'), undefined);
    assert.equal(missing('-exclude=module.a', 'terraform', '1.17.0'), '-exclude tofu 1.9.0');
    assert.equal(missing('-var=exclude=a', 'terraform', '1.1.0'), undefined);
  });

  it('name in a message what they need', () => {
    const needs = { product: 'terraform', version: '1.17.0' } as const;
    const program = { product: 'tofu', version: '1.12.6' } as const;
    assert.equal(
      outcomeMessage({ kind: 'optionMissing', option: '-minimal-refresh', needs, program }, 'ops'),
      'The setting kubestack.plan.arguments contains -minimal-refresh, which needs Terraform 1.17.0 or newer. This is OpenTofu 1.12.6.',
    );
  });

  it('that would hide drift, or that its check refuses, are left out of it', () => {
    assert.deepEqual(driftArguments(['-minimal-refresh', '-exclude=module.a', '-refresh=false']), [
      '-exclude=module.a',
    ]);
  });
});
