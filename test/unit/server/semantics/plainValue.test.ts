// Values without a JSON representation: unknown, sensitive, and very large numbers.
import * as assert from 'node:assert/strict';
import type { EffectiveAttribute } from '../../../../common/protocol';
import { effectiveOf, framework } from '../../../support/kubestack/effectiveOf';

const VARIABLES = 'variable "y" {}\nvariable "s" {\n  sensitive = true\n  default = "hunter2"\n}\n';

async function attributeOfOps(
  apps: string,
  ops: string,
  path = 'kustomization/overlay',
): Promise<EffectiveAttribute | undefined> {
  const text = `module "gke_gc0_europe-west1" {
  source = "${framework(path)}"
  configuration = {
    apps = { ${apps} }
    ops  = { ${ops} }
  }
}
`;
  return (await effectiveOf(text, { 'variables.tf': VARIABLES })).environments['ops']?.[0];
}

describe('an unknown value', () => {
  it('is shown as the unknown expression if only a part of it is set in the environment', async () => {
    const attribute = await attributeOfOps('common_labels = var.y', 'common_labels = { a = "b" }');
    assert.deepEqual([attribute?.known, attribute?.expression], [false, 'var.y']);
  });

  it('is shown as written if that contains the unknown expression', async () => {
    const attribute = await attributeOfOps('common_labels = {}', 'common_labels = merge({ a = "b" }, var.y)');
    assert.deepEqual([attribute?.known, attribute?.expression], [false, 'merge({ a = "b" }, var.y)']);
  });
});

describe('a value with a number that a double cannot represent', () => {
  const replicas = (count: string): string => `replicas = [{ name = "a<b", count = ${count} }]`;

  it('keeps its digits in lists and objects', async () => {
    const attribute = await attributeOfOps('', replicas('12345678901234567890'));
    assert.deepEqual(
      [attribute?.value, attribute?.known, attribute?.expression],
      [null, true, '[{"count":12345678901234567890,"name":"a<b"}]'],
    );
    const small = await attributeOfOps('', replicas('3'));
    assert.deepEqual([small?.value, small?.expression], [[{ count: 3, name: 'a<b' }], undefined]);
  });

  it('differs from another one if only the last digits differ', async () => {
    const attribute = await attributeOfOps(replicas('12345678901234567890'), replicas('12345678901234567891'));
    assert.match(attribute?.expression ?? '', /7891/);
    assert.match(attribute?.overrides?.expression ?? '', /7890/);
  });
});

describe('an overridden value', () => {
  const overrides = async (base: string): Promise<unknown[]> => {
    const attribute = await attributeOfOps(`namespace = ${base}`, 'namespace = "own"');
    const { value, known, expression } = attribute?.overrides ?? {};
    return [value, known, expression];
  };

  it('is shown as its expression if it is unknown', async () => {
    assert.deepEqual(await overrides('"${var.y}-a"'), [null, false, '"${var.y}-a"']);
  });

  it('is not shown if it is sensitive', async () => {
    assert.deepEqual(await overrides('var.s'), [null, false, '(sensitive value)']);
  });

  it("keeps digits that a double can't represent", async () => {
    const attribute = await attributeOfOps(
      'disk_size_gb = 12345678901234567890',
      'disk_size_gb = 1',
      'google/cluster/node-pool',
    );
    assert.deepEqual([attribute?.overrides?.known, attribute?.overrides?.expression], [true, '12345678901234567890']);
  });

  it('is shown as a plain value otherwise', async () => {
    assert.deepEqual(await overrides('"a"'), ['a', true, undefined]);
  });
});
