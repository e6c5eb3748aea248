import { now } from '../../../../common/now';
import * as assert from 'node:assert/strict';
import { readSourceFile } from '../../../../server/syntax/sourceFile';
import { ModuleFolder } from '../../../../server/workspace/moduleFolder';
import { declaredAttribute } from '../../../../server/workspace/declarations';

const folderUri = 'file:///w';
const put = (folder: ModuleFolder, name: string, text: string | undefined): void =>
  folder.setFile(
    name,
    text === undefined
      ? undefined
      : now(readSourceFile(`${folderUri}/${name}`, text, 'configuration', folder.file(name))),
  );
const sourceOf = (folder: ModuleFolder): unknown => {
  const declaration = folder.declaration('module', 'a');
  const value = declaration && declaredAttribute(declaration, 'source')?.attribute.value;
  return value?.kind === 'text' ? value.value : undefined;
};
const module = (source: string): string => `module "a" {\n  source = "${source}"\n}\n`;

describe('ModuleFolder', () => {
  it('follows override files as they are created and deleted', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'main.tf', module('own'));
    const names = ['a_override.tf', 'b_override.tf', 'c_override.tf', 'override.tf'];
    for (const name of names) {
      put(folder, name, module(name));
      assert.equal(sourceOf(folder), name);
    }
    for (const name of [...names].reverse()) {
      assert.equal(sourceOf(folder), name);
      put(folder, name, undefined);
    }
    assert.equal(sourceOf(folder), 'own');
  });

  it('knows which calls have changed since a revision, unless that is long ago', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'a.tf', module('one'));
    put(folder, 'b.tf', 'module "b" {}\n');
    const before = folder.interfaceRevision;
    const changed = (): unknown => [...(folder.callsChangedSince(before) ?? ['everything'])].sort();
    put(folder, 'v.tf', 'variable "v" {}\n');
    put(folder, 'a.tf', `# Not in the block.\n${module('one')}`);
    assert.deepEqual(changed(), []);
    put(folder, 'a.tf', module('two'));
    put(folder, 'c.tf', 'module "c" {}\n');
    put(folder, 'b.tf', undefined);
    assert.deepEqual(changed(), ['a', 'b', 'c']);
    for (let round = 0; round < 200; round++) put(folder, 'a.tf', module(String(round)));
    assert.deepEqual(changed(), ['everything']);
  });

  it('lists modules in the order of their files, whatever blocks variables files contain', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'b.tf', 'module "b" {}\n');
    put(folder, 'c.tf', module('c'));
    const values = now(readSourceFile(`${folderUri}/a.auto.tfvars`, module('values'), 'variables', undefined));
    folder.setFile('a.auto.tfvars', values);
    assert.deepEqual(folder.namesInOrder('module'), ['b', 'a']);
    folder.setFile('a.auto.tfvars', undefined);
    assert.deepEqual(folder.namesInOrder('module'), ['b', 'a']);
  });

  it('uses the first of two declarations, in the order of file names', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'b.tf', module('b'));
    put(folder, 'a.tf', module('a'));
    assert.equal(sourceOf(folder), 'a');
    assert.equal(folder.declarations('module', 'a').length, 2);
    put(folder, 'a.tf', undefined);
    assert.equal(sourceOf(folder), 'b');
  });

  it('distinguishes two blocks with the same text, also after the file is read again', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'main.tf', `${module('x')}\n${module('x')}`);
    put(folder, 'main.tf', `${module('x')}\n${module('x')}\n# more\n`);
    const [first, second] = folder.declarations('module', 'a');
    assert.ok(first && second);
    assert.notEqual(first.item, second.item);
    put(folder, 'main.tf', module('x'));
    assert.equal(folder.declarations('module', 'a').length, 1);
  });

  it('tracks the paths in its calls', () => {
    const folder = new ModuleFolder(folderUri);
    put(folder, 'main.tf', `${module('./modules/x')}\n${module('../y')}\n${module('git::https://x')}`);
    assert.deepEqual([...folder.calledPaths()].sort(), ['../y', './modules/x']);
    const before = folder.callPathsRevision;
    put(folder, 'main.tf', `${module('./modules/x')}\n${module('../y')}\n# nothing of it\n`);
    assert.equal(folder.callPathsRevision, before);
    put(folder, 'main.tf', module('../y'));
    assert.deepEqual([...folder.calledPaths()], ['../y']);
    assert.notEqual(folder.callPathsRevision, before);
  });
});
