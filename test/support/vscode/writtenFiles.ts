// JavaScript that is written into an installed VS Code: in place of two native modules, for machines without a compiler, and to
// start a server whose package left that to a wrapper.

/** Stands in for spdlog: the same interface over plain appends. Every export is assigned by name, as ESM imports need it. */
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

/** Stands in for native-watchdog; the server's reconnection grace time ends a lonely extension host too. */
export const watchdogWithoutCompiler = `'use strict';
exports.start = () => {};
exports.exit = code => process.exit(code || 0);
`;

/** Starts VS Code's server where `server-main.js` only exports it; beside it in `out`. Reads the same arguments. */
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
