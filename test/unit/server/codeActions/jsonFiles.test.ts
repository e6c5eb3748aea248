// JSON files are usually generated, so their problems are reported, but they are not edited.
import assert from 'node:assert/strict';
import { offeredRefactorings } from '../../../../server/refactoring/refactorings';
import { EXPLAIN_COMMAND, quickFixActions } from '../../../../server/codeActions/codeActions';
import { fixAllInPlatform } from '../../../../server/codeActions/fixAll';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { scaffoldActions } from '../../../../server/scaffold/scaffoldActions';
import { framework } from '../../../support/kubestack/effectiveOf';
import { workspaceOf } from '../../../support/testWorkspace';
import { now } from '../../../../common/now';

const text = JSON.stringify(
  {
    module: {
      'eks_gc0_eu-west-1': {
        source: framework('aws/cluster'),
        providers: { aws: 'aws.eks_gc0_eu-west-1' },
        configuration: { apps: { name_prefix: 'gc0', base_domain: 'https://example.org' }, ops: {} },
      },
    },
    provider: { aws: { alias: 'eks_gc0_eu-west-1', region: 'eu-west-1' } },
  },
  null,
  2,
);

describe('JSON files', () => {
  it('have diagnostics but no code actions that edit them', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf.json': text });
    const here = uri('main.tf.json');
    const codes = now(allDiagnostics(snapshot, here)).map(({ code }) => code);
    assert.ok(codes.includes('KS311') && codes.includes('KS403'), codes.join());
    for (const [line] of text.split('\n').entries()) {
      const range = { start: { line, character: 9 }, end: { line, character: 9 } };
      const asked = { uri: here, range, only: undefined, resolves: true, commands: [EXPLAIN_COMMAND] };
      const titles = [
        ...now(quickFixActions(snapshot, asked)),
        ...now(offeredRefactorings(snapshot, here, range)),
        ...now(scaffoldActions(snapshot, here, range, ['refactor.remove'])),
      ].map(({ title }) => title);
      assert.deepEqual(
        titles.filter(title => !title.startsWith('Explain ')),
        [],
        `line ${line + 1}`,
      );
    }
    assert.equal(now(fixAllInPlatform(snapshot, here)).length, 0);
  });
});
