import assert from 'node:assert/strict';
import { renameAt } from '../../../../server/refactoring/rename/rename';
import { countPauses } from '../../../support/countPauses';
import { markedWorkspace } from '../../../support/features/markedWorkspace';
import { changedTexts } from '../../../support/refactoring/refactored';

describe('renaming a symbol with very many references', () => {
  const uses = Array.from({ length: 3_000 }, (_, index) => `  a${index} = local.old\n`).join('');

  it('pauses, and changes every use', async () => {
    const workspace = await markedWorkspace({ 'a.tf': `locals {\n  old│ = 1\n${uses}}\n` });
    const { pauses, result } = countPauses(renameAt(workspace.snapshot, workspace.here, workspace.position, 'new'));
    assert.ok(pauses > 90, String(pauses));
    assert.ok(!('problem' in result));
    const text = changedTexts(workspace, result.edit)['a.tf'] ?? '';
    assert.equal(text.match(/= local\.new$/gm)?.length, 3_000);
    assert.ok(!text.includes('old'));
  });

  it('pauses between the modules of an environment', async () => {
    const modules = Array.from(
      { length: 300 },
      (_, index) =>
        `module "m${index}" {\n  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"\n  configuration = {\n    apps = {}\n    ops = {}\n  }\n}\n`,
    );
    const text = modules.join('').replace('ops', 'ops│');
    const workspace = await markedWorkspace({ 'a.tf': text });
    const { pauses, result } = countPauses(
      renameAt(workspace.snapshot, workspace.here, workspace.position, 'internal'),
    );
    assert.ok(pauses > 600, String(pauses));
    assert.ok(!('problem' in result));
    assert.equal(changedTexts(workspace, result.edit)['a.tf']?.match(/internal/g)?.length, 300);
  });
});
