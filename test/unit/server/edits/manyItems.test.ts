// Edits of files with thousands of blocks. Steps are counted, not timed, so that the result doesn't depend on how busy the machine is.
import assert from 'node:assert/strict';
import { Draft } from '../../../../server/edits/draft';
import { scaffold } from '../../../../server/scaffold/scaffold';
import { removeValue } from '../../../../server/edits/entryText';
import { migratePlatform } from '../../../../server/refactoring/migration/migrate';
import { offeredRefactorings } from '../../../../server/refactoring/refactorings';
import { now } from '../../../../common/now';
import { allCalls } from '../../../../server/kubestack/platform/platform';
import { environmentOccurrences } from '../../../../server/semantics/environmentOccurrences';
import type { Item } from '../../../../server/syntax/ast';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';
import { cluster, clusterWith, lines } from '../../../worstCases/worstCase';
import { StepCounter } from '../../../worstCases/steps';

describe('work on many blocks or environments', () => {
  let counter: StepCounter;

  before(() => (counter = new StepCounter()));
  after(() => counter.stop());

  /** Asserts that the number of steps is about proportional to the number of items. */
  async function assertLinear(
    text: (count: number) => string,
    work: (workspace: TestWorkspace, items: readonly Item[]) => unknown,
  ): Promise<void> {
    const stepsFor = async (count: number): Promise<number> => {
      const workspace = await workspaceOf({ 'main.tf': text(count) });
      const items = workspace.workspace.file(workspace.uri('main.tf'))!.items.map(({ item }) => item);
      counter.take();
      work(workspace, items);
      return counter.take();
    };
    await stepsFor(10);
    const [few, many] = [await stepsFor(200), await stepsFor(800)];
    assert.ok(few > 200, `${few} steps`);
    assert.ok(many < few * 6, `${few} steps, then ${many}`);
  }

  const blocks = (count: number): string => lines(count, index => `locals {\n  a${index} = 1\n}\n`);

  it('removes blocks in proportion to their number', () =>
    assertLinear(blocks, ({ snapshot }, items) => {
      const draft = new Draft(snapshot);
      for (const item of items) draft.remove(item);
      assert.equal(now(draft.changes()).length, 1);
    }));

  it('inserts blocks in proportion to their number', () =>
    assertLinear(blocks, ({ snapshot, uri }, items) => {
      const draft = new Draft(snapshot);
      for (const item of items) draft.insert(uri('main.tf'), 'locals {\n}', { after: item });
      assert.equal(now(draft.changes()).length, items.length);
    }));

  it('finds an environment in proportion to the number of environments', () =>
    assertLinear(
      count =>
        `${cluster()}${clusterWith(`{\n${lines(count, index => `    e${index} = {}`)}\n  }`, 'gke_gc1_europe-west1')}`,
      ({ snapshot }) => {
        const root = snapshot.model.tree.rootInstances()[0]!;
        const found = [...environmentOccurrences(snapshot, now(allCalls(root, snapshot.model)), 'e7')].flat();
        assert.equal(found.length, 1);
      },
    ));

  it('adds a service in proportion to the number of clusters', () =>
    assertLinear(
      count => lines(count, index => clusterWith('{ apps = {} }', `gke_gc${index}_europe-west1`)),
      ({ snapshot, uri }) => {
        const clusters = ['gke_gc7_europe-west1'];
        const answers = { entry: 'nginx', clusters };
        const result = now(scaffold(snapshot, { uri: uri(''), kind: 'service', answers }));
        assert.ok('edit' in result, JSON.stringify(result));
      },
    ));

  it('removes an attribute in proportion to the number of its values', () =>
    assertLinear(
      count => clusterWith(`{\n    apps = {\n${lines(count, () => '      a = 1')}\n    }\n    ops = {}\n  }`),
      (_, items) => {
        const removed = removeValue(items[0]!.text, ['configuration', 'apps', 'a']);
        assert.match(removed ?? '', /\n {4}apps = \{\}\n {4}ops = \{\}\n/);
      },
    ));

  it('offers to split a file in proportion to the number of its clusters', () =>
    assertLinear(
      count => lines(count, index => clusterWith('{ apps = {} }', `gke_gc${index}_europe-west1`)),
      ({ snapshot, uri }) => {
        const start = { line: 0, character: 0 };
        const offers = now(offeredRefactorings(snapshot, uri('main.tf'), { start, end: start }, ['refactor.move']));
        assert.equal(offers.length, 1);
      },
    ));

  it('migrates environments in proportion to their number', () =>
    assertLinear(
      count => clusterWith(`{\n    apps = {}\n${lines(count, index => `    e${index} = { name_prefix = "a" }`)}\n  }`),
      ({ snapshot }) => {
        const [root] = snapshot.model.tree.rootInstances();
        const result = now(migratePlatform(snapshot, root!, snapshot.model.schemas.headCommit));
        assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
      },
    ));
});
