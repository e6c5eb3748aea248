import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface LanguageConfiguration {
  readonly wordPattern: string;
  readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  readonly onEnterRules: readonly { beforeText: string; afterText: string; action: { appendText: string } }[];
}

const file = path.resolve(__dirname, '../../../syntaxes/language-configuration.json');
const configuration = JSON.parse(readFileSync(file, 'utf8')) as LanguageConfiguration;

describe('the language configuration', () => {
  it('treats names with dashes as one word', () => {
    const words = 'module.eks_gc0_eu-west-1.current_config["größe"] = 1.5e3'.match(
      new RegExp(configuration.wordPattern, 'g'),
    );
    assert.deepEqual(words, ['module', 'eks_gc0_eu-west-1', 'current_config', 'größe', '1.5e3']);
  });

  it('indents after a line with an unclosed bracket', () => {
    const increase = new RegExp(configuration.indentationRules.increaseIndentPattern);
    const indenting = ['module "a" {', '  ops = {', 'x = [ # one', 'y = merge(var.a["b"], {', 'z = join(",",', '}, {'];
    const plain = ['features {}', 'x = "see {"', '# module {', 'y = f(a[0])', 'z = "${var.x}"', '}', 'w = { a = 1 }'];
    assert.deepEqual(
      [...indenting, ...plain].filter(line => increase.test(line)),
      indenting,
    );
  });

  it('outdents a line that starts with a closing bracket', () => {
    const decrease = new RegExp(configuration.indentationRules.decreaseIndentPattern);
    assert.deepEqual(
      ['  }', '])', '  ]', 'a }', 'b = 1'].filter(line => decrease.test(line)),
      ['  }', '])', '  ]'],
    );
  });

  it('folds regions in both kinds of line comments', () => {
    const { start, end } = configuration.folding.markers;
    const lines = ['#region pools', '  # region', '//#region', '# regional', 'region = "x"'];
    assert.deepEqual(
      lines.filter(line => new RegExp(start).test(line)),
      lines.slice(0, 3),
    );
    assert.ok(new RegExp(end).test('  # endregion'));
    assert.ok(!new RegExp(start).test('#endregion'));
  });

  it('continues a comment after Enter, but not code', () => {
    assert.equal(appendedOnEnter('  # first ', 'second'), '# ');
    assert.equal(appendedOnEnter('// first ', 'second'), '// ');
    assert.equal(appendedOnEnter('  # done', ''), undefined);
    assert.equal(appendedOnEnter('a = "#', '1"'), undefined);
  });
});

/** The text that the first matching rule inserts at the start of the new line. */
function appendedOnEnter(before: string, after: string): string | undefined {
  const matches = (pattern: string, text: string): boolean => new RegExp(pattern).test(text);
  return configuration.onEnterRules.find(rule => matches(rule.beforeText, before) && matches(rule.afterText, after))
    ?.action.appendText;
}
