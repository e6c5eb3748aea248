/** Requests about revisions, whose files are read and sent only if the server doesn't have them. */
import type * as vscode from 'vscode';
import { Method } from '../../common/protocol';
import type { NeededSides, Review, ReviewSide } from '../../common/review/review';
import { sent, withFiles, type NamedSide, type RevisionSide } from './revisionSide';

/** LSP's error code for a response outdated by a change, and the maximum number of attempts. */
const CONTENT_MODIFIED = -32801;
const MAX_ATTEMPTS = 5;

export class SideRequests {
  /** Revisions that are being sent. */
  private readonly sending = new Map<string, Promise<void>>();

  constructor(
    private readonly request: <Answer>(
      method: string,
      params: object,
      token?: vscode.CancellationToken,
    ) => Promise<Answer | null>,
  ) {}

  /**
   * @param uri the folder to which the paths of the files are relative
   * @param request is repeated if the server doesn't have the files of all sides
   */
  async about<Answer extends NeededSides>(
    uri: string,
    sides: Readonly<Record<string, NamedSide>>,
    request: (sides: Record<string, ReviewSide>) => Promise<Answer | null>,
  ): Promise<Answer | null> {
    const given = Object.values(sides).flatMap(side => (side.kind === 'revision' ? [side] : []));
    const named = Object.entries(sides);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const answer = await request(Object.fromEntries(named.map(([name, side]) => [name, sent(side)])));
      if (!answer?.needs) return answer;
      for (const side of given.filter(({ id }) => answer.needs?.includes(id))) await this.send(uri, side);
    }
    const complete = await Promise.all(named.map(async ([name, side]) => [name, await withFiles(side)] as const));
    return request(Object.fromEntries(complete));
  }

  /** Sends the files of a revision, once at a time. */
  private async send(uri: string, side: RevisionSide): Promise<void> {
    const key = JSON.stringify([uri, side.id]);
    const sending = this.sending.get(key) ?? this.sendFiles(uri, side);
    this.sending.set(key, sending);
    try {
      await sending;
    } finally {
      this.sending.delete(key);
    }
  }

  private async sendFiles(uri: string, side: RevisionSide): Promise<void> {
    const before = await withFiles(side);
    await this.settled<Review>(Method.review, { uri, before, after: sent(side), sections: [] });
  }

  /** Repeats a request while the workspace changes. */
  async settled<Answer>(method: string, params: object, token?: vscode.CancellationToken): Promise<Answer | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.request<Answer>(method, params, token);
      } catch (error) {
        if ((error as { code?: unknown }).code !== CONTENT_MODIFIED || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }
}
