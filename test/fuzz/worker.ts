// Runs one target in a process of its own, which may hang or crash: fuzz.ts reads what it writes to the file descriptor 3.
import { writeSync } from 'node:fs';
import { runTarget } from './runTarget';
import { targetOf } from './targets/all';

/** What a worker writes, a line each. */
export type WorkerLine =
  | { readonly index: number }
  | {
      readonly result: {
        readonly runs: number;
        readonly bytes: number;
        readonly heap: { first: number; last: number };
      };
    }
  | { readonly finding: { readonly index: number; readonly problem: string; readonly input: string } };

/** At once, so that the last line is there also when the next input hangs. */
const tell = (line: WorkerLine): void => void writeSync(3, `${JSON.stringify(line)}\n`);

async function main([name = '', seed = '1', from = '0', runs = '1', until = '0']: readonly string[]): Promise<void> {
  const { finding, ...result } = await runTarget(targetOf(name), {
    seed: Number(seed),
    from: Number(from),
    runs: Number(runs),
    until: until === '0' ? Infinity : Number(until),
    onInput: index => tell({ index }),
  });
  tell({ result });
  if (finding) tell({ finding: { ...finding, input: finding.input.toString('base64') } });
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
