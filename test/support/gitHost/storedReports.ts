/** Artifacts of pipelines on a modelled Git host, and the separate host on which some Git hosts store them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipArchive } from './zipArchive';

/** The files of one pipeline run. */
export interface StoredReports {
  commit: string;
  /** Branch or tag. */
  ref?: string;
  /** Of the run; `pull_request` by default. */
  event?: string;
  /** Whether a pull request of a fork started the run. */
  fork?: boolean;
  /** Name of the artifact. */
  artifact?: string;
  files: Readonly<Record<string, string>>;
}

/** Creates an archive of the files. @param folder prefix of the file names, with a trailing slash */
export const archiveOf = ({ files }: StoredReports, folder = ''): Buffer =>
  zipArchive(Object.entries(files).map(([name, text]) => [`${folder}${name}`, text] as const));

/** Another host that Git hosts redirect to. Clients must not send the token to it. */
export class FileHost {
  /** Values of the `Authorization` header of each request. */
  readonly authorizations: (string | undefined)[] = [];
  private readonly files = new Map<string, Uint8Array>();

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.authorizations.push(request.headers.authorization);
      const content = this.files.get(request.url ?? '');
      response.writeHead(content ? 200 : 404, { 'content-type': 'application/octet-stream' });
      response.end(content);
    });
  }

  static async start(): Promise<FileHost> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new FileHost(server);
  }

  /** @returns the URL of the file */
  keep(content: Uint8Array): string {
    const path = `/${this.files.size}?signature=s3cr3t`;
    this.files.set(path, content);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}
