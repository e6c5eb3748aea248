/** A draft of a pull request. It survives failures, reloads and restarts. */
import { ownProperty } from '../../common/ownProperty';

export interface PullRequestDraft {
  /** Top of the work tree, absolute. */
  root: string;
  branch: string;
  /** The text of the form, as written by `draftText`. */
  text: string;
  /** Target branch. */
  base: string;
  draft: boolean;
  labels: string[];
  /** `id` and `name` of people. */
  reviewers: { id: string; name: string }[];
  /** Number of the open pull request that it updates. */
  updates?: number;
  /** The commit whose changes were opened for a review in the editor, on a remote without pull requests. */
  reviewed?: string;
}

/** The part of VS Code's `Memento` that is used. */
export interface DraftStorage {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): PromiseLike<void>;
}

const DRAFTS_KEY = 'pullRequest.drafts';
const MESSAGES_KEY = 'pullRequest.messages';

/** Stores drafts, and messages of failed commits. */
export class PullRequestDrafts {
  constructor(private readonly memory: DraftStorage) {}

  of(root: string, branch: string): PullRequestDraft | undefined {
    return ownProperty(this.all, keyOf(root, branch));
  }

  async keep(draft: PullRequestDraft): Promise<void> {
    await this.memory.update(DRAFTS_KEY, { ...this.all, [keyOf(draft.root, draft.branch)]: draft });
  }

  async forget({ root, branch }: Pick<PullRequestDraft, 'root' | 'branch'>): Promise<void> {
    const rest = Object.entries(this.all).filter(([key]) => key !== keyOf(root, branch));
    await this.memory.update(DRAFTS_KEY, Object.fromEntries(rest));
  }

  /** The message of a commit that failed. */
  messageOf(root: string): string | undefined {
    return ownProperty(this.memory.get<Record<string, string>>(MESSAGES_KEY) ?? {}, root);
  }

  async keepMessage(root: string, message: string | undefined): Promise<void> {
    const { [root]: _, ...rest } = this.memory.get<Record<string, string>>(MESSAGES_KEY) ?? {};
    await this.memory.update(MESSAGES_KEY, message === undefined ? rest : { ...rest, [root]: message });
  }

  private get all(): Record<string, PullRequestDraft> {
    return this.memory.get<Record<string, PullRequestDraft>>(DRAFTS_KEY) ?? {};
  }
}

const keyOf = (root: string, branch: string): string => JSON.stringify([root, branch]);

/** The form of a pull request as text. The first line is the title, as in a commit message. */

export interface DraftText {
  title: string;
  body: string;
}

export function draftText({ title, body }: DraftText): string {
  return `${title}\n\n${body.trim()}\n`;
}

/** @returns the title and the body; the Markdown heading marker of the title is removed. */
export function parseDraft(text: string): DraftText {
  const lines = text.replaceAll('\r\n', '\n').trim().split('\n');
  const title = (lines[0] ?? '').replace(/^#+\s+/, '').trim();
  return { title, body: lines.slice(1).join('\n').trim() };
}
