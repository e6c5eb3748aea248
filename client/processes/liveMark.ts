/**
 * Tells other processes of the same user whether this one is still there: it listens on a socket, which the system closes with the process
 * however it ends. Process numbers are given again, and clocks jump.
 */
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What a mark is called: letters and digits. */
const markName = /^w[0-9a-f]{8}$/;

/** Addresses of sockets are short on some systems: 104 bytes with the zero at the end on macOS. */
const longestAddress = 103;

export class LiveMark {
  private constructor(
    readonly name: string,
    private readonly server?: Server,
  ) {}

  /**
   * @param folder absolute path of a private folder that is there.
   * @returns a mark that counts as alive until it is closed or this process has ended; where no socket can be made there, one that counts
   * as alive for as long as a process has the number of this one
   */
  static async open(folder: string): Promise<LiveMark> {
    const name = `w${randomBytes(4).toString('hex')}`;
    const address = addressOf(folder, name);
    const byNumber = new LiveMark(String(process.pid));
    if (Buffer.byteLength(address) > longestAddress) return byNumber;
    const server = createServer(connection => connection.destroy());
    return new Promise(resolve => {
      server.once('error', () => resolve(byNumber));
      server.listen(address, () => resolve(new LiveMark(name, server)));
      server.unref();
    });
  }

  /** From now on it counts as gone. */
  close(): void {
    this.server?.close();
  }

  /** @param name of a mark in that folder; anything else counts as gone */
  static async isAlive(folder: string, name: string): Promise<boolean> {
    if (/^\d+$/.test(name)) return isProcess(Number(name));
    if (!markName.test(name)) return false;
    if (await answers(addressOf(folder, name))) return true;
    // Between its making and the first call that it takes, a socket refuses.
    await wait(100);
    return answers(addressOf(folder, name));
  }

  /** @returns the name of the mark whose socket a file is; undefined for other files */
  static nameOfFile(file: string): string | undefined {
    const name = file.replace(/\.s$/, '');
    return file.endsWith('.s') && markName.test(name) ? name : undefined;
  }
}

function addressOf(folder: string, name: string): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\kubestack-${name}` : path.join(folder, `${name}.s`);
}

/** Only a refusal says that nobody is there: a process that is busy or stopped does not answer either. */
function answers(address: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = connect(address);
    const settle = (isThere: boolean): void => {
      connection.destroy();
      resolve(isThere);
    };
    connection.once('connect', () => settle(true));
    connection.once('error', ({ code }: NodeJS.ErrnoException) => settle(code !== 'ECONNREFUSED' && code !== 'ENOENT'));
  });
}

function isProcess(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
