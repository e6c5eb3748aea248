// Tokens and pauses are counted, so that the result doesn't depend on how busy the machine is.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { resolveRefactoring } from '../../../../server/refactoring/refactorings';
import { Scanner } from '../../../../server/syntax/parser/scanner';
import { readSourceFile } from '../../../../server/syntax/sourceFile';
import { markedWorkspace, type MarkedWorkspace } from '../../../support/features/markedWorkspace';
import { countPauses } from '../../../support/countPauses';
import { changedTexts, chosen } from '../../../support/refactoring/refactored';
import { clusterWith, lines } from '../../../worstCases/worstCase';

const BASE =
  'name_prefix = "gc0"\n      base_domain = "infra.example.com"\n      project_id = "p"\n      region = "europe-west1"';

/** A cluster with a long configuration and many environments; `own` is in each of them, and `more` in the base. */
const long = (more: string, own: string): string =>
  clusterWith(
    `{\n    apps = {\n      ${BASE}\n${more}\n      labels = join("", [\n${lines(600, index => `        "a${index}",`)}\n      ])\n    }\n${lines(20, index => `    e${index} = {${own}}`)}\n  }`,
  );

describe('resolving a refactoring', () => {
  const original = Object.getOwnPropertyDescriptor(Scanner.prototype, 'read')!;
  let tokens = 0;
  before(() =>
    Object.defineProperty(Scanner.prototype, 'read', {
      ...original,
      value(this: Scanner) {
        tokens++;
        return (original.value as (this: Scanner) => unknown).call(this);
      },
    }),
  );
  after(() => Object.defineProperty(Scanner.prototype, 'read', original));

  /** The most tokens that are read between two pauses, as a multiple of those of the file. */
  function longestPart(marked: MarkedWorkspace, title: RegExp): number {
    const data = chosen(marked, title);
    const file = marked.workspace.file(marked.here)!;
    tokens = 0;
    now(readSourceFile(file.uri, file.text, 'configuration'));
    const all = tokens;
    const work = resolveRefactoring(marked.snapshot, data);
    for (let most = 0; ;) {
      tokens = 0;
      const step = work.next();
      most = Math.max(most, tokens);
      if (step.done !== true) continue;
      assert.ok(!('problem' in step.value), 'problem' in step.value ? step.value.problem : '');
      return most / all;
    }
  }

  const zone = '\n      zone = "a"\n    ';
  for (const [title, text] of [
    [/^Push name_prefix down/, long('', '').replace('name_prefix', 'name_│prefix')],
    [/^Move zone .* to the base/, long('      zone = "b"', '').replace('e7 = {}', 'e7 = { zone│ = "a" }')],
    [/^Move common attributes/, long('', zone).replace('e7 =', 'e│7 =')],
    [/^Make e7 the base/, long('', '').replace('e7 =', 'e│7 =')],
    [/^Migrate gke_gc0/, long('', zone).replace('e7 =', 'e│7 =')],
    [/^Split this file/, long('', '').replace('module', 'mod│ule')],
  ] as const)
    it(`pauses after each reading of a long block: ${title.source}`, async () => {
      const parts = longestPart(await markedWorkspace({ 'main.tf': text }), title);
      assert.ok(parts < 3, `${parts.toFixed(1)} times as many as the tokens of the file`);
    });

  it('pauses between the modules of a platform', async () => {
    const modules = lines(60, index =>
      clusterWith(
        `{\n    apps = { ${BASE.split('\n')
          .map(each => each.trim())
          .join(', ')} }\n    ops = {}\n  }`,
        `gke_gc${index}_europe-west1`,
      ),
    );
    for (const title of [/^Migrate the platform/, /^Make ops the base/]) {
      const marked = await markedWorkspace({ 'main.tf': modules.replace('ops =', 'o│ps =') });
      const { pauses, result } = countPauses(resolveRefactoring(marked.snapshot, chosen(marked, title)));
      assert.ok(pauses > 700, `${title.source}: ${pauses}`);
      assert.ok(!('problem' in result), 'problem' in result ? result.problem : '');
      const changed = changedTexts(marked, result.edit)['main.tf'] ?? '';
      assert.equal(changed.match(/^module /gm)?.length, 60);
      assert.notEqual(changed, modules);
    }
  });

  it('pauses between the files that a file is split into', async () => {
    const clusters = lines(60, index => clusterWith('{ apps = {}, ops = {} }', `gke_gc${index}_europe-west1`));
    const marked = await markedWorkspace({ 'main.tf': `│${clusters}` });
    const { fileSystem } = marked.workspace;
    const read = fileSystem.read.bind(fileSystem);
    let reads = 0;
    fileSystem.read = (...parameters) => {
      reads++;
      return read(...parameters);
    };
    const work = resolveRefactoring(marked.snapshot, chosen(marked, /^Split this file/));
    let most = 0;
    for (let before = 0; work.next().done !== true; before = reads) most = Math.max(most, reads - before);
    assert.ok(reads >= 60, `${reads}`);
    assert.ok(most <= 16, `${most}`);
  });

  it('says that it needs too many changes for a very long configuration', async () => {
    const withBase = (attributes: number): string =>
      clusterWith(
        `{\n    apps = {\n${lines(attributes, index => `      a${index} = "${'a'.repeat(100)}"`)}\n    }\n    o│ps = {}\n  }`,
      );
    for (const [attributes, problem] of [
      [100, undefined],
      [400, 'This needs too many changes for a configuration of this length.'],
      // A single change reads a block of this length several times.
      [1_000, 'This needs too many changes for a configuration of this length.'],
    ] as const) {
      const marked = await markedWorkspace({ 'main.tf': withBase(attributes) });
      const title = 'Make ops the base environment of the platform';
      const data = { source: 'refactoring', refactoring: 'makeBase', uri: marked.here, title } as const;
      const { result } = countPauses(resolveRefactoring(marked.snapshot, { ...data, position: marked.position }));
      assert.equal('problem' in result ? result.problem : undefined, problem);
    }
  });
});
