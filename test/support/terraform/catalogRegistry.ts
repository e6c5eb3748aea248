/** Serves the releases of the catalog to `init`, from a clone of the catalog's repository instead of kbst.xyz. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const VERSIONS = /^\/v1\/modules\/catalog\/([a-z-]+)\/kustomization\/versions$/;
const DOWNLOAD = /^\/v1\/modules\/catalog\/([a-z-]+)\/kustomization\/([\w.-]+)\/download$/;
const ARCHIVE = /^\/archives\/(([a-z-]+)-v[\w.-]+)\.tar\.gz$/;

export class CatalogRegistry {
  private constructor(
    private readonly server: Server,
    /** For the settings of Terraform or OpenTofu. */
    readonly settings: string,
  ) {}

  /**
   * @param clone path of a Git repository with the catalog's release tags
   * @param folder absolute path of an empty folder for the assembled releases
   */
  static async start(clone: string, folder: string): Promise<CatalogRegistry> {
    const server = createServer(({ url = '' }, response) => {
      const [, entry] = VERSIONS.exec(url) ?? [];
      const [, downloaded, version] = DOWNLOAD.exec(url) ?? [];
      const [, tag, archived] = ARCHIVE.exec(url) ?? [];
      if (entry !== undefined)
        response.setHeader('content-type', 'application/json').end(JSON.stringify(versionsOf(clone, entry)));
      else if (downloaded !== undefined && version !== undefined)
        response.writeHead(204, { 'x-terraform-get': `/archives/${downloaded}-v${version}.tar.gz` }).end();
      else if (tag !== undefined && archived !== undefined)
        response.setHeader('content-type', 'application/gzip').end(assembled(clone, archived, tag, folder));
      else response.writeHead(404).end();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const services = `"modules.v1" = "http://127.0.0.1:${port}/v1/modules/"`;
    return new CatalogRegistry(server, `host "kbst.xyz" {\n  services = {\n    ${services}\n  }\n}\n`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}

function versionsOf(clone: string, entry: string): object {
  const prefix = `${entry}-v`;
  const tags = execFileSync('git', ['-C', clone, 'tag', '--list', `${prefix}*`], { encoding: 'utf8' });
  const versions = tags.split('\n').flatMap(tag => (tag === '' ? [] : [{ version: tag.slice(prefix.length) }]));
  return { modules: [{ versions }] };
}

/** Assembles a release like the catalog's pipeline: the entry's folder with the targets of its links, without the updater's files. */
function assembled(clone: string, entry: string, tag: string, folder: string): Buffer {
  const source = join(folder, tag);
  const archive = join(folder, `${tag}.tar.gz`);
  mkdirSync(source, { recursive: true });
  const files = execFileSync('git', ['-C', clone, 'archive', tag, `src/${entry}`, 'src/_terraform_module'], {
    maxBuffer: 1 << 28,
  });
  execFileSync('tar', ['-xf', '-', '-C', source], { input: files });
  execFileSync('tar', ['-czhf', archive, '--exclude=_updater', '-C', join(source, 'src', entry), '.']);
  return readFileSync(archive);
}
