// What runs on the machine, which no object inside the extension can be wrong about.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const serverBundle = /dist[/\\]server\.js/;

/** The command lines of the language servers that this extension host has started. */
export function serverProcesses(): string[] {
  const processes = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  return processes
    .filter(({ parent, command }) => parent === process.pid && serverBundle.test(command))
    .map(({ command }) => command);
}

interface Process {
  parent: number;
  command: string;
}

function fromProc(): Process[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      return [{ parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It has ended in between.
      return [];
    }
  });
}

function fromPs(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.map(line => ({ parent: Number.parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, '') }));
}
