import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import {
  entryNames,
  insertBlock,
  removeValue,
  renameEntry,
  replaceValues,
  setValue,
  sortEntries,
  sourceTextAt,
} from '../../../../server/edits/entryText';
import { formatHcl } from '../../../../server/edits/formatItem';

const MODULE = `module "eks_web0" {
  source = "x"

  configuration = {
    # production
    apps = {
      name_prefix = "web0" # short
      default_node_pool = {
        min_size = 1
        max_size = 3
      }
    }

    # cheap
    ops = {}
  }
}`;

const changed = (text: string | undefined): string => now(formatHcl(text ?? 'gave up'));
/** The part of a changed module between two texts. */
const part = (text: string | undefined, from: string): string =>
  changed(text)
    .slice(changed(text).indexOf(from))
    .replace(/\n {2}\}\n\}$/, '');

describe('edits of entries in an object', () => {
  describe('replacing several values', () => {
    it('keeps everything else', () => {
      const values = new Map([
        ['ops', '{ a = 1 }'],
        ['apps', '{}'],
        ['nowhere', '1'],
      ]);
      const text = replaceValues(MODULE, ['configuration'], values) ?? '';
      assert.equal(
        text.slice(text.indexOf('    # production')),
        '    # production\n    apps = {}\n\n    # cheap\n    ops = { a = 1 }\n  }\n}',
      );
    });

    it('replaces the last of several entries with one name, which takes effect', () => {
      assert.equal(
        replaceValues('locals {\n  a = { b = 1, b = 2 }\n}', ['a'], new Map([['b', '3']])),
        'locals {\n  a = { b = 1, b = 3 }\n}',
      );
    });

    it('gives up if the value is not an object', () =>
      assert.equal(replaceValues(MODULE, ['source'], new Map()), undefined));
  });

  describe('setting a value', () => {
    it('replaces the value and keeps its comment', () => {
      const text = setValue(MODULE, ['configuration', 'apps', 'name_prefix'], '"shop0"');
      assert.ok(changed(text).includes('      name_prefix = "shop0" # short\n'));
    });

    it('adds the first entry to an empty object', () => {
      assert.equal(
        part(setValue(MODULE, ['configuration', 'ops', 'name_prefix'], '"o"'), '    # cheap'),
        '    # cheap\n    ops = {\n      name_prefix = "o"\n    }',
      );
    });

    it('creates missing parent objects', () => {
      assert.equal(
        part(setValue(MODULE, ['configuration', 'ops', 'default_node_pool', 'max_size'], '2'), '    ops'),
        '    ops = {\n      default_node_pool = {\n        max_size = 2\n      }\n    }',
      );
    });

    it('splits an object that is written on one line', () => {
      const text = 'module "a" {\n  configuration = { apps = { a = 1, b = [1, 2] }, ops = {} }\n}';
      assert.equal(
        changed(setValue(text, ['configuration', 'apps', 'c'], '3')),
        'module "a" {\n  configuration = { apps = {\n    a = 1\n    b = [1, 2]\n    c = 3\n  }, ops = {} }\n}',
      );
    });

    it('uses commas if the other entries do', () => {
      const text = 'module "a" {\n  configuration = {\n    apps = {\n      a = 1,\n      b = 2,\n    },\n  }\n}';
      assert.equal(
        changed(setValue(text, ['configuration', 'apps', 'c'], '3')),
        text.replace('b = 2,\n', 'b = 2,\n      c = 3,\n'),
      );
    });

    it('inserts beside another entry, above its comment', () => {
      const text = setValue(MODULE, ['configuration', 'apps-prod'], '{}', { before: 'apps' });
      assert.deepEqual(entryNames(text!, ['configuration']), ['apps-prod', 'apps', 'ops']);
      assert.ok(changed(text).includes('  configuration = {\n    apps-prod = {}\n    # production\n    apps = {'));
    });

    it('inserts an argument before another', () => {
      const text = setValue(MODULE, ['configuration_base_key'], '"apps-prod"', { before: 'configuration' });
      assert.ok(changed(text).includes('\n\n  configuration_base_key = "apps-prod"\n  configuration = {\n'));
    });

    it('quotes keys that need quotes', () => {
      const text = setValue(MODULE, ['configuration', 'ops', 'labels', 'a.b/c'], '"1"');
      assert.ok(changed(text).includes('labels = {\n        "a.b/c" = "1"\n'));
    });

    it('changes the last of two entries with the same key, which is the effective one', () => {
      const text = 'module "a" {\n  configuration = {\n    apps = { a = 1 }\n    apps = { a = 2 }\n  }\n}';
      assert.equal(setValue(text, ['configuration', 'apps', 'a'], '3'), text.replace('2', '3'));
    });

    it('inserts after a heredoc', () => {
      const text = 'module "a" {\n  configuration = {\n    apps = {\n      a = <<EOT\n  x\nEOT\n    }\n  }\n}';
      assert.equal(
        changed(setValue(text, ['configuration', 'apps', 'b'], '1')),
        text.replace('EOT\n    }', 'EOT\n      b = 1\n    }'),
      );
    });

    it('does nothing if the configuration is an expression', () => {
      for (const value of ['local.x', 'merge({}, local.x)'])
        assert.equal(
          setValue(`module "a" {\n  configuration = ${value}\n}`, ['configuration', 'ops', 'a'], '1'),
          undefined,
        );
      assert.equal(setValue('module "a" {\n  a = \n}', ['a'], '1'), undefined);
    });

    it('keeps the comments of an object that it splits', () => {
      const text = 'module "a" {\n  configuration = { /* one */ apps = { a = 1 /* two */, b = 2 } }\n}';
      const result = changed(setValue(text, ['configuration', 'apps', 'c'], '3'));
      assert.ok(result.includes('/* one */') && result.includes('/* two */'), result);
    });
  });

  describe('removing an entry', () => {
    it('removes the comments above, too', () => {
      assert.equal(removeValue(MODULE, ['configuration', 'ops']), MODULE.replace('\n\n    # cheap\n    ops = {}', ''));
    });

    it('leaves one of two blank lines', () => {
      const text = removeValue(MODULE.replace('    ops = {}\n', '    ops = {}\n\n    more = {}\n'), [
        'configuration',
        'ops',
      ]);
      assert.ok(text!.includes('    }\n\n    more = {}\n'), text);
    });

    it('leaves an empty object', () => {
      const text = 'module "a" {\n  configuration = {\n    ops = {\n      # why\n      a = 1\n    }\n  }\n}';
      assert.equal(removeValue(text, ['configuration', 'ops', 'a']), text.replace(/\{\n {6}# why[^}]*\}/, '{}'));
    });

    it('keeps an object on one line', () => {
      const text = 'locals {\n  a = { b = 1, c = 2, d = 3 }\n}';
      assert.equal(removeValue(text, ['a', 'b']), 'locals {\n  a = { c = 2, d = 3 }\n}');
      assert.equal(removeValue(text, ['a', 'c']), 'locals {\n  a = { b = 1, d = 3 }\n}');
      assert.equal(removeValue(text, ['a', 'd']), 'locals {\n  a = { b = 1, c = 2 }\n}');
      assert.equal(removeValue('locals {\n  a = { b = 1 }\n}', ['a', 'b']), 'locals {\n  a = {}\n}');
      const doubled = 'locals {\n  a = { b = 1, c = 2, b = 3, b = 4, d = 5 }\n}';
      assert.equal(removeValue(doubled, ['a', 'b']), 'locals {\n  a = { c = 2, d = 5 }\n}');
    });

    it('does nothing if the entry does not exist', () => {
      assert.equal(removeValue(MODULE, ['configuration', 'ops', 'default_node_pool', 'x']), MODULE);
    });
  });

  it('renames an entry where it is', () => {
    assert.equal(
      renameEntry(MODULE, ['configuration', 'ops'], 'internal'),
      MODULE.replace('ops = {}', 'internal = {}'),
    );
    assert.equal(renameEntry('locals {\n  a = { "x" = 1 }\n}', ['a', 'x'], 'y'), 'locals {\n  a = { "y" = 1 }\n}');
  });

  it('sorts entries with their comments and keeps the blank lines', () => {
    const text = sortEntries(MODULE, ['configuration'], ['ops', 'apps']);
    assert.deepEqual(entryNames(text!, ['configuration']), ['ops', 'apps']);
    assert.ok(text!.includes('configuration = {\n    # cheap\n    ops = {}\n\n    # production\n    apps = {\n'), text);
    assert.equal(sortEntries(MODULE, ['configuration'], ['apps', 'ops']), MODULE);
  });

  it('sorts entries with commas and on one line', () => {
    const text = 'module "a" {\n  configuration = {\n    ops = {}, # o\n    apps = { a = 1 } # a\n  }\n}';
    assert.equal(
      changed(sortEntries(text, ['configuration'], ['apps', 'ops'])),
      'module "a" {\n  configuration = {\n    apps = { a = 1 } # a\n    ops  = {},       # o\n  }\n}',
    );
    assert.equal(
      changed(
        sortEntries('module "a" {\n  configuration = { ops = {}, apps = {} }\n}', ['configuration'], ['apps', 'ops']),
      ),
      'module "a" {\n  configuration = {\n    apps = {}\n    ops  = {}\n  }\n}',
    );
  });

  it('adds a block to a body', () => {
    assert.equal(
      changed(insertBlock('terraform {\n  required_version = "1"\n}', 'backend "s3" {\n    bucket = "b"\n}\n')),
      'terraform {\n  required_version = "1"\n\n  backend "s3" {\n    bucket = "b"\n  }\n}',
    );
    assert.equal(changed(insertBlock('terraform {}', 'backend "s3" {}')), 'terraform {\n  backend "s3" {}\n}');
  });

  it('reads the source of a value', () => {
    assert.equal(sourceTextAt(MODULE, ['configuration', 'apps', 'default_node_pool', 'max_size']), '3');
    assert.equal(sourceTextAt('clusters = {\n  a = 1\n}', ['clusters', 'a']), '1');
    assert.equal(sourceTextAt(MODULE, ['configuration', 'nothing', 'x']), undefined);
  });
});
