/**
 * Sockets by which processes of one user find each other on a machine. The system closes them when their process ends for any reason. Process ids and
 * clock times are not reliable: ids are reused, and clocks can jump.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import * as path from 'node:path';

/** Maximum length of a socket's address: 104 bytes with the terminating zero on macOS. */
const MAX_ADDRESS_LENGTH = 103;

/**
 * @param folder absolute path of a private folder.
 * @param name letters and digits.
 * @returns undefined if the folder's path is too long for a socket
 */
export function socketAddress(folder: string, name: string): string | undefined {
  if (process.platform === 'win32') return `\\\\.\\pipe\\kubestack-${name}`;
  const address = path.join(folder, `${name}.s`);
  return Buffer.byteLength(address) > MAX_ADDRESS_LENGTH ? undefined : address;
}

/** @returns the server, which does not keep the process alive; the system's error code if the address is in use or invalid */
export function listen(address: string, onCall: (call: Socket) => void): Promise<Server | string> {
  const server = createServer(call => {
    // The connecting process can be killed in the meantime.
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
 * @returns the connection; `missing` if there is no socket, `refused` if nobody listens on it (or not yet), `busy` if a process may listen but does
 * not answer
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
