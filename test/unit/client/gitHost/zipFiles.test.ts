// Untrusted archives: only files with exact names are read, within limits, and nothing from invalid archives.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filesInZip } from '../../../../client/gitHost/zipFiles';
import { zipArchive } from '../../../support/gitHost/zipArchive';

const LIMIT = 1024 * 1024;

async function texts(archive: Uint8Array, ...names: string[]): Promise<Record<string, string>> {
  const files = await filesInZip(archive, names, LIMIT);
  return Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));
}

describe('files in a zip archive', () => {
  const files = [
    ['plan.json', '{}'],
    ['folder/plan.json', '{"in":"folder"}'],
  ] as const;

  it('are found by exact name, compressed or stored, in archives with or without a comment', async () => {
    for (const options of [{}, { stored: true }, { comment: 'made by PK\x05\x06 hands'.repeat(50) }]) {
      const archive = zipArchive(files, options);
      assert.deepEqual(await texts(archive, 'plan.json', 'missing.json'), { 'plan.json': '{}' });
      assert.deepEqual(await texts(archive, 'folder/plan.json'), { 'folder/plan.json': '{"in":"folder"}' });
    }
  });

  it('are ignored if a different name resolves to the same path', async () => {
    const archive = zipArchive([
      ['../plan.json', 'outside'],
      ['./plan.json', 'dot'],
      ['/plan.json', 'root'],
      ['PLAN.JSON', 'upper case'],
      ['plan.json\0', 'null'],
    ]);
    assert.deepEqual(await texts(archive, 'plan.json'), {});
  });

  it('are read once if the archive contains a name twice', async () => {
    const archive = zipArchive([
      ['plan.json', 'first'],
      ['plan.json', 'second'],
    ]);
    assert.deepEqual(await texts(archive, 'plan.json'), { 'plan.json': 'first' });
  });

  it('are skipped if they exceed the limit when extracted, regardless of the sizes in the archive', async () => {
    const archive = zipArchive([
      ['bomb.json', Buffer.alloc(400 * LIMIT)],
      ['plan.json', '{}'],
    ]);
    assert.ok(archive.length < LIMIT);
    // Sets the uncompressed size in the local header to 2 bytes.
    const sizeOffset = archive.indexOf('bomb.json') - 8;
    archive.writeUInt32LE(2, sizeOffset);
    assert.deepEqual(await texts(archive, 'bomb.json', 'plan.json'), { 'plan.json': '{}' });
    const stored = zipArchive([['plan.json', Buffer.alloc(LIMIT + 1)]], { stored: true });
    assert.deepEqual(await texts(stored, 'plan.json'), {});
  });

  it('are skipped if they are encrypted or outside of the archive', async () => {
    const encrypted = zipArchive([['plan.json', '{}']]);
    const entry = encrypted.indexOf('PK\x01\x02', 0, 'latin1');
    encrypted.writeUInt16LE(1, entry + 8);
    assert.deepEqual(await texts(encrypted, 'plan.json'), {});
    const far = zipArchive([['plan.json', '{}']]);
    far.writeUInt32LE(0xfffffff0, entry + 42);
    assert.deepEqual(await texts(far, 'plan.json'), {});
  });

  it('are empty for a truncated archive', async () => {
    const archive = zipArchive(files);
    for (let length = 0; length < archive.length; length++)
      assert.deepEqual(await texts(archive.subarray(0, length), 'plan.json'), {}, String(length));
  });

  it('cause no error and stay within the limit if bytes of the archive are changed', async () => {
    const archive = zipArchive(files);
    const changes = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, async list => {
        const changed = Buffer.from(archive);
        for (const [at, byte] of list) changed[at] = byte;
        for (const content of (await filesInZip(changed, ['plan.json'], 100)).values())
          assert.ok(content.length <= 100);
      }),
      { seed: 17, numRuns: 500 },
    );
  });
});
