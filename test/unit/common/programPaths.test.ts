import assert from 'node:assert/strict';
import { programPaths } from '../../../common/programPaths';

describe('programPaths()', () => {
  it('ignores relative entries of PATH, so that no program in the current folder is found', () => {
    const environment = { PATH: ':.:bin:/usr/bin:./x:/opt/bin/' };
    assert.deepEqual(programPaths('git', environment, 'linux'), ['/usr/bin/git', '/opt/bin/git']);
  });

  it('tries the extensions in PATHEXT on Windows, programs before batch files', () => {
    const environment = { Path: '.;bin;"C:\\Program Files\\Git\\cmd";D:relative', PATHEXT: '.BAT;.EXE' };
    const folder = 'C:\\Program Files\\Git\\cmd';
    assert.deepEqual(programPaths('git', environment, 'win32'), [`${folder}\\git.exe`, `${folder}\\git.bat`]);
    assert.deepEqual(programPaths('git.exe', environment, 'win32'), [`${folder}\\git.exe`]);
  });

  it('is empty without a PATH', () => {
    assert.deepEqual(programPaths('git', {}, 'linux'), []);
  });
});
