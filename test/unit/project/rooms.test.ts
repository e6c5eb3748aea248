// The table of rooms in docs/architecture.md.
import assert from 'node:assert/strict';
import { countedRooms, documentedRooms, linesOf } from '../../../scripts/roomLines';

describe('the table of rooms in docs/architecture.md', () => {
  const rooms = documentedRooms();
  const counted = countedRooms(rooms);

  it('has every folder with code, once', () => {
    const folders = rooms.flatMap(room => room.folders);
    assert.deepEqual([...new Set(folders)], folders);
    assert.deepEqual(
      [...counted.keys()].filter(folder => !folders.includes(folder)),
      [],
    );
    assert.deepEqual(
      folders.filter(folder => !counted.has(folder)),
      [],
    );
  });

  it('has lines that are off by at most a tenth (npm run rooms counts them again)', () => {
    const off = rooms
      .map(room => ({ text: room.text, counted: linesOf(room, counted), lines: room.lines }))
      .filter(each => Math.abs(each.counted - each.lines) > Math.max(50, each.lines / 10));
    assert.deepEqual(off, []);
  });
});
