import * as assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { now } from '../../../../common/now';
import { codeOf } from '../../../../server/checks/engine/check';
import { findingsOf } from '../../../../server/checks/engine/checkRunner';
import { nodeRuntime } from '../../../../server/node/nodeRuntime';
import { DEFAULT_SETTINGS } from '../../../../server/semantics/settings';
import { openSession } from '../../../../server/session';
import { assetsFolder } from '../../../fuzz/inProcessServer';
import { clusterText } from '../../../support/server/clusterText';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { skipOnWindows } from '../../../support/skipWithout';

describe('a file that is not read', () => {
  before(function () {
    skipOnWindows(this);
  });

  it('above nested platforms is reported for each of them, with the path from its folder', async () => {
    const folder = new TemporaryFolder({
      'outside/main.yml': '',
      'top/a/main.tf': clusterText('name_prefix = "a"'),
      'top/a/b/c/main.tf': clusterText('name_prefix = "c"'),
    });
    try {
      mkdirSync(folder.at('top/.github/workflows'), { recursive: true });
      symlinkSync(folder.at('outside/main.yml'), folder.at('top/.github/workflows/main.yml'));
      symlinkSync(folder.at('outside/main.yml'), folder.at('top/a/.gitlab-ci.yml'));
      const session = openSession(nodeRuntime(assetsFolder()), [folder.uri('top')]);
      await session.whenRead();
      const { model } = session;
      const client = {
        markdown: true,
        canRefreshDiagnostics: true,
        servedByOtherExtension: () => false,
        clientUri: (uri: string) => uri,
      };
      const found = model.tree.rootInstances().map(root => [
        root.folderUri.slice(folder.uri('top/').length),
        [...now(findingsOf({ model, settings: DEFAULT_SETTINGS, client }, root)).values()]
          .flat()
          .filter(each => codeOf(each) === 'KS516')
          .map(({ finding }) => finding.message.split(' ')[0]),
      ]);
      assert.deepEqual(Object.fromEntries(found), {
        a: ['.gitlab-ci.yml', '../.github/workflows/main.yml'],
        'a/b/c': ['../../.gitlab-ci.yml', '../../../.github/workflows/main.yml'],
      });
    } finally {
      folder.delete();
    }
  });
});
