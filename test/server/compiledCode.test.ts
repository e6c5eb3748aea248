// The code that V8 has compiled of the server's scripts, which the server stores in a folder that the client names.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageServer, serverBundle } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const FOLDER = resolve(__dirname, '../platforms/minimal');
const FILE = join(FOLDER, 'eks_web0_eu-central-1_cluster.tf');
/** The scripts that `dist/server.js` loads: program.js, shared.js, node.js and browser/server.js. */
const SCRIPTS = 4;

describe('compiled code', () => {
  const place = TemporaryFolder.ofEachTest();

  beforeEach(() => {
    mkdirSync(place.at('code'));
  });

  /** The stored files, by name, with the number that the file system gives a file when it is created. */
  const stored = (): Record<string, number> =>
    Object.fromEntries(
      readdirSync(place.at('code'))
        .filter(name => name.endsWith('.v8cache'))
        .map(name => [name, statSync(place.at(`code/${name}`)).ino]),
    );

  /** Starts a server, and waits until it has answered and `isDone` holds for the stored files. */
  async function use(isDone: (files: Record<string, number>) => boolean): Promise<Record<string, number>> {
    const changes = watch(place.at('code'));
    const done = new Promise<void>(settle => {
      const look = (): void => {
        if (isDone(stored())) settle();
      };
      changes.on('change', look);
      look();
    });
    const server = await LanguageServer.start({
      folder: FOLDER,
      parameters: ['--stdio', `--code-cache=${place.at('code')}`],
    });
    try {
      const [uri, text] = [pathToFileURL(FILE).href, readFileSync(FILE, 'utf8')];
      await server.open(uri, text);
      const offset = text.indexOf('base_domain');
      const line = text.slice(0, offset).split('\n').length - 1;
      const hover = await server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position: { line, character: offset - text.lastIndexOf('\n', offset) },
      });
      assert.match(JSON.stringify(hover), /inherited/);
      await done;
      return stored();
    } finally {
      changes.close();
      await server.stop();
    }
  }

  const isComplete = (files: Record<string, number>): boolean => Object.keys(files).length === SCRIPTS;

  it('is stored by the first start and accepted by the next one', async () => {
    const first = await use(isComplete);
    // Refused code would be stored again, in a new file.
    assert.deepEqual(await use(() => true), first);
  });

  it('is replaced if it is damaged, and what another version has stored is deleted', async () => {
    const first = await use(isComplete);
    const [damaged = ''] = Object.keys(first);
    const content = readFileSync(place.at(`code/${damaged}`));
    place.write(`code/${damaged}`, content.fill(0, content.length / 2));
    place.write('code/0123.v8cache', 'of another version');
    place.write('code/notes.txt', 'of someone else');
    const second = await use(files => isComplete(files) && files[damaged] !== first[damaged]);
    assert.deepEqual(Object.keys(second), Object.keys(first));
    assert.deepEqual(readdirSync(place.at('code')).includes('notes.txt'), true);
  });

  it('of most of the server is not needed to print the version', () => {
    // Reports the scripts that are read.
    place.write(
      'report.cjs',
      `const fs = require('fs');
const { readFileSync } = fs;
fs.readFileSync = (path, ...options) => {
  if (String(path).endsWith('.js')) process.stderr.write(path + '\\n');
  return readFileSync(path, ...options);
};`,
    );
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--require', place.at('report.cjs'), serverBundle, '--version'],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.deepEqual(stderr.match(/\bdist\/.*$/gm)?.sort(), ['dist/server.js', 'dist/shared.js']);
  });

  it('is optional: without access to the folder, the server answers', async () => {
    place.write('code/file', '');
    const server = await LanguageServer.start({
      folder: FOLDER,
      parameters: ['--stdio', `--code-cache=${place.at('code/file/below')}`],
    });
    assert.ok(server.initializeResult.capabilities.hoverProvider);
    await server.stop();
  });
});
