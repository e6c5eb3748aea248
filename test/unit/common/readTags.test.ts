import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localTags } from '../../../common/promotion/readTags';
import { gitReader } from '../../../server/cli/gitReader';
import { gitIn } from '../../support/gitIn';

describe('the tags of a clone', () => {
  it('are refused with the name of one whose message is too large', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestack-test-'));
    const git = (...parameters: string[]): string => gitIn(folder, ...parameters);
    git('init', '--quiet');
    git('commit', '--quiet', '--allow-empty', '--message', 'first');
    git('tag', 'apps-deploy-1');
    assert.deepEqual([...(await localTags(gitReader(folder))).keys()], ['apps-deploy-1']);
    writeFileSync(join(folder, 'message'), 'm'.repeat(2 * 1024 * 1024));
    git('tag', '--annotate', `--file=${join(folder, 'message')}`, 'apps-deploy-2');
    await assert.rejects(localTags(gitReader(folder)), {
      message: 'The tag apps-deploy-2 is larger than 1 MB, so the tags are not read.',
    });
    rmSync(folder, { recursive: true });
  });
});
