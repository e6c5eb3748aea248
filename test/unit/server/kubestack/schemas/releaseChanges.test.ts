import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { concerns, type ReleaseChangeJson } from '../../../../../server/kubestack/schemas/releaseChange';
import { loadSchemas, type ModuleSchema } from '../../../../../server/kubestack/schemas/schemas';

const root = path.join(__dirname, '../../../../..');
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, 'data', name), 'utf8'));
const schemasJson = read('schemas.json') as { changes: ReleaseChangeJson[] };
const schemas = loadSchemas(schemasJson);
const { changes } = read('releases.json') as { changes: ReleaseChangeJson[] };
const refs = [...schemas.releases, 'head'];
const EFFECTS = ['code', 'destroys', 'replaces', 'changes', 'requires'];
const USES = ['overlays', 'exec', 'kubeconfigOutput', undefined];

/** `v0.17.0-beta.0 ab7a6e2` */
const nameOf = ({ release, commit }: ReleaseChangeJson): string => `${release} ${commit.slice(0, 7)}`;

describe('data/releases.json', () => {
  it('is part of data/schemas.json', () => {
    assert.deepEqual(schemasJson.changes, changes);
  });

  it('is complete and in the order of releases', () => {
    for (const change of changes) {
      const name = nameOf(change);
      assert.match(change.commit, /^[0-9a-f]{40}$/, name);
      assert.ok(refs.includes(change.release), name);
      assert.ok(EFFECTS.includes(change.effect) && USES.includes(change.uses), name);
      for (const text of [change.summary, change.action ?? 'Nothing.']) assert.match(text, /^[A-Za-z].*\.$/, name);
      for (const ref of [change.applyFirst, change.until]) assert.ok(ref === undefined || refs.includes(ref), name);
      if (change.applyFirst !== undefined)
        assert.ok(refs.indexOf(change.applyFirst) < refs.indexOf(change.release), name);
      if (change.until !== undefined) assert.ok(refs.indexOf(change.until) > refs.indexOf(change.release), name);
    }
    const order = changes.map(({ release }) => refs.indexOf(release));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  it('names modules, inputs and attributes that exist on the side where they are named', () => {
    for (const change of changes) {
      const [before, after] = sides(change);
      const modulesBefore = change.modules.flatMap(each => schemas.moduleFor(each, before) ?? []);
      const modulesAfter = change.modules.flatMap(each => schemas.moduleFor(each, after) ?? []);
      assert.ok(modulesBefore.length > 0 || modulesAfter.length > 0, nameOf(change));
      for (const [old, name] of Object.entries(change.inputs ?? {})) {
        assert.ok(
          modulesBefore.every(({ inputs }) => inputs.has(old)),
          `${nameOf(change)} ${old}`,
        );
        assert.ok(
          modulesAfter.every(({ inputs }) => !inputs.has(old) && (name === null || inputs.has(name))),
          old,
        );
      }
      for (const [old, name] of Object.entries(change.attributes ?? {})) {
        assert.ok(
          modulesBefore.some(({ attributes }) => attributes.has(old)),
          `${nameOf(change)} ${old}`,
        );
        assert.ok(
          name === null || modulesAfter.some(({ attributes }) => attributes.has(name)),
          `${nameOf(change)} ${name}`,
        );
      }
      for (const condition of [change.if, change.unless])
        if (condition)
          assert.ok(
            [...modulesBefore, ...modulesAfter].some(({ attributes }) => attributes.has(condition.attribute)),
            `${nameOf(change)} ${condition.attribute}`,
          );
    }
  });

  it('has every input and attribute that a release removes without a rename in the descriptions', () => {
    const missing = schemas.paths
      .filter(each => !each.startsWith('common/'))
      .flatMap(each =>
        refs.slice(1).flatMap((ref, index) => {
          const [old, next] = [schemas.moduleFor(each, refs[index]), schemas.moduleFor(each, ref)];
          if (!old || !next) return [];
          const known = changes.filter(change => change.release === ref && change.modules.includes(each));
          return [
            // The migration to typed configuration changes the inputs of node pools.
            ...(each.endsWith('/node-pool') ? [] : gone(old, next, 'inputs', { ...schemas.inputRenames[each] }, known)),
            ...gone(old, next, 'attributes', { ...schemas.renames[each] }, known),
          ].map(name => `${ref} ${each} ${name}`);
        }),
      );
    assert.deepEqual(missing, []);
  });

  it('has commits of the releases that it names', function () {
    const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
    if (clone === undefined) this.skip();
    const git = (...args: string[]): string[] =>
      execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' })
        .trim()
        .split('\n');
    for (const change of changes) {
      const [before, after] = sides(change).map(ref => (ref === 'head' ? schemas.headCommit : ref));
      assert.ok(git('rev-list', `${before}..${after}`).includes(change.commit), nameOf(change));
    }
  });
});

describe('changes between two refs', () => {
  const commits = (module: string, from: string, to: string): string[] =>
    schemas.changesBetween(module, from, to).map(({ commit }) => commit.slice(0, 7));

  it('are those after the first, up to and including the second', () => {
    assert.deepEqual(commits('aws/cluster', 'v0.16.3-beta.0', 'v0.17.0-beta.0'), ['ab7a6e2', '4621e23']);
    assert.deepEqual(commits('aws/cluster', 'v0.17.0-beta.0', 'v0.17.0-beta.0'), []);
    assert.deepEqual(commits('aws/cluster', 'v0.17.0-beta.0', 'v0.16.3-beta.0'), []);
    assert.deepEqual(commits('aws/cluster', 'v0.19.2-beta.0', schemas.headCommit), [
      'fe84339',
      '47125b2',
      '507e10b',
      '5a72fe6',
    ]);
    assert.deepEqual(commits('aws/cluster', 'main', 'head'), []);
  });

  it('leave out what a later release takes back', () => {
    assert.ok(commits('aws/cluster', 'v0.17.0-beta.0', 'v0.17.1-beta.0').includes('e606b6e'));
    assert.ok(!commits('aws/cluster', 'v0.17.0-beta.0', 'v0.18.1-beta.0').includes('e606b6e'));
  });

  it('concern environments by their values, and those whose values are unknown', () => {
    const change = schemas
      .changesBetween('azurerm/cluster', 'v0.13.0-beta.1', 'v0.14.0-beta.0')
      .find(({ commit }) => commit.startsWith('6a056cc'))!;
    const at = (values: Record<string, string | undefined>) =>
      concerns(change, name => (Object.hasOwn(values, name) ? values[name] : null));
    assert.equal(at({}), false);
    assert.equal(at({ network_plugin: 'azure' }), true);
    assert.equal(at({ network_plugin: 'azure', legacy_vnet_name: 'true' }), false);
    assert.equal(at({ network_plugin: 'azure', legacy_vnet_name: undefined }), true);
    assert.equal(at({ network_plugin: undefined }), true);
  });
});

function sides({ release }: ReleaseChangeJson): [string, string] {
  return [refs[refs.indexOf(release) - 1]!, release];
}

function gone(
  old: ModuleSchema,
  next: ModuleSchema,
  part: 'inputs' | 'attributes',
  renames: Readonly<Record<string, string>>,
  known: readonly ReleaseChangeJson[],
): string[] {
  const names = [...old[part].keys()].filter(name => !name.includes('.') && !next[part].has(name));
  return names.filter(
    name => !Object.hasOwn(renames, name) && !known.some(change => Object.hasOwn(change[part] ?? {}, name)),
  );
}
