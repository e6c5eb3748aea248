import * as assert from 'node:assert/strict';
import { Symlinks } from '../../../../server/workspace/symlinks';

describe('symlinks', () => {
  it('map a file to all its paths, from any of them', () => {
    const links = new Symlinks();
    links.add('file:///w/a/modules', 'file:///w/shared');
    links.add('file:///w/b/x', 'file:///w/shared/x');
    const paths = ['file:///w/shared/x/main.tf', 'file:///w/a/modules/x/main.tf', 'file:///w/b/x/main.tf'];
    for (const path of paths)
      assert.deepEqual(links.otherPaths(path).sort(), paths.filter(each => each !== path).sort());
    assert.deepEqual(links.otherPaths('file:///w/other/main.tf'), []);
    assert.deepEqual(links.otherPaths('file:///w/shared'), ['file:///w/a/modules']);
    assert.equal(links.leadsThrough('file:///w/b/x/main.tf'), true);
    assert.equal(links.leadsThrough('file:///w/shared/x/main.tf'), false);
  });

  it('are forgotten with their folder', () => {
    const links = new Symlinks();
    links.add('file:///w/a/modules', 'file:///w/shared');
    links.removeWithin('file:///w/a');
    assert.deepEqual(links.otherPaths('file:///w/shared/x'), []);
  });
});
