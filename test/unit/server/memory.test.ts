// Memory for open and edited documents is freed, or limited.
import { bundledData } from '../../support/bundledData';
import * as assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Language, Node, Parser, Tree, TreeCursor } from 'web-tree-sitter';
import { MemoCache, MAX_SPARE_RESULTS } from '../../../server/kubestack/memoization/memoCache';
import { ModuleInstance } from '../../../server/kubestack/modules/moduleInstance';
import { DependencyTracker } from '../../../server/kubestack/memoization/dependencyTracker';
import { OpenDocuments } from '../../../server/lsp/openDocuments';
import { Session } from '../../../server/session';
import { MAX_DOCUMENT_LENGTH } from '../../../server/workspace/longFiles';
import { Workspace } from '../../../server/workspace/workspace';
import { MemoryFileSystem } from '../../support/memoryFileSystem';

async function openWorkspace(texts: Record<string, string>): Promise<{ session: Session; documents: OpenDocuments }> {
  await Parser.init();
  const grammar = await Language.load(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'));
  const files = new MemoryFileSystem(texts);
  const session = new Session(bundledData, [files.root], files);
  await session.indexer.done();
  return { session, documents: new OpenDocuments(session, () => grammar) };
}

const uriOf = (path: string): string => `file:///w/${path}`;

/** A platform in one file; every edited value has three digits. */
function platform(calls: number): string {
  const call = (index: number): string => `module "eks_gc${index}_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.0-beta.0"

  configuration = {
    apps = {
      name_prefix      = "gc${index}"
      base_domain      = "platform.halvard.example"
      cluster_min_size = 100
    }
    ops = {}
  }
}
`;
  return Array.from({ length: calls }, (_, index) => call(index)).join('\n');
}

/** The change of one value in the n-th call. */
function editOf(text: string, call: number, value: number) {
  const offset = text.indexOf('cluster_min_size = ', text.indexOf(`"eks_gc${call}_`)) + 'cluster_min_size = '.length;
  const before = text.slice(0, offset);
  const start = { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
  return { range: { start, end: { line: start.line, character: start.character + 3 } }, text: String(value) };
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Counts objects outside of the JavaScript heap, which have to be deleted explicitly. */
function countLiving(): { count: number; restore(): void } {
  const living = { count: 0, restore: () => originals.forEach(putBack => putBack()) };
  const originals: (() => void)[] = [];
  const watch = (prototype: object, name: string, change: 1 | -1): void => {
    const methods = prototype as Record<string, Method>;
    const original = methods[name];
    assert.ok(original, `${name} is gone`);
    methods[name] = function (...args) {
      const result = original.apply(this, args);
      if (result !== null) living.count += change;
      return result;
    };
    originals.push(() => (methods[name] = original));
  };
  // Each parser is given its language once.
  watch(Parser.prototype, 'setLanguage', 1);
  watch(Parser.prototype, 'parse', 1);
  watch(Node.prototype, 'walk', 1);
  for (const prototype of [Parser.prototype, Tree.prototype, TreeCursor.prototype]) watch(prototype, 'delete', -1);
  return living;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function objectsInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('memory use', () => {
  describe('of syntax trees', () => {
    let living: ReturnType<typeof countLiving>;
    beforeEach(() => (living = countLiving()));
    afterEach(() => living.restore());

    it('keeps one tree and one parser per open document, however often it is edited', async () => {
      const text = platform(3);
      const { documents } = await openWorkspace({ 'main.tf': text });
      documents.open({ uri: uriOf('main.tf'), languageId: 'terraform', version: 1, text });
      for (let edit = 0; edit < 200; edit++) {
        documents.change({ uri: uriOf('main.tf'), version: edit + 2 }, [editOf(text, edit % 3, 101 + edit)]);
      }
      assert.equal(living.count, 2);
      documents.close(uriOf('main.tf'));
      assert.equal(living.count, 0);
    });

    it('frees those of replaced text, text that does not parse, and documents that are opened twice', async () => {
      const { documents } = await openWorkspace({});
      const uri = uriOf('main.tf');
      documents.open({ uri, languageId: 'terraform', version: 1, text: platform(1) });
      documents.open({ uri, languageId: 'terraform', version: 2, text: 'module "a" {' });
      documents.change({ uri, version: 3 }, [{ text: platform(2) }]);
      documents.change({ uri, version: 4 }, [{ text: '}}}} ${' }, editOf(platform(1), 0, 200)]);
      assert.equal(living.count, 2);
      documents.change({ uri, version: 5 }, [{ text: ' '.repeat(MAX_DOCUMENT_LENGTH + 1) }]);
      assert.equal(living.count, 0);
    });

    it('makes them for edited documents only, and frees all of them when the server ends', async () => {
      const { documents } = await openWorkspace({});
      const names = ['a.tf', 'b.tf', 'c.tfvars'];
      for (const name of names) documents.open({ uri: uriOf(name), languageId: 'terraform', version: 1, text: '' });
      assert.equal(living.count, 0);
      for (const name of names) documents.change({ uri: uriOf(name), version: 2 }, [{ text: '\n' }]);
      assert.equal(living.count, 6);
      documents.dispose();
      assert.equal(living.count, 0);
    });
  });

  it('keeps no old text of a file that is edited in many places', async function () {
    const calls = 200;
    const text = platform(calls);
    const { documents, session } = await openWorkspace({ 'main.tf': text });
    documents.open({ uri: uriOf('main.tf'), languageId: 'terraform', version: 1, text });
    const before = objectsInUse();
    for (let edit = 0; edit < calls; edit++) {
      documents.change({ uri: uriOf('main.tf'), version: edit + 2 }, [editOf(text, edit, 101 + edit)]);
    }
    const growth = objectsInUse() - before;
    assert.ok(session.workspace.file(uriOf('main.tf'))?.text.includes(String(100 + calls)));
    // Each of the 200 versions of the text has about 60,000 characters: together 12 MB.
    assert.ok(growth < 3_000_000, `${growth} bytes more`);
  });

  it('keeps all results of current declarations and some more, and drops the oldest', () => {
    const workspace = new Workspace(new MemoryFileSystem({}));
    const instance = new ModuleInstance(workspace, 'file:///w');
    const other = new ModuleInstance(workspace, 'file:///w/other');
    const declared = 5_000;
    const results = new MemoCache<number>(({ folderUri }) => (folderUri === instance.folderUri ? declared : 0));
    const set = (of: ModuleInstance, name: string, result: number): void =>
      results.set(of, name, { result, reads: new DependencyTracker(), checkedAt: 0 });
    for (let index = 0; index < declared + MAX_SPARE_RESULTS + 10; index++) set(instance, `name${index}`, index);
    for (let index = 0; index < MAX_SPARE_RESULTS + 10; index++) set(other, `name${index}`, index);
    set(instance, 'name20', -1);
    assert.equal(results.sizeOf(instance), declared + MAX_SPARE_RESULTS);
    assert.equal(results.sizeOf(other), MAX_SPARE_RESULTS);
    assert.equal(results.get(instance, 'name9'), undefined);
    assert.equal(results.get(instance, 'name10')?.result, 10);
    assert.equal(results.get(instance, 'name20')?.result, -1);
  });
});
