// The VS Code versions that the tests run in. The npm package code-server contains VS Code's own server and web client; its wrapper is not used.

/** A VS Code version, and the properties that are needed to run it from the npm registry. */
export interface VsCodeRelease {
  /** Version of VS Code, as in `vscode.version`. */
  vscode: string;
  /** Version of the npm package that contains it. */
  codeServer: string;
  /** Version of Node in this VS Code. It is installed from the npm package `node-<platform>-<architecture>`. */
  node: string;
  /** Native modules to compile: for log files and the Output panel, and the watchdog that ends an extension host without a server. */
  nativeModules: string[];
  /** Whether the package contains the ripgrep binary (file search, `workspaceContains`). Otherwise, that of the current release is used. */
  bringsRipgrep: boolean;
  /** Whether `server-main.js` starts a server by itself. In older packages, it only exports the parts of one. */
  startsItself: boolean;
  /** Download sizes in megabytes, which are displayed to the user. */
  megabytes: { download: number; disk: number };
}

/** The version for most test runs. */
export const current: VsCodeRelease = {
  vscode: '1.139.1',
  codeServer: '4.139.1',
  node: '24.21.0',
  nativeModules: ['@vscode/spdlog', '@vscode/native-watchdog'],
  bringsRipgrep: true,
  startsItself: true,
  megabytes: { download: 220, disk: 410 },
};

/** The oldest supported version (`engines.vscode`) that can still be installed from npm. */
export const oldest: VsCodeRelease = {
  vscode: '1.93.1',
  codeServer: '4.93.1',
  node: '20.20.2',
  nativeModules: ['@vscode/spdlog', 'native-watchdog'],
  bringsRipgrep: false,
  startsItself: false,
  megabytes: { download: 115, disk: 400 },
};
