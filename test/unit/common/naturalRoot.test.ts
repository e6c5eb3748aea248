import * as assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { naturalRoot } from '../../../common/node/naturalRoot';
import { TemporaryFolder } from '../../support/server/temporaryFolder';

describe('the folder that may be read for a single path', () => {
  const folder = TemporaryFolder.ofEachTest();

  const rootOf = (path: string, home = 'home'): string =>
    relative(folder.path, naturalRoot(folder.at(path), folder.at(home))).replaceAll('\\', '/');
  const make = (...paths: string[]): void => {
    for (const path of paths) mkdirSync(folder.at(path), { recursive: true });
  };

  it("is the nearest repository, else the folder with VS Code settings, else the path's folder", () => {
    make(
      'home',
      'repository/.git',
      'repository/platform',
      'repository/sub/.hg',
      'opened/.vscode',
      'opened/platform',
      'alone/platform',
    );
    make('repository/with/.vscode');
    assert.equal(rootOf('repository/platform'), 'repository');
    assert.equal(rootOf('repository/sub'), 'repository/sub');
    assert.equal(rootOf('repository/with'), 'repository');
    assert.equal(rootOf('opened/platform'), 'opened');
    assert.equal(rootOf('alone/platform'), 'alone/platform');
  });

  it('is never the home folder or above, even if that is a repository', () => {
    make('home/.git', 'home/.vscode', 'home/downloads/platform', '.git');
    assert.equal(rootOf('home/downloads/platform'), 'home/downloads/platform');
  });

  it('is not a repository that a link in the surrounding repository points to', () => {
    make('home', 'repository/.git', 'private/.git', 'private/platform');
    symlinkSync('../private', folder.at('repository/linked'));
    assert.equal(rootOf('repository/linked/platform'), 'repository');
    assert.equal(rootOf('repository/linked'), 'repository');
  });

  it('is the target repository of a link that is not in a repository', () => {
    make('home', 'repository/.git', 'repository/platform');
    symlinkSync('../repository', folder.at('home/linked'));
    assert.equal(rootOf('home/linked/platform'), 'home/linked');
  });
});
