/** Edits open documents like a user, and asserts that every response is based on the current text. */
import { timed } from './distribution';
import {
  applyEdit,
  editedValue,
  positionAt,
  sharedValueOf,
  EDIT_WIDTH,
  type EditedNumber,
  type PlannedEdit,
} from './editPlan';
import type { ServerProcess } from './serverProcess';

const DIAGNOSTICS = 'textDocument/diagnostic';

/** A line that is typed into a module call: an attribute that no module declares. */
const TYPED_LINE = '\n    typed_by_hand = "one ${upper("two")} {"';

export class EditSession {
  private edited = 0;

  private constructor(
    private readonly server: ServerProcess,
    private readonly documents: readonly EditedNumber[],
    private readonly shared: EditedNumber,
  ) {}

  /** Opens the documents and makes a first edit in each, so that all later ones have the same size. */
  static async open(
    server: ServerProcess,
    documents: readonly EditedNumber[],
    shared: EditedNumber,
  ): Promise<EditSession> {
    for (const { file, start, length } of documents) {
      await server.open(file);
      await edit(server, file, { start, oldEnd: start + length, inserted: editedValue(0) });
      await server.effectiveConfiguration(file);
    }
    await server.open(shared.file);
    return new EditSession(server, documents, shared);
  }

  /** Requests hovers at the start and in the middle of lines. @returns milliseconds of each request */
  async hovers(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let round = 0; times.length < count; round++) {
      const { file } = this.documentOf(round);
      const lines = this.server.textOf(file).split('\n');
      for (const [line, text] of lines.entries()) {
        const character = round % 2 === 0 ? text.search(/\w/) : text.length >> 1;
        if (character < 0 || times.length >= count) continue;
        const parameters = { textDocument: { uri: this.server.uriOf(file) }, position: { line, character } };
        times.push((await timed(() => this.server.request('textDocument/hover', parameters))).time);
      }
    }
    return times;
  }

  /** Replaces numbers in each document. @returns milliseconds between each edit and the response for it */
  async edits(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let done = 0; done < count; done++) {
      const { answer, value, time } = await this.editNext(file => this.server.effectiveConfiguration(file));
      expectValue(answer, value);
      times.push(time);
    }
    return times;
  }

  /** Types a line character by character, and deletes it again. @returns milliseconds between each character and the response */
  async typing(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let round = 0; times.length < count; round++) {
      const { file, start } = this.documentOf(round);
      const from = start + EDIT_WIDTH;
      for (const [index, inserted] of [...TYPED_LINE].entries()) {
        const at = from + index;
        const { time } = await timed(async () => {
          await edit(this.server, file, { start: at, oldEnd: at, inserted });
          return this.server.effectiveConfiguration(file);
        });
        times.push(time);
      }
      await edit(this.server, file, { start: from, oldEnd: from + TYPED_LINE.length, inserted: '' });
    }
    return times.slice(0, count);
  }

  /** Replaces the shared value. @returns milliseconds until the response for a document that refers to it */
  async sharedEdits(count: number): Promise<number[]> {
    const { file, start, length } = this.shared;
    const [first] = this.documents;
    const reader =
      this.documents.find(each => this.server.textOf(each.file).includes('var.kubernetes_version')) ?? first;
    if (!reader) return [];
    const times: number[] = [];
    for (let done = 0; done < count; done++) {
      const inserted = sharedValueOf(done);
      const { result, time } = await timed(async () => {
        await edit(this.server, file, { start, oldEnd: start + length, inserted });
        return this.server.effectiveConfiguration(reader.file);
      });
      expectValue(result, inserted.slice(1, -1));
      times.push(time);
    }
    return times;
  }

  /** Edits, then requests the diagnostics of the document. @returns milliseconds until each response */
  diagnosticsAfterEdits(count: number): Promise<number[]> {
    return this.requestsAfterEdits(count, DIAGNOSTICS, uri => ({ textDocument: { uri } }));
  }

  /** Edits, then sends a request. @param onAnswer receives each response. @returns milliseconds until each response */
  async requestsAfterEdits<T>(
    count: number,
    method: string,
    parameters: (uri: string) => unknown,
    onAnswer: (answer: T) => void = () => {},
  ): Promise<number[]> {
    const times: number[] = [];
    for (let done = 0; done < count; done++) {
      const { answer, time } = await this.editNext(file =>
        this.server.request(method, parameters(this.server.uriOf(file))),
      );
      onAnswer(answer as T);
      times.push(time);
    }
    return times;
  }

  /** Edits, waits until the server reports that all checks are done, and requests their diagnostics. @returns total milliseconds */
  async checkedEdits(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let done = 0; done < count; done++) {
      const { time } = await this.editNext(async file => {
        await this.server.nextRefresh();
        return this.server.request(DIAGNOSTICS, { textDocument: { uri: this.server.uriOf(file) } });
      });
      times.push(time);
    }
    return times;
  }

  private documentOf(round: number): EditedNumber {
    const document = this.documents[round % this.documents.length];
    if (!document) throw new Error('No document is open.');
    return document;
  }

  private async editNext(
    ask: (file: string) => Promise<unknown>,
  ): Promise<{ answer: unknown; value: string; time: number }> {
    const { file, start } = this.documentOf(this.edited++);
    const value = editedValue(this.edited);
    const { result, time } = await timed(async () => {
      await edit(this.server, file, { start, oldEnd: start + EDIT_WIDTH, inserted: value });
      return ask(file);
    });
    return { answer: result, value, time };
  }
}

async function edit(server: ServerProcess, file: string, planned: PlannedEdit): Promise<void> {
  const text = server.textOf(file);
  const range = { start: positionAt(text, planned.start), end: positionAt(text, planned.oldEnd) };
  await server.change(file, { range, text: planned.inserted }, applyEdit(text, planned));
}

/** @throws Error if a response is based on an earlier text */
function expectValue(answer: unknown, value: string): void {
  if (!JSON.stringify(answer).includes(value)) throw new Error(`An answer does not have the edit to ${value}.`);
}
