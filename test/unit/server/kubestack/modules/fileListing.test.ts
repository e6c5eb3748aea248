// The files that `fileset` finds, and the cost of an edit with such a function.
import * as assert from 'node:assert/strict';
import type { FolderEntry } from '../../../../../server/workspace/fileSystem';
import { MAX_LISTED } from '../../../../../server/kubestack/modules/fileListing';
import { Workspace } from '../../../../../server/workspace/workspace';
import { FOLDER_STAMP, MemoryFileSystem } from '../../../../support/memoryFileSystem';
import { effectiveConfiguration } from '../../../../../server/features/effective/effectiveConfiguration';
import { workspaceOf } from '../../../../support/testWorkspace';
import { framework, plainAttributes } from '../../../../support/kubestack/effectiveOf';
import { fileListing } from '../../../../../server/kubestack/modules/fileListing';

/** Counts listed folders, and replaces their timestamps. */
class CountingFiles extends MemoryFileSystem {
  listed: string[] = [];
  folderStamp = 1;

  override list(uri: string): FolderEntry[] | undefined {
    this.listed.push(uri.slice(this.root.length + 1));
    return super.list(uri);
  }

  override stamp(uri: string): string | undefined {
    const stamp = super.stamp(uri) ?? FOLDER_STAMP;
    return stamp === FOLDER_STAMP ? `${stamp} ${this.folderStamp}` : stamp;
  }

  /** The folders below a folder that were listed since the last call. */
  taken(): string[] {
    return this.listed.splice(0).sort();
  }
}

const FILES = {
  'a.yaml': '',
  'deploy/b.yaml': '',
  'deploy/deep/c.yaml': '',
  '.git/objects/x.yaml': '',
  '.terraform/modules/m/y.yaml': '',
};

describe('listing the files in a folder', () => {
  it('descends to the requested depth and skips `.git` and `.terraform`', () => {
    const files = new CountingFiles(FILES);
    const listing = (depth: number): unknown => fileListing(new Workspace(files), files.root, depth).current();
    assert.equal(listing(1), 'a.yaml');
    assert.deepEqual(files.taken(), ['']);
    assert.equal(listing(2), 'a.yaml\ndeploy/b.yaml');
    assert.deepEqual(files.taken(), ['', 'deploy']);
    assert.equal(listing(Infinity), 'a.yaml\ndeploy/b.yaml\ndeploy/deep/c.yaml');
  });

  it('is repeated only if the timestamp of a folder changes', () => {
    const files = new CountingFiles(FILES);
    const workspace = new Workspace(files);
    const source = fileListing(workspace, files.root, Infinity);
    const edit = (): unknown => {
      workspace.touch();
      return source.current();
    };
    source.current();
    edit();
    files.taken();
    assert.equal(edit(), 'a.yaml\ndeploy/b.yaml\ndeploy/deep/c.yaml');
    assert.deepEqual(files.taken(), []);
    files.write('deploy/new.yaml', '');
    files.folderStamp++;
    assert.equal(edit(), 'a.yaml\ndeploy/b.yaml\ndeploy/deep/c.yaml\ndeploy/new.yaml');
  });

  it('notices a file although the listing of another folder has read its folder since then', () => {
    const files = new CountingFiles(FILES);
    const workspace = new Workspace(files);
    const all = fileListing(workspace, files.root, 2);
    const below = fileListing(workspace, `${files.root}/deploy`, 1);
    for (let i = 0; i < 3; i++) {
      all.current();
      below.current();
      workspace.touch();
    }
    files.write('deploy/new.yaml', '');
    files.folderStamp++;
    for (let i = 0; i < 3; i++) {
      assert.equal(below.current(), 'b.yaml\nnew.yaml');
      workspace.touch();
    }
    assert.equal(all.current(), 'a.yaml\ndeploy/b.yaml\ndeploy/new.yaml');
  });

  it('reads each folder once for the listings of all folders around it', () => {
    const folder = (depth: number): string => 'd/'.repeat(depth);
    const files = new CountingFiles(
      Object.fromEntries(Array.from({ length: 45 }, (_, depth) => [`${folder(depth)}main.tf`, ''])),
    );
    const workspace = new Workspace(files);
    const list = (depth: number) => fileListing(workspace, `${files.root}/${folder(depth)}`.slice(0, -1), Infinity);
    const listings = Array.from({ length: 45 }, (_, depth) => list(depth));
    listings.forEach(listing => listing.current());
    assert.equal(files.taken().length, 45);
    assert.equal(list(3), list(3), 'modules share a listing');
  });

  it('finds files that are created within the same timestamp', () => {
    const files = new CountingFiles(FILES);
    const workspace = new Workspace(files);
    const source = fileListing(workspace, files.root, 1);
    source.current();
    files.write('late.yaml', '');
    workspace.touch();
    assert.equal(source.current(), 'a.yaml\nlate.yaml');
  });
});

describe('fileset()', () => {
  const text = (pattern: string): string => `module "eks_a_eu-west-1" {
  source = "${framework('kustomization/overlay')}"
  configuration = { apps = { resources = fileset(path.module, "${pattern}") } }
}
`;
  const resources = async (pattern: string, others: Record<string, string>): Promise<unknown> => {
    const { snapshot, uri, workspace } = await workspaceOf({ 'main.tf': text(pattern), ...others });
    const ask = (): unknown =>
      plainAttributes(effectiveConfiguration(snapshot, uri('main.tf')).modules[0]?.environments['apps']);
    const first = ask();
    workspace.touch();
    assert.deepEqual(ask(), first, 'after an edit elsewhere');
    return first;
  };

  it('finds files at every depth that the pattern matches', async () => {
    assert.deepEqual(await resources('*.yaml', FILES), { resources: ['a.yaml'] });
    assert.deepEqual(await resources('*/*.yaml', FILES), { resources: ['deploy/b.yaml'] });
    assert.deepEqual(await resources('d*/**/*.yaml', FILES), { resources: ['deploy/b.yaml', 'deploy/deep/c.yaml'] });
  });

  it('is unknown for too many files, and is not an error', async () => {
    const many = Object.fromEntries(Array.from({ length: MAX_LISTED + 1 }, (_, i) => [`deploy/${i}.yaml`, '']));
    assert.deepEqual(await resources('deploy/*.yaml', many), {
      resources: 'unknown: fileset(path.module, "deploy/*.yaml")',
    });
  });
});
