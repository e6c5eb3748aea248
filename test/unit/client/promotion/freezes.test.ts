import assert from 'node:assert/strict';
import { promotionBoard } from '../../../../client/promotion/board';
import { diagramStates } from '../../../../client/promotion/diagramStates';
import { UNCHECKED } from '../../../../client/promotion/driftState';
import { stageDescription, statusText, untilText } from '../../../../client/promotion/stageText';
import { frozenUntil, type DeclaredFreeze } from '../../../../common/rules/freezes';
import { facts, line, noon, stages, tag } from '../../../support/client/promotion/history';

const DAY = 24 * 3_600_000;
const freeze: DeclaredFreeze = {
  environments: ['apps'],
  window: { kind: 'once', from: noon - DAY, until: noon + 40 * DAY },
};

describe('a freeze that is in force', () => {
  const history = {
    ...{ graph: line('a', 'b'), main: 'b', freezes: [freeze] },
    tags: [tag('apps-deploy-2026-11-19-0', 'a'), tag('apps-prod-deploy-2026-11-19-0', 'a')],
  };
  const found = stages(history);
  const [ops, apps, prod] = found;
  const day = new Date(noon + 40 * DAY).toLocaleDateString([], { month: 'short', day: 'numeric' });

  it('is shown in the status bar, the view, the board and the diagram, until its end', () => {
    const sentence = `apps frozen until ${day}`;
    assert.equal(statusText(found, 'main', undefined, noon), `ops ✓ main · ${sentence} · 1 commit to promote to apps`);
    assert.match(stageDescription(apps!, 'main', noon), new RegExp(`^frozen until ${day} · 1 commit waiting`));
    const [shown] = promotionBoard([{ root: '/w', name: 'w', facts: facts(history), stages: found }], {
      ...{ now: noon, time: String, drift: () => UNCHECKED, changes: () => [], losses: () => [], staged: () => [] },
    });
    assert.deepEqual(
      shown?.columns.map(({ refusals }) => refusals.includes(sentence)),
      [false, true, false],
    );
    const states = diagramStates(found, () => UNCHECKED, noon);
    assert.deepEqual(
      states.map(({ texts }) => texts[0] === `frozen until ${day}`),
      [false, true, false],
    );
    assert.doesNotMatch(statusText(stages(history, noon + 40 * DAY), 'main'), /frozen/);
  });

  it('holds only its environments, and never the internal one, which has no promotions', () => {
    assert.deepEqual([ops?.frozenUntil, prod?.frozenUntil], [undefined, undefined]);
    const all = stages({ ...history, freezes: [{ window: freeze.window }] });
    assert.deepEqual(
      all.map(stage => stage.frozenUntil !== undefined),
      [false, true, true],
    );
  });

  it('is one text in the status bar for several environments, which has no day if they differ', () => {
    const both = stages({ ...history, freezes: [{ window: freeze.window }] });
    assert.equal(
      statusText(both, 'main', undefined, noon),
      `ops ✓ main · 2 environments frozen until ${day} · 1 commit to promote to apps`,
    );
    const longer = { kind: 'once', from: noon - DAY, until: noon + 50 * DAY } as const;
    const differing = stages({ ...history, freezes: [freeze, { environments: ['apps-prod'], window: longer }] });
    assert.match(statusText(differing, 'main', undefined, noon), / · 2 environments frozen · /);
  });

  it('ends with the last of several, and says the time on its last day', () => {
    const window = { kind: 'once', from: noon - DAY, until: noon + DAY } as const;
    assert.equal(frozenUntil([{ window }, freeze], 'apps', noon), noon + 40 * DAY);
    assert.equal(frozenUntil([{ window }, freeze], 'ops', noon), noon + DAY);
    const time = new Date(noon + DAY).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    assert.equal(untilText(noon + DAY, noon + 1), time);
  });
});
