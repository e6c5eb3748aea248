import assert from 'node:assert/strict';
import fc from 'fast-check';
import { URI, Utils } from 'vscode-uri';
import { normalizeUri, resolvePath } from '../../../../server/workspace/uri';
import { callersByFolder } from '../../../../server/kubestack/modules/callGraph';
import { StepCounter } from '../../../worstCases/steps';
import { PLATFORMS } from '../../../worstCases/inputs/platforms';
import { workspaceOf } from '../../../support/testWorkspace';

describe('paths in configuration', () => {
  const FOLDERS = [
    'file:///work/platform/modules',
    'file:///c%3A/work',
    'file:///a',
    'file:///',
    'vscode-vfs://github/o/r',
  ];
  const parsed = (folder: string, path: string): string => {
    const base = URI.parse(folder);
    const from = base.path === '' ? base.with({ path: '/' }) : base;
    return normalizeUri(Utils.joinPath(from, path).toString());
  };

  it('lead to the same folder as parsed URIs', () => {
    const name = fc.constantFrom('..', '.', 'a', 'modules', 'gke_gc0-europe.west1', 'ä', 'a b', '');
    fc.assert(
      fc.property(
        fc.constantFrom(...FOLDERS, 'mem://root'),
        fc.array(name, { minLength: 1, maxLength: 6 }),
        (folder, names) => {
          const path = names.join('/');
          fc.pre(!path.startsWith('/'));
          assert.equal(resolvePath(folder, path), parsed(folder, path));
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('of the first folder of a Windows share stay in it', () => {
    const share = 'file://server/share/platform';
    assert.equal(resolvePath(share, '../a'), parsed(share, '../a'));
  });

  it('of dozens of modules that all call each other take few steps', async () => {
    const input = PLATFORMS.find(({ name }) => name === 'modules that all call those after them')!;
    const { workspace } = await workspaceOf(input.files(input.size));
    const counter = new StepCounter();
    try {
      counter.take();
      const callers = callersByFolder(workspace, uri => workspace.folder(uri) !== undefined);
      const steps = counter.take();
      const calls = [...callers.values()].reduce((sum, each) => sum + each.size, 0);
      assert.ok(calls > 1700, `${calls} calls`);
      assert.ok(steps < calls * 30, `${steps} steps for ${calls} calls`);
    } finally {
      counter.stop();
    }
  });
});
