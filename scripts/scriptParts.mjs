// Joins the parts into which esbuild has split the programs to scripts, so that the packages contain no code twice.
//
// A part is a function that runs when another part needs it for the first time. A script is a file with several parts. In Node.js, a script loads
// another script when it needs one of its parts. In a browser, an extension can't load a second script, and a worker has only its blob, so each of them
// has all parts that it needs: the extension in its script, and the worker in `shared.js` and its script, one after the other.
import { minify } from 'terser';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} text a statement that assigns the function to a property of `exports`. The function returns the exports of the part
 * @property {readonly string[]} needed names of the parts that it loads when it runs
 * @property {readonly string[]} neededLater names of the parts that it may load afterwards
 */

/** The declaration of a function or a class at the top level of a module, where esbuild doesn't indent it. */
const FUNCTION =
  /^(?:(?:async )?function\*? |class |(?:var|let|const) )([\w$]+)(?:\(| \{| extends| = (?:async |function|class|\(|[\w$]+ =>))/gm;

/** Statements of modules, as esbuild writes them: each starts a line. */
const IMPORT = /^import (?:([\w$]+)|\* as ([\w$]+)|\{([^}]*)\}) from "([^"]+)";$/gm;
/** Imports a part of which nothing is used. Our modules and packages do nothing when they are loaded, except to define what they export. */
const UNUSED_IMPORT = /^import "[^"]+";$/gm;
const EXPORT = /^export (?:\{([^}]*)\}|default (.+?));$/gm;
const DYNAMIC_IMPORT = /\bimport\("\.\/([\w.-]+)\.js"\)/g;
const PART = /^\.\/([\w.-]+)\.js$/;

/** Each module that imports a CommonJS package copies the package's exports, several hundred for the protocol. One copy is enough. */
const COPY = /^var ([\w$]+) = (__toESM\([\w$]+\(\)\));$/gm;

/** A map from the names of parts to their exports, which runs a part when it is needed. The argument is an expression for the function of a part. */
const loader = found => `const loaded={},__load=name=>loaded[name]??=${found}(__load)`;

/**
 * Translates a module that esbuild has written. A variable is imported by its value, so it must have its final value when its part has run.
 *
 * @param {string} name
 * @param {string} code
 * @returns {Promise<Part>}
 * @throws Error for code that can't be translated
 */
export async function partOf(name, code) {
  const needed = [];
  const neededLater = [];
  const noted = (list, part) => {
    list.push(part);
    return JSON.stringify(part);
  };
  const copies = new Map();
  let exported = '{}';
  const body = code
    .replace(IMPORT, (_, byDefault, namespace, names, source) => {
      const [, part] = PART.exec(source) ?? [];
      const loaded = part === undefined ? `require(${JSON.stringify(source)})` : `__load(${noted(needed, part)})`;
      const target = byDefault ?? namespace ?? `{${names.replaceAll(' as ', ': ')}}`;
      return `const ${target} = ${loaded};`;
    })
    .replace(UNUSED_IMPORT, '')
    .replace(EXPORT, (_, names, byDefault) => {
      // Functions with this prefix set variables later.
      if (/\binit_/.test(names)) throw new Error(`${name} exports variables that are set later: ${names}`);
      exported = byDefault ?? `{${names.replace(/([\w$]+) as ([\w$]+)/g, '$2: $1')}}`;
      return '';
    })
    .replace(COPY, (statement, variable, copied) => {
      const earlier = copies.get(copied);
      if (earlier === undefined) copies.set(copied, variable);
      return earlier === undefined ? statement : `var ${variable} = ${earlier};`;
    })
    .replace(DYNAMIC_IMPORT, (_, part) => `Promise.resolve(${noted(neededLater, part)}).then(__load)`);
  const statement = `exports[${JSON.stringify(name)}] = function (__load) {"use strict";${body}\nreturn ${exported}};`;
  // Terser chooses names that compress better than those of esbuild. It rejects any statement of a module that is left.
  const { code: text } = await minify(statement, {
    compress: false,
    mangle: { reserved: namesOfFunctions(body) },
    // V8 needs half the memory for a script without other characters.
    format: { ascii_only: true },
  });
  // V8 compiles a function in parentheses together with the script, and doesn't parse it twice.
  return { name, text: text.replace(/^(exports\S*?=)(.*);$/s, '$1($2);'), needed, neededLater };
}

/** The names of the functions and classes of our modules, which stack traces should contain. Inner functions are beside them in a stack trace. */
const namesOfFunctions = code =>
  code
    // esbuild writes the path of a module in front of it.
    .split(/^(?=\/\/ \S+$)/m)
    .filter(module => !module.startsWith('// node_modules/'))
    .flatMap(module => [...module.matchAll(FUNCTION)].map(([, name]) => name));

/**
 * @param {readonly Part[]} parts
 * @param {string} entry name of a part
 * @returns {Set<string>} names of the parts that it needs, directly or through others, and its own name
 */
export function reachable(parts, entry) {
  const reached = neededFirst(parts, entry);
  for (const name of reached)
    for (const later of parts.find(part => part.name === name).neededLater)
      for (const needed of neededFirst(parts, later)) reached.add(needed);
  return reached;
}

/**
 * @param {readonly Part[]} parts
 * @param {string} entry name of a part
 * @returns {Set<string>} names of the parts that must run before it, and its own name
 */
export function neededFirst(parts, entry) {
  const reached = new Set([entry]);
  for (const name of reached) for (const needed of parts.find(part => part.name === name).needed) reached.add(needed);
  return reached;
}

/** A script that others load. In a worker, where `exports` doesn't exist, its parts are those of the following script too. */
export const libraryScript = parts => `var exports=exports||{};\n${textOf(parts)}\n`;

/** A script that is also a library, and starts with a part if it is a worker. Only Node.js has `require`. */
export const workerScript = (parts, entry) =>
  `${libraryScript(parts)}if(typeof require==="undefined"){${loader('exports[name]')};__load(${JSON.stringify(entry)})}\n`;

/** A script that is also a library, and an extension for browsers. */
export const extensionScript = (parts, entry) =>
  `${textOf(parts)}\n{${loader('exports[name]')};exports.activate=context=>__load(${JSON.stringify(entry)}).activate(context)}\n`;

/**
 * A script that Node.js starts.
 *
 * @param {readonly Part[]} parts
 * @param {string} entry
 * @param {Readonly<Record<string, string>>} files names of other parts → the script that contains them, relative to this one
 * @param {string} require an expression for the function that loads such a script
 */
export const nodeScript = (parts, entry, files, require = 'require') =>
  [
    `const own=(exports=>{${textOf(parts)}\nreturn exports})({}),files=${JSON.stringify(files)};`,
    `const libraries={},library=file=>libraries[file]??=${require}(file);`,
    `${loader('(own[name]??library(files[name])[name])')};`,
    `module.exports=__load(${JSON.stringify(entry)});\n`,
  ].join('\n');

const textOf = parts => parts.map(({ text }) => text).join('\n');
