// The VS Code versions that the tests run in. The npm package code-server carries VS Code's own server and web client; its
// wrapper is not used.

/** One VS Code version and what it takes to run it from the npm registry. */
export interface VsCodeRelease {
  /** Version of VS Code itself, as `vscode.version` says it. */
  vscode: string;
  /** Version of the npm package that carries it. */
  codeServer: string;
  /** Version of Node that this VS Code ships with; from the npm package `node-<platform>-<architecture>`. */
  node: string;
  /** Native modules to compile: log files and the Output panel; the watchdog that ends an extension host without a server. */
  nativeModules: string[];
  /** Whether the package brings the ripgrep binary (file search, `workspaceContains`); else the current release lends its own. */
  bringsRipgrep: boolean;
  /** Whether `server-main.js` starts a server by itself; in older packages it only exports the parts of one. */
  startsItself: boolean;
  /** Download sizes that are shown to the user, in megabytes. */
  megabytes: { download: number; disk: number };
}

/** The version in daily use. */
export const current: VsCodeRelease = {
  vscode: '1.139.1',
  codeServer: '4.139.1',
  node: '24.21.0',
  nativeModules: ['@vscode/spdlog', '@vscode/native-watchdog'],
  bringsRipgrep: true,
  startsItself: true,
  megabytes: { download: 220, disk: 410 },
};

/** The oldest version that we promise (`engines.vscode`) and that still installs from npm. */
export const oldest: VsCodeRelease = {
  vscode: '1.93.1',
  codeServer: '4.93.1',
  node: '20.20.2',
  nativeModules: ['@vscode/spdlog', 'native-watchdog'],
  bringsRipgrep: false,
  startsItself: false,
  megabytes: { download: 115, disk: 400 },
};
