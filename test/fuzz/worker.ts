// Runs one target in a separate process, which can hang or crash. fuzz.ts reads its file descriptor 3.
import { writeSync } from 'node:fs';
import { runTarget } from './runTarget';
import { targetOf } from './targets/all';

/** The output of a worker, one per line. */
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

/** Written synchronously, so that the last line is available if the next input hangs. */
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
