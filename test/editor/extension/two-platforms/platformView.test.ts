import * as assert from 'node:assert/strict';
import { platformsKnown } from '../../../support/extension/platformsKnown';

describe('the Kubestack view of a folder with two platforms', () => {
  it('shows each platform with its folder', async () => {
    const { view } = await platformsKnown();
    const shown = view
      .getChildren()
      .map(({ kind, label, children }) => [kind, label, children.map(child => child.label)]);
    assert.deepEqual(shown, [
      ['platform', 'blue', ['ops', 'apps']],
      ['platform', 'green', ['ops', 'apps']],
    ]);
    const clusters = view.getChildren().map(({ children }) => children[0]?.children.map(({ label }) => label));
    assert.deepEqual(clusters, [['aks_blue'], ['aks_green']]);
  });
});
