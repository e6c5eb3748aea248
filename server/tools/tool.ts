/** The interface of a tool for coding agents, and its context. */
import type { GroupedObjectChanges } from '../../common/manifests/groupedObjectChanges';
import type { RepositoryRefs } from '../../common/promotion/repositoryRefs';
import { ownProperty } from '../../common/ownProperty';
import type { Forecaster, ForecastRequest } from '../forecast/forecaster';
import type { ClientAbilities, RequestContext } from '../semantics/requestContext';
import { ALL_EDIT_ABILITIES } from '../edits/workspaceEdit';
import type { ObjectSchema } from './jsonSchema';

/** Input properties, validated with the schema. */
export type ToolInput = Readonly<Record<string, unknown>>;

/** A list of entries in an answer, which can continue in the next answer. */
export interface AnswerSection {
  /** Name of the property that holds the entries. */
  readonly name: string;
  readonly count: number;
  /** @param index zero-based; called only for entries that are sent */
  readonly entry: (index: number) => unknown;
  /** Whether the entries are pieces of a text, which the answer joins to one string. */
  readonly isText?: boolean;
}

/** The result of a tool, before it is divided into answers of limited size. */
export interface ToolFindings {
  /** A summary of one or two sentences. */
  readonly summary: string;
  /** Small properties that every answer repeats. */
  readonly head?: Readonly<Record<string, unknown>>;
  readonly sections?: readonly AnswerSection[];
}

/** The two sides of a comparison. */
export interface ComparedRevisions {
  readonly before: RequestContext;
  readonly after: RequestContext;
  /** The compared folder, as both sides name it. */
  readonly uri: string;
  /** All files of the repository that differ, as normalized URIs; undefined if they are not known. */
  readonly changedFiles?: readonly string[];
  /** Renders the services that differ, and compares their objects; undefined if programs may not run. */
  readonly objects?: (() => Promise<GroupedObjectChanges>) | undefined;
}

/** The workspace of a tool: that of the server, or the folders given to an agent. */
export interface ToolHost {
  /** Folders as URIs; nothing outside of them is read. */
  readonly roots: () => readonly string[];
  /**
   * Runs a computation on the current files.
   * @param uri its subject: settings come from the nearest folder that has some
   */
  readonly compute: <T>(uri: string, work: (request: RequestContext) => Generator<unknown, T>) => Promise<T>;
  /**
   * The sides of a comparison, read from Git.
   * @param head the newer revision; the current files if undefined
   * @throws ToolError when there is no such revision
   */
  readonly revisions: (uri: string, base: string, head: string | undefined) => Promise<ComparedRevisions>;
  /**
   * The main branch and the tags of the repository around a folder, read from Git.
   * @param setting `kubestack.mainBranch`
   * @throws ToolError if there is no repository
   */
  readonly refs: (uri: string, setting: string) => Promise<RepositoryRefs>;
  /** Missing in web workers. */
  readonly forecaster: Forecaster | undefined;
  /** The framework's files at a ref, for modules that are not installed. */
  readonly frameworkAt?: ForecastRequest['frameworkAt'];
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Description of its results and its use, for a language model. */
  readonly description: string;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
  /** @throws ToolError with a sentence that describes the solution */
  readonly run: (host: ToolHost, input: ToolInput) => Promise<ToolFindings>;
}

/** An error as an answer: the message tells an agent how to continue. */
export class ToolError extends Error {}

/** Agents take everything, and nobody else answers them. */
const AGENT: ClientAbilities = {
  markdown: false,
  servedByOtherExtension: () => false,
  clientUri: uri => uri,
  edits: ALL_EDIT_ABILITIES,
};

/** The same workspace with the client capabilities of an agent. */
export const forAgent = (request: RequestContext): RequestContext => ({ ...request, client: AGENT });

export const section = <T>(name: string, all: readonly T[], entry: (each: T) => unknown): AnswerSection => ({
  name,
  count: all.length,
  entry: index => entry(all[index]!),
});

/** A piece of a text has at most 3,000 bytes in JSON, in which a character takes up to six. */
const MAX_PIECE = 500;

/** The lines of a text, with their ends. A long line is divided, since an entry would be shortened. */
export const textSection = (name: string, lines: readonly string[]): AnswerSection => ({
  ...section(
    name,
    lines.flatMap(line => (line.length > MAX_PIECE ? line.match(pieces)! : [line])),
    piece => piece,
  ),
  isText: true,
});

/** Divides between characters, not within a surrogate pair. */
const pieces = new RegExp(`[^]{1,${MAX_PIECE - 1}}(?![\\udc00-\\udfff])|[^]`, 'g');

export const optionalString = (input: ToolInput, name: string): string | undefined =>
  ownProperty(input, name) as string | undefined;
export const optionalStrings = (input: ToolInput, name: string): readonly string[] | undefined =>
  ownProperty(input, name) as readonly string[] | undefined;
