/** A socket that shows other processes of the same user whether this one is running. */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { call, listen, socketAddress } from './localSocket';

/** Name of a mark. */
const MARK_NAME = /^w[0-9a-f]{8}$/;

export class LiveMark {
  private constructor(
    readonly name: string,
    private readonly server?: Server,
  ) {}

  /**
   * @param folder absolute path of an existing private folder.
   * @returns a mark that counts as alive until it is closed or this process has ended. If a socket can't be created there, a mark that counts as
   * alive as long as there is a process with this one's id
   */
  static async open(folder: string): Promise<LiveMark> {
    const name = `w${randomBytes(4).toString('hex')}`;
    const address = socketAddress(folder, name);
    const server = address === undefined ? '' : await listen(address, caller => caller.destroy());
    return typeof server === 'string' ? new LiveMark(String(process.pid)) : new LiveMark(name, server);
  }

  /** Closes the mark: the process then counts as ended. */
  close(): void {
    this.server?.close();
  }

  /** @param name of a mark in that folder; other names count as ended */
  static async isAlive(folder: string, name: string): Promise<boolean> {
    if (/^\d+$/.test(name)) return isProcess(Number(name));
    const address = MARK_NAME.test(name) ? socketAddress(folder, name) : undefined;
    if (address === undefined) return false;
    if (await answers(address)) return true;
    // A socket refuses connections between its creation and the start of listening.
    await wait(100);
    return answers(address);
  }

  /** @returns the name of the mark that a socket file belongs to; undefined for other files */
  static nameOfFile(file: string): string | undefined {
    const name = file.replace(/\.s$/, '');
    return file.endsWith('.s') && MARK_NAME.test(name) ? name : undefined;
  }
}

/** Only a refused connection means that the process has ended; a busy or stopped process does not answer, either. */
async function answers(address: string): Promise<boolean> {
  const answer = await call(address);
  if (typeof answer !== 'string') answer.destroy();
  return answer !== 'missing' && answer !== 'refused';
}

function isProcess(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
