import assert from 'node:assert/strict';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { scaffolded } from '../../../support/scaffold/scaffolded';
import { toolsOn } from '../../../support/agents/testHost';

const POOL = 'scw_web0_fr-par_node_pool_batch';
const before = readSamplePlatform('three-environments');
const preview = { kind: 'replacement', name: POOL };

interface Answer {
  readonly summary: string;
  readonly diff: string;
  readonly stages: readonly { readonly title: string; readonly state: string; readonly waits_for?: string }[];
  readonly problems: readonly { readonly answer: string; readonly message: string }[];
}

async function answerOf(texts: typeof before, input: object): Promise<Answer> {
  const tools = await toolsOn(texts);
  const result = await tools.call('kubestack_preview_change', { path: '.', ...input });
  assert.ok('answer' in result, JSON.stringify(result));
  return result.answer as unknown as Answer;
}

describe('kubestack_preview_change of kind replacement', () => {
  it('answers the diff of the first stage, and all stages', async () => {
    const { diff, stages, problems } = await answerOf(before, { ...preview, values: { node_type: 'PRO2-M' } });
    assert.deepEqual(problems, []);
    assert.match(diff, /^\+ {2}# kubestack:replaces scw_web0_fr-par_node_pool_batch$/m);
    assert.deepEqual(
      stages.map(({ title, state }) => `${state}: ${title}`),
      [`open: Add ${POOL}2`, `waiting: Move the pods from ${POOL} to ${POOL}2`, `waiting: Remove ${POOL}`],
    );
  });

  it('answers the diff of the next stage if the agent says that the one before is applied', async () => {
    const { texts } = await scaffolded(before, 'replacement', { name: POOL, values: { node_type: 'PRO2-M' } });
    const refused = await answerOf(texts, preview);
    assert.equal(refused.problems[0]?.answer, 'applied');
    const { diff, problems } = await answerOf(texts, { ...preview, answers: { applied: true } });
    assert.deepEqual(problems, []);
    assert.match(diff, /^\+ +key += "kubestack-replaced"$/m);
  });
});
