import assert from 'node:assert/strict';
import { withStates } from '../../../../client/diagram/environmentStates';
import { diagramStates } from '../../../../client/promotion/diagramStates';
import type { DriftState } from '../../../../client/promotion/driftState';
import type { Diagram, DiagramNode } from '../../../../common/diagram/diagram';
import { drawNode, nodeText } from '../../../../common/diagram/drawing';
import { ENGLISH_WORDS } from '../../../../common/diagram/words';
import { DIAGRAM_HOST_MESSAGES } from '../../../../common/webview/diagramMessages';
import { fits } from '../../../../common/shape';
import { line, noon, stages, tag } from '../../../support/client/promotion/history';

const HOUR = 60 * 60_000;
const tags = [tag('apps-deploy-2026-11-20-0', 'b', noon - HOUR)];
const found = (state: 'succeeded' | 'failed' | 'running' | 'unknown') =>
  stages({
    graph: line('a', 'b', 'c'),
    main: 'c',
    tags,
    pipelines: { 'b refs/tags/apps-deploy-2026-11-20-0': { state } },
  });
const drift = (open: number): DriftState => ({ kind: 'checked', open, accepted: 0, at: noon - 2 * HOUR });
const textsOf = (state: Parameters<typeof found>[0], open: number) =>
  diagramStates(found(state), () => drift(open), noon).find(({ environment }) => environment === 'apps');

const node = (kind: DiagramNode['kind'], name: string): DiagramNode => ({
  ...{ id: name, kind, label: name, name, platform: 'file:///w', facts: [], differences: 3, isBase: true },
  ...{ x: 0, y: 0, width: 900, height: 100 },
});
const diagram: Diagram = {
  width: 1,
  height: 1,
  nodes: [node('environment', 'apps'), node('cluster', 'apps')],
  arrows: [],
};

describe('the states of environments in the diagram', () => {
  it('are the result of the last apply, what is applied, and drift', () => {
    assert.deepEqual(textsOf('succeeded', 0), {
      environment: 'apps',
      texts: ['applied', 'no drift · checked 2 hours ago', 'apps-deploy-2026-11-20-0'],
    });
    assert.deepEqual(textsOf('running', 2)?.texts, [
      '2 resources drifted · checked 2 hours ago',
      'applying',
      'apps-deploy-2026-11-20-0',
    ]);
    assert.deepEqual(textsOf('failed', 2), {
      environment: 'apps',
      texts: ['apply failed', '2 resources drifted · checked 2 hours ago', 'apps-deploy-2026-11-20-0'],
      problem: 'failed',
    });
    assert.deepEqual(textsOf('unknown', 0)?.texts.at(-1), 'apps-deploy-2026-11-20-0');
    const [ops, , prod] = diagramStates(found('unknown'), () => drift(0), noon);
    assert.match(ops?.texts.join(' ') ?? '', /\bc\b/);
    assert.equal(prod?.texts[0], 'never promoted');
  });

  it('are in the title of the environment, where a failed apply comes first', () => {
    const shown = withStates(diagram, [textsOf('failed', 0)!]);
    const [environment, cluster] = shown.nodes;
    assert.deepEqual(cluster, diagram.nodes[1]);
    const drawn = JSON.stringify(drawNode(environment!, ENGLISH_WORDS));
    assert.match(drawn, /"node environment base failed"/);
    assert.match(drawn, /"apply failed · no drift · checked 2 hours ago · apps-deploy-2026-11-20-0 · base · /);
    assert.match(nodeText(environment!, ENGLISH_WORDS).join('\n'), /^apply failed$/m);
    const passed = JSON.stringify(drawNode(withStates(diagram, [textsOf('succeeded', 0)!]).nodes[0]!, ENGLISH_WORDS));
    assert.match(passed, /"base · 3 .* · applied · no drift/);
    assert.doesNotMatch(passed, /failed/);
    assert.ok(fits({ diagram: shown }, DIAGRAM_HOST_MESSAGES.show));
  });

  it('are missing without promotions', () => assert.equal(withStates(diagram, []), diagram));
});
