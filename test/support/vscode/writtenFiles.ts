// JavaScript files for an installed VS Code: replacements of two native modules for machines without a compiler, and a file that starts the server if
// its package doesn't contain one.

/** A stand-in for spdlog with the same interface, which appends to files. It assigns every export by name, since ESM imports require that. */
export const spdlogWithoutCompiler = `'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(kind, name, file) {
    this.file = file;
    this.level = 2;
    this.bare = false;
    if (file) mkdirSync(dirname(file), { recursive: true });
    if (file) appendFileSync(file, '');
  }
  write(level, message) {
    if (!this.file || level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.bare ? message : time + ' [' + levels[level] + '] ' + message + '\\n');
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() { this.bare = true; }
  flush() {}
  drop() { this.file = undefined; }
}
const create = async (name, file) => new Logger('rotating', name, file);
exports.version = 1;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** A stand-in for native-watchdog. An extension host without a server also ends after the server's reconnection grace time. */
export const watchdogWithoutCompiler = `'use strict';
exports.start = () => {};
exports.exit = code => process.exit(code || 0);
`;

/** Starts VS Code's server if `server-main.js` only exports it. The file is next to it in `out`, and reads the same arguments. */
export const startServerMain = `'use strict';
const { createServer } = require('node:http');
const argument = name => process.argv[process.argv.indexOf(name) + 1];
require('./server-main.js').loadCodeWithNls().then(async code => {
  if (process.argv.includes('--install-extension')) return code.spawnCli();
  const vsCode = await code.createServer(null);
  const server = createServer((request, response) => vsCode.handleRequest(request, response));
  server.on('upgrade', (request, socket) => vsCode.handleUpgrade(request, socket));
  server.listen(Number(argument('--port')), argument('--host'));
});
`;
