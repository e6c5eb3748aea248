/** Plays a task as a coding agent would: calls tools of the MCP server, and applies diffs by Git. Counts what an agent pays for. */
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { McpClient } from '../support/server/mcpClient';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const platforms = resolve(__dirname, '../platforms');
const IDENTITY = ['-c', 'user.name=Agent', '-c', 'user.email=agent@example.com', '-c', 'core.hooksPath=/dev/null'];

type Input = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;

export interface Cost {
  calls: number;
  /** Bytes of all answers; about four are a token. */
  bytes: number;
  /** Diffs that Git refused. */
  refused: number;
}

export class Player {
  readonly cost: Cost = { calls: 0, bytes: 0, refused: 0 };
  private readonly folder = new TemporaryFolder();
  private client!: McpClient;

  /** @param platform a folder in test/platforms @param server the script of the server */
  static async start(platform: string, server: string): Promise<Player> {
    const player = new Player();
    cpSync(join(platforms, platform), player.folder.path, { recursive: true });
    player.git('init', '--quiet', '--initial-branch=main');
    player.commit('The platform');
    player.client = await McpClient.start([player.folder.path], undefined, {}, [], server);
    return player;
  }

  async stop(): Promise<void> {
    await this.client.stop();
    this.folder.delete();
  }

  git(...parameters: string[]): string {
    return execFileSync('git', [...IDENTITY, ...parameters], {
      cwd: this.folder.path,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  }

  commit(subject: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', subject);
  }

  /** An edit without a tool. @throws Error if the text isn't there */
  edit(file: string, from: string | RegExp, to: string): void {
    const text = this.folder.read(file);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${file} does not contain ${String(from)}`);
    this.folder.write(file, edited);
  }

  delete(file: string): void {
    this.folder.delete(file);
  }

  /** The first page of an answer. An error is an answer, too: agents read it and go on. */
  async call(tool: string, input: Input): Promise<Answer> {
    this.cost.calls++;
    const { text, answer } = await this.client.call(tool, { path: '.', ...input }).catch((error: unknown) => ({
      text: String(error),
      answer: undefined,
    }));
    this.cost.bytes += Buffer.byteLength(text);
    return answer ?? { error: text };
  }

  /** All pages of an answer; the lists and the diff are joined. */
  async all(tool: string, input: Input): Promise<Answer> {
    let whole: Record<string, unknown> = {};
    for (let cursor: unknown; ;) {
      const page = await this.call(tool, cursor === undefined ? input : { ...input, cursor });
      whole = Object.fromEntries(
        Object.entries({ ...whole, ...page }).map(([name, value]) => {
          const before = whole[name];
          if (Array.isArray(value) && Array.isArray(before))
            return [name, [...(before as unknown[]), ...(value as unknown[])]];
          return [name, name === 'diff' && typeof before === 'string' ? before + String(value) : value];
        }),
      );
      if (page.truncated !== true) return whole;
      cursor = page.next_cursor;
    }
  }

  /** Previews a change and applies its diff. @returns the last page */
  async change(input: Input): Promise<Answer> {
    const preview = await this.all('kubestack_preview_change', input);
    const diff = String((preview.diff as string | undefined) ?? '');
    if (diff !== '')
      try {
        execFileSync('git', ['apply', '-'], { cwd: this.folder.path, input: diff, stdio: 'pipe' });
      } catch {
        this.cost.refused++;
      }
    return preview;
  }

  /** Whether `terraform validate` accepts the platform. Only for platforms with stand-in modules. */
  isValid(): boolean {
    try {
      const options = { cwd: this.folder.path, stdio: 'pipe' as const };
      execFileSync('terraform', ['init', '-backend=false', '-input=false'], options);
      execFileSync('terraform', ['validate'], options);
      return true;
    } catch {
      return false;
    }
  }
}
