import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeDemoRepository, type HasWork } from '../../../scripts/demoRepository';
import { TemporaryFolder } from '../../support/server/temporaryFolder';

describe('the folder of the demo', () => {
  let folder: TemporaryFolder;
  let pristine: TemporaryFolder;
  let hasWork: HasWork;
  const git = (...parameters: string[]): string =>
    execFileSync('git', parameters, { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
  const commit = (): string => git('commit', '--quiet', '--no-gpg-sign', '--allow-empty', '--message=Mine');

  before(async () => {
    folder = new TemporaryFolder({});
    cpSync(resolve('test/platforms/multi-cloud'), folder.path, { recursive: true });
    hasWork = await makeDemoRepository(folder.path);
    pristine = new TemporaryFolder({});
    cpSync(folder.path, pristine.path, { recursive: true });
  });
  beforeEach(() => {
    rmSync(folder.path, { recursive: true });
    cpSync(pristine.path, folder.path, { recursive: true });
  });
  after(() => {
    folder.delete();
    pristine.delete();
  });

  const changes: Readonly<Record<string, () => void>> = {
    'an edited file': () => appendFileSync(folder.at('locals.tf'), '# mine\n'),
    'a new file': () => writeFileSync(folder.at('new.tf'), ''),
    'a commit': () => commit(),
    'a commit on a branch that was left': () => {
      git('checkout', '--quiet', '-b', 'mine');
      commit();
      git('checkout', '--quiet', 'main');
    },
    'a commit without a branch': () => {
      git('checkout', '--quiet', '--detach');
      commit();
    },
    'a stash': () => {
      appendFileSync(folder.at('locals.tf'), '# mine\n');
      git('stash');
    },
    'a deploy tag': () => git('tag', 'apps-deploy-mine'),
    'a branch that is only on the remote': () => git('push', '--quiet', 'origin', 'main:mine'),
    'files without their repository': () => rmSync(join(folder.path, '.git'), { recursive: true }),
  };
  for (const [what, change] of Object.entries(changes))
    it(`stays after the end if it has ${what}`, async () => {
      change();
      assert.equal(await hasWork(), true);
    });

  it('is removed if nothing was changed, also after a fetch and a plan', async () => {
    git('fetch', '--quiet', 'origin');
    writeFileSync(folder.at('terraform.tfstate'), '{}');
    assert.equal(await hasWork(), false);
  });
});
