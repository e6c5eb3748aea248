/** Parses comma-separated values like Go's `encoding/csv` with its strict rules for quotes. */
import { FunctionError } from '../function';

/**
 * Parses text to records of fields. Skips empty lines. All records must have the same number of fields.
 * @throws FunctionError with Terraform's message
 */
export function parseCsv(text: string): string[][] {
  return new CsvReader(text).readAll();
}

class CsvReader {
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string) {
    const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
    // A carriage return before the line feed is part of the line break.
    this.lines = lines.map(line => line.replace(/\r\n$/, '\n').replace(/\r$/, ''));
  }

  readAll(): string[][] {
    const records: string[][] = [];
    for (let line = this.nextLine(); line !== undefined; line = this.nextLine()) {
      if (line === '\n') continue;
      const start = this.next;
      const record = this.readRecord(line);
      if (records.length > 0 && record.length !== records[0]!.length) throw csvError(start, 'wrong number of fields');
      records.push(record);
    }
    return records;
  }

  private nextLine(): string | undefined {
    const line = this.lines[this.next];
    if (line !== undefined) this.next += 1;
    return line;
  }

  private readRecord(first: string): string[] {
    const fields: string[] = [];
    let rest: string | undefined = first;
    while (rest !== undefined) {
      const read: Field = rest.startsWith('"') ? this.readQuoted(rest.slice(1)) : this.readBare(rest);
      fields.push(read.text);
      rest = read.rest;
    }
    return fields;
  }

  private readBare(line: string): Field {
    const comma = line.indexOf(',');
    const text = comma < 0 ? line.replace(/\n$/, '') : line.slice(0, comma);
    if (text.includes('"')) throw csvError(this.next, 'bare " in non-quoted-field');
    return { text, rest: comma < 0 ? undefined : line.slice(comma + 1) };
  }

  private readQuoted(line: string): Field {
    let text = '';
    let rest = line;
    for (;;) {
      const quote = rest.indexOf('"');
      if (quote < 0) {
        text += rest;
        const following = this.nextLine();
        if (following === undefined) throw csvError(this.next, 'extraneous or missing " in quoted-field');
        rest = following;
        continue;
      }
      text += rest.slice(0, quote);
      rest = rest.slice(quote + 1);
      if (rest.startsWith('"')) {
        text += '"';
        rest = rest.slice(1);
      } else if (rest.startsWith(',')) return { text, rest: rest.slice(1) };
      else if (rest === '\n' || rest === '') return { text, rest: undefined };
      else throw csvError(this.next, 'extraneous or missing " in quoted-field');
    }
  }
}

/** `rest` is undefined at the end of a record. */
interface Field {
  readonly text: string;
  readonly rest: string | undefined;
}

function csvError(line: number, problem: string): FunctionError {
  return new FunctionError(`CSV parse error on line ${line}: ${problem}`);
}
