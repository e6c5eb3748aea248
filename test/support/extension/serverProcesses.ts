import { runningProcesses, type RunningProcess } from '../../editor/runningProcesses';

const serverBundle = /dist[/\\]server\.js/;

/** The language servers that this extension host has started. */
export function serverProcesses(): RunningProcess[] {
  return runningProcesses().filter(({ parent, command }) => parent === process.pid && serverBundle.test(command));
}
