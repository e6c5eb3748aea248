/** What a tool for coding agents is, and what it is given. */
import type { Regions } from '../kubestack/platform/regions';
import type { ClientAbilities, RequestContext } from '../semantics/requestContext';
import { ALL_EDIT_ABILITIES } from '../edits/workspaceEdit';
import type { ObjectSchema } from './jsonSchema';

/** Properties of the input that the schema has accepted. */
export type ToolInput = Readonly<Record<string, unknown>>;

/** One kind of entries in an answer: it may go on in the next answer. */
export interface AnswerSection {
  /** Name of the property that holds the entries. */
  readonly name: string;
  readonly count: number;
  /** @param index zero-based; asked only for entries that are sent */
  readonly entry: (index: number) => unknown;
  /** The entries are lines: the answer has them as one string. */
  readonly isText?: boolean;
}

/** What a tool found, before it is cut into answers of a bounded size. */
export interface ToolFindings {
  /** One or two sentences that say the most important thing. */
  readonly summary: string;
  /** Small properties that every answer has. */
  readonly head?: Readonly<Record<string, unknown>>;
  readonly sections?: readonly AnswerSection[];
}

/** The two sides of a comparison. */
export interface ComparedRevisions {
  readonly before: RequestContext;
  readonly after: RequestContext;
  /** The folder that is compared, as both sides spell it. */
  readonly uri: string;
}

/** Where a tool works: the server's workspace, or the folders that an agent was given. */
export interface ToolHost {
  /** Folders, as URIs: nothing outside of them is read. */
  readonly roots: () => readonly string[];
  /**
   * Runs a computation on the files as they are now.
   * @param uri what it is about: settings come from the nearest folder that has some
   */
  readonly compute: <T>(uri: string, work: (request: RequestContext) => Generator<unknown, T>) => Promise<T>;
  /**
   * The sides of a comparison, read from the objects of Git.
   * @param head the revision after; the files as they are now when undefined
   * @throws ToolError where there is no such revision
   */
  readonly revisions: (uri: string, base: string, head: string | undefined) => Promise<ComparedRevisions>;
  readonly regions: () => Regions;
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** What it answers and when to call it, for a language model. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  /** @throws ToolError with a sentence that says what to do instead */
  readonly run: (host: ToolHost, input: ToolInput) => Promise<ToolFindings>;
}

/** An answer that is an error: the message tells an agent what to do next. */
export class ToolError extends Error {}

/** Agents take everything, and nobody else answers them. */
const AGENT: ClientAbilities = {
  markdown: false,
  servedElsewhere: () => false,
  clientUri: uri => uri,
  edits: ALL_EDIT_ABILITIES,
};

/** The same workspace, for an agent instead of an editor. */
export const forAgent = (request: RequestContext): RequestContext => ({ ...request, client: AGENT });

export const section = <T>(name: string, all: readonly T[], entry: (each: T) => unknown): AnswerSection => ({
  name,
  count: all.length,
  entry: index => entry(all[index]!),
});

/** Lines of a text. */
export const textSection = (name: string, lines: readonly string[]): AnswerSection => ({
  ...section(name, lines, line => line),
  isText: true,
});

export const optionalString = (input: ToolInput, name: string): string | undefined => input[name] as string | undefined;
export const optionalStrings = (input: ToolInput, name: string): readonly string[] | undefined =>
  input[name] as readonly string[] | undefined;
