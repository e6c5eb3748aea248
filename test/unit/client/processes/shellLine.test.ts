import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { shellLine, shellOf } from '../../../../client/processes/shellLine';

describe('shellLine()', () => {
  it('quotes only if necessary', () => {
    assert.equal(
      shellLine('/usr/bin/terraform', ['plan', '-lock=false'], 'posix'),
      '/usr/bin/terraform plan -lock=false',
    );
    assert.equal(
      shellLine('/a b/tofu', ['plan', `-target=module.a["it's"]`], 'posix'),
      `'/a b/tofu' plan '-target=module.a["it'\\''s"]'`,
    );
  });

  it('is parsed by a POSIX shell into the original words, whatever they contain', () => {
    const word = fc.string({ unit: fc.constantFrom(...'a$`"\'\\!~=;&|<>(){}[]*?# -%@^') });
    const words = fc.array(word, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(words, { minLength: 20, maxLength: 20 }), lists => {
        // One shell for many lines, since processes are slow.
        const script = lists.map(list => shellLine('printf', ['%s\\0', ...list], 'posix')).join('\n');
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        assert.deepEqual(read.split('\0').slice(0, -1), lists.flat());
      }),
      { numRuns: 25, seed: 12 },
    );
  });

  const lines: [shell: 'fish' | 'powershell' | 'cmd', words: string[], line: string][] = [
    ['fish', ['tofu', `a\\' ; reboot ; '`], `tofu 'a\\\\\\' ; reboot ; \\''`],
    [
      'powershell',
      ['C:\\Program Files\\terraform.exe', "-var=a='b'"],
      `& 'C:\\Program Files\\terraform.exe' '-var=a=''b'''`,
    ],
    ['powershell', ['tofu', '-var=a=\u2019; reboot; \u2018'], `tofu '-var=a=\u2019\u2019; reboot; \u2018\u2018'`],
    ['cmd', ['tofu', 'a b'], 'tofu ^"a^ b^"'],
    ['cmd', ['tofu', '-var=a="&reboot&'], 'tofu ^"-var=a=\\^"^&reboot^&^"'],
    ['cmd', ['tofu', '%PATH%', 'a\\'], 'tofu ^"^%PATH^%^" a\\'],
  ];
  for (const [shell, [program = '', ...parameters], line] of lines)
    it(`quotes for ${shell}: ${line}`, () => {
      assert.equal(shellLine(program, parameters, shell), line);
    });

  it('rejects control characters, which a terminal would interpret even in quotes', () => {
    for (const character of ['\n', '\r', '\t', '\u001b', '\u0003', '\u0004', '\u007f', '\u0085', '\u009b', '\u2028']) {
      const word = `-var=a=${character}reboot`;
      for (const shell of ['posix', 'fish', 'powershell', 'cmd'] as const) {
        assert.throws(() => shellLine('terraform', ['plan', word], shell), /has a control character/);
        assert.throws(() => shellLine(`terraform${character}`, [], shell), /has a control character/);
      }
    }
  });

  it('identifies the shells of terminals by their paths', () => {
    assert.equal(shellOf('/usr/bin/fish', 'linux'), 'fish');
    assert.equal(shellOf('/bin/zsh', 'darwin'), 'posix');
    assert.equal(shellOf('C:\\Windows\\System32\\cmd.exe', 'win32'), 'cmd');
    assert.equal(shellOf('C:\\Program Files\\PowerShell\\7\\pwsh.exe', 'win32'), 'powershell');
    assert.equal(shellOf('C:\\Program Files\\Git\\bin\\bash.exe', 'win32'), 'posix');
    assert.deepEqual([shellOf('', 'win32'), shellOf('', 'linux')], ['powershell', 'posix']);
  });
});
