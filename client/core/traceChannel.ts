import * as vscode from 'vscode';
import { Setting } from './ids';

/**
 * The channel for the protocol's messages. The client library writes them if the channel's log level is Trace. This channel reports Trace while
 * `kubestack.trace.server` is on, so that users need to change only this setting.
 */
export class TraceChannel implements vscode.LogOutputChannel {
  private readonly levelChanged = new vscode.EventEmitter<vscode.LogLevel>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly output: vscode.LogOutputChannel) {
    this.subscriptions = vscode.Disposable.from(
      output.onDidChangeLogLevel(() => this.levelChanged.fire(this.logLevel)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(Setting.traceServer)) this.levelChanged.fire(this.logLevel);
      }),
    );
  }

  readonly onDidChangeLogLevel = this.levelChanged.event;

  get name(): string {
    return this.output.name;
  }

  get logLevel(): vscode.LogLevel {
    return isTraced() ? vscode.LogLevel.Trace : this.output.logLevel;
  }

  trace(message: string, ...args: unknown[]): void {
    if (isTraced()) this.output.info(message, ...args);
    else this.output.trace(message, ...args);
  }

  debug(message: string, ...args: unknown[]): void {
    this.output.debug(message, ...args);
  }

  info(message: string, ...args: unknown[]): void {
    this.output.info(message, ...args);
  }

  warn(message: string, ...args: unknown[]): void {
    this.output.warn(message, ...args);
  }

  error(error: string | Error, ...args: unknown[]): void {
    this.output.error(error, ...args);
  }

  append(value: string): void {
    this.output.append(value);
  }

  appendLine(value: string): void {
    this.output.appendLine(value);
  }

  replace(value: string): void {
    this.output.replace(value);
  }

  clear(): void {
    this.output.clear();
  }

  show(columnOrPreserveFocus?: vscode.ViewColumn | boolean, preserveFocus?: boolean): void {
    this.output.show(typeof columnOrPreserveFocus === 'boolean' ? columnOrPreserveFocus : preserveFocus);
  }

  hide(): void {
    this.output.hide();
  }

  /** Stops listening; the creator of the wrapped channel disposes it. */
  dispose(): void {
    this.subscriptions.dispose();
    this.levelChanged.dispose();
  }
}

function isTraced(): boolean {
  return vscode.workspace.getConfiguration().get<string>(Setting.traceServer, 'off') !== 'off';
}
