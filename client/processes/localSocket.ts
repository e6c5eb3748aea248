/**
 * Sockets by which processes of one user find each other on a machine: the system closes them with their process, however it ends. Process
 * numbers are given again, and clocks jump.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import * as path from 'node:path';

/** Addresses of sockets are short on some systems: 104 bytes with the zero at the end on macOS. */
const LONGEST_ADDRESS = 103;

/**
 * @param folder absolute path of a private folder.
 * @param name letters and digits.
 * @returns undefined where the folder's path is too long for a socket
 */
export function socketAddress(folder: string, name: string): string | undefined {
  if (process.platform === 'win32') return `\\\\.\\pipe\\kubestack-${name}`;
  const address = path.join(folder, `${name}.s`);
  return Buffer.byteLength(address) > LONGEST_ADDRESS ? undefined : address;
}

/** @returns the server, which keeps no process alive; the system's code of the error where the address is taken or can't be used */
export function listen(address: string, onCall: (call: Socket) => void): Promise<Server | string> {
  const server = createServer(call => {
    // The calling process may be killed meanwhile.
    call.on('error', () => undefined);
    onCall(call);
  });
  return new Promise(resolve => {
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code));
    server.listen(address, () => resolve(server));
    server.unref();
  });
}

/**
 * @returns the connection; `missing` where there is no socket, `refused` where there is one and nobody listens (or will, the next moment),
 * `busy` where somebody may but does not answer
 */
export function call(address: string): Promise<Socket | 'missing' | 'refused' | 'busy'> {
  return new Promise(resolve => {
    const connection = connect(address);
    connection.once('connect', () => {
      connection.on('error', () => undefined);
      resolve(connection);
    });
    connection.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ENOENT' ? 'missing' : code === 'ECONNREFUSED' ? 'refused' : 'busy'),
    );
  });
}
