import assert from 'node:assert/strict';
import { isNewEnvironmentName, isWorkspaceName } from '../../../common/environmentName';

describe('environment names', () => {
  const safe = [
    'ops',
    'apps-prod',
    'a',
    'A1',
    '_x',
    'eu.west',
    'a+b',
    'ada@home',
    'toString',
    '__proto__',
    'constructor',
  ];
  const unsafe = [
    ...['', '.', '..', '-', '--help', '-x', '.hidden', 'a.', 'a/b', '../a', 'a\\b', '/etc', 'a b', ' a', 'a\n'],
    ...['a\nb', 'a\u0000', 'a\u001b[2J', 'a;b', 'a&b', 'a|b', '$a', '$(a)', '`a`', "a'b", 'a"b', '~', 'a:b', '=a', 'ä'],
    ...['a\u202eb', 'x'.repeat(91)],
  ];

  for (const name of safe)
    it(`may be ${name}`, () => {
      assert.equal(isWorkspaceName(name), true);
    });
  for (const name of unsafe)
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.equal(isWorkspaceName(name), false);
      assert.equal(isNewEnvironmentName(name), false);
    });

  it('are stricter for new environments', () => {
    const taken = ['ops', 'apps-prod', 'a', 'x'.repeat(20)];
    const refused = ['default', 'Ops', 'a_b', '1a', 'a-', 'x'.repeat(21), '__proto__'];
    assert.deepEqual([...taken, ...refused].filter(isNewEnvironmentName), taken);
  });
});
