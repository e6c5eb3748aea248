// Joining the parts of programs to scripts: the modules are in the form in which esbuild writes them.
import assert from 'node:assert/strict';
import { createContext, runInContext } from 'node:vm';
import {
  libraryScript,
  nodeScript,
  partOf,
  reachable,
  workerScript,
  type Part,
} from '../../../scripts/scriptParts.mjs';

const COMMON = `// common/greeting.ts
var greeting = (person) => {
  const longLocalName = "Hello " + person;
  return longLocalName + place().stack.includes("place");
};
function place() {
  return new Error("here");
}

export {
  greeting,
  place as location
};
`;
const ENTRY = `import {
  greeting as greet
} from "./common.js";
import "./unused.js";

// server/main.ts
import { basename } from "node:path";
results.push(greet(basename("/a/Ada")));
void import("./later.js").then(({ done }) => results.push(done));
`;
const LATER = `import {
  location
} from "./common.js";
results.push(typeof location);
var done = "done";
export {
  done
};
`;

describe('scripts of parts', () => {
  let common: Part, entry: Part, later: Part;
  before(async () => {
    common = await partOf('common', COMMON);
    entry = await partOf('entry', ENTRY);
    later = await partOf('later', LATER);
  });

  it('name the parts that a part loads, but not those of which it uses nothing', () => {
    assert.deepEqual([...reachable([common, entry, later], 'entry')], ['entry', 'common', 'later']);
  });

  it('keep names of functions, and shorten other local names', () => {
    assert.match(common.text, /function place\(/);
    assert.match(common.text, /\bgreeting=/);
    assert.doesNotMatch(common.text, /longLocalName/);
  });

  it('run in Node.js, which loads another script for the parts that it needs', async () => {
    const results: unknown[] = [];
    const library = { exports: {} };
    const loaded: string[] = [];
    const load = (file: string): object => {
      loaded.push(file);
      if (file === 'node:path') return { basename: (path: string) => path.replace(/.*\//, '') };
      return library.exports;
    };
    const files = { common: './library.js', later: './library.js' };
    runInContext(libraryScript([common, later]), createContext({ exports: library.exports, results }));
    runInContext(nodeScript([entry], 'entry', files), createContext({ require: load, module: {}, results }));
    assert.deepEqual(results, ['Hello Adatrue'], 'the part that is imported later has not run yet');
    await new Promise(setImmediate);
    assert.deepEqual(results, ['Hello Adatrue', 'function', 'done']);
    assert.deepEqual([...new Set(loaded)].sort(), ['./library.js', 'node:path']);
  });

  it('run in a worker, joined with the script of a library', async () => {
    const alone = await partOf(
      'entry',
      ENTRY.replace('import { basename } from "node:path";', 'var basename = String;'),
    );
    const results: unknown[] = [];
    runInContext(libraryScript([common, later]) + workerScript([alone], 'entry'), createContext({ results }));
    assert.deepEqual(results, ['Hello /a/Adatrue']);
  });

  it('are refused if a variable gets its value later', async () => {
    const code = 'var init_library = () => {};\nexport {\n  init_library\n};\n';
    await assert.rejects(partOf('library', code), /exports variables that are set later/);
    await assert.rejects(partOf('library', 'if (true) export {};\n'), /may only appear at the top level/);
  });
});
