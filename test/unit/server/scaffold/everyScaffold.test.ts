// All scaffolds on all sample platforms: the result is formatted, has no new findings, and has the requested configuration in each environment.
// test/terraform/scaffolds.test.ts runs the same sequences with a real terraform.
import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { findingsOf } from '../../../../server/checks/engine/checkRunner';
import { formatHcl } from '../../../../server/edits/formatItem';
import { allCalls, listPlatforms } from '../../../../server/kubestack/platform/platform';
import { memoizedWorkspaceOf } from '../../../support/testWorkspace';
import { COURSES } from '../../../support/scaffold/everyScaffold';
import { scaffolded, type Texts } from '../../../support/scaffold/scaffolded';

/** Findings that describe a step for the user: a commit as version, manifests to fetch, a missing backend. */
const OPEN_STEPS = new Set(['KS105', 'KS509', 'KS514']);

describe('every scaffold', () => {
  for (const { name, before, steps } of COURSES) {
    it(`keeps ${name} formatted and adds no findings`, async function () {
      let texts: Texts = before;
      let known = new Set(await findings(before));
      for (const { kind, answers } of steps) {
        const after = await scaffolded(texts, kind, answers);
        assert.ok(kind === 'readme' || after.changed.length > 0, `${kind} changed nothing`);
        for (const path of after.changed.filter(each => each.endsWith('.tf')))
          assert.equal(now(formatHcl(after.texts[path]!)), after.texts[path], path);
        texts = after.texts;
        const found = await findings(texts);
        assert.deepEqual(
          found.filter(each => !known.has(each)),
          [],
          `${kind} ${JSON.stringify(answers)}`,
        );
        known = new Set(found);
      }
      await assertSameEnvironments(texts);
    });
  }
});

/** Errors and warnings: code, file and message. */
async function findings(texts: Texts): Promise<string[]> {
  const { snapshot, uri } = await memoizedWorkspaceOf(texts);
  return snapshot.model.tree
    .rootInstances()
    .flatMap(root =>
      [...now(findingsOf(snapshot, root))].flatMap(([file, found]) =>
        found
          .filter(({ check, level }) => (level === 'error' || level === 'warning') && !OPEN_STEPS.has(check.code))
          .map(({ check, finding }) => `${check.code} ${file.replace(`${uri('')}/`, '')}: ${finding.message}`),
      ),
    );
}

/** A2: all modules have the same environments, in the same order, and all of them can be evaluated. */
async function assertSameEnvironments(texts: Texts): Promise<void> {
  const { snapshot } = await memoizedWorkspaceOf(texts);
  const [platform] = listPlatforms(snapshot.model, []);
  assert.ok(platform);
  for (const call of now(allCalls(platform.root, snapshot.model))) {
    const { environments, diagnostics } = snapshot.model.effectiveConfiguration(call);
    assert.deepEqual([...environments.keys()], [...platform.environments].reverse(), call.address);
    assert.deepEqual(diagnostics, [], call.address);
  }
}
