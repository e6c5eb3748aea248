// What runs on the machine, which no object inside the extension can be wrong about.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const serverBundle = /dist[/\\]server\.js/;

/** The language servers that this extension host has started. */
export function serverProcesses(): Process[] {
  const processes = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  return processes.filter(({ parent, command }) => parent === process.pid && serverBundle.test(command));
}

export interface Process {
  id: number;
  parent: number;
  command: string;
}

function fromProc(): Process[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      return [
        {
          id: Number(name),
          parent: Number(parent),
          command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '),
        },
      ];
    } catch {
      // It has ended in between.
      return [];
    }
  });
}

function fromPs(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap(line => {
    const [, id, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ id: Number(id), parent: Number(parent), command }];
  });
}
