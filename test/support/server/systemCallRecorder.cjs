// Loaded before the server: writes down the files that it opens, the programs that it starts and the connections that it makes.
'use strict';
const fs = require('node:fs');
const promises = require('node:fs/promises');
const net = require('node:net');
const dns = require('node:dns');
const dgram = require('node:dgram');
const child = require('node:child_process');

const { writeSync } = fs;
const descriptor = fs.openSync(process.env.RECORDED_CALLS, 'a');
const record = (kind, value) => writeSync(descriptor, `${JSON.stringify([kind, String(value)])}\n`);

function wrap(owner, names, kind, valueOf = args => args[0]) {
  for (const name of names) {
    const original = owner[name];
    owner[name] = function (...args) {
      record(kind, valueOf(args));
      return original.apply(this, args);
    };
  }
}

wrap(fs, ['openSync', 'open', 'readFileSync', 'readFile', 'createReadStream'], 'open');
wrap(promises, ['open', 'readFile'], 'open');
for (const each of [fs, promises])
  wrap(each, ['writeFile', 'appendFile', 'mkdir', 'rm', 'rename', 'unlink', 'symlink'], 'write');
wrap(fs, ['writeFileSync', 'appendFileSync', 'mkdirSync', 'rmSync', 'renameSync', 'unlinkSync'], 'write');
/** The command, after the variable with the protocols that git may use. */
const commandOf = ([file, args, options]) =>
  [`GIT_ALLOW_PROTOCOL=${options?.env?.GIT_ALLOW_PROTOCOL}`, file, ...(Array.isArray(args) ? args : [])].join(' ');
wrap(child, ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork'], 'run', commandOf);
wrap(net.Socket.prototype, ['connect'], 'connect', args => JSON.stringify(args[0]));
wrap(dns, ['lookup', 'resolve'], 'connect');
wrap(dgram, ['createSocket'], 'connect');
