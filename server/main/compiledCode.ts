/**
 * Keeps what V8 has compiled of the server's scripts, in a folder that the client names with `--code-cache=FOLDER`. Compiling takes two thirds of the
 * time of a start.
 *
 * Node.js has such a cache too (`module.enableCompileCache`, from version 22.1), but it stores a script when it has been loaded: without the functions
 * that are compiled when they are called, which is nearly all code. This one stores it after the first answers.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

const OPTION = '--code-cache=';
/** A file of the cache: the name is a hash of the script and of the engine, the content starts with a hash of the rest. */
const ENDING = '.v8cache';
const HASH_BYTES = 32;

const folder = process.argv.find(argument => argument.startsWith(OPTION))?.slice(OPTION.length);
/** The files that are in use → their scripts, if these have to be stored. */
const scripts = new Map<string, Script | undefined>();

/**
 * Like `require`, for the scripts into which the build divides the server. The build calls it.
 *
 * @param path absolute
 * @param require loads modules of Node.js for the script
 */
export function loadScript(path: string, require: NodeJS.Require): object {
  const source = readFileSync(path);
  const name = `${hashOf(process.version, process.arch, source).toString('hex')}${ENDING}`;
  const cachedData = folder === undefined ? undefined : stored(join(folder, name));
  const text = `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`;
  const script = new Script(text, { filename: path, ...(cachedData && { cachedData }) });
  scripts.set(name, cachedData && script.cachedDataRejected === false ? undefined : script);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...parameters: unknown[]) => void;
  run(module.exports, require, module, path, dirname(path));
  return module.exports;
}

/**
 * Stores what has been compiled since the start, if it isn't stored yet, and deletes what other versions have stored. Called before V8's flags change:
 * V8 refuses code that it has compiled with others. Does nothing if the folder can't be written.
 */
export async function storeCompiledCode(): Promise<void> {
  const missing = [...scripts].flatMap(([name, script]) =>
    script ? [[name, script.createCachedData()] as const] : [],
  );
  if (folder === undefined || missing.length === 0) return;
  for (const [name] of missing) scripts.set(name, undefined);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, code] of missing) {
      // Another server may read it at the same time.
      const partial = join(folder, `${name}.${process.pid}`);
      await writeFile(partial, Buffer.concat([hashOf(code), code]));
      await rename(partial, join(folder, name));
    }
    const others = readdirSync(folder).filter(name => name.includes(ENDING) && !scripts.has(name));
    for (const name of others) await rm(join(folder, name), { force: true });
  } catch {
    // The next start takes as long as this one.
  }
}

/** V8 checks that the code belongs to a text of the same length and to its own version, but not that the file is complete. */
function stored(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const code = content.subarray(HASH_BYTES);
    return hashOf(code).equals(content.subarray(0, HASH_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(...contents: (string | Buffer)[]): Buffer {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest();
}
