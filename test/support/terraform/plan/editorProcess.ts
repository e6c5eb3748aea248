// Simulates an editor that plans, and that a test kills. Prints each phase to standard output.
// Usage: node --import tsx editorProcess.ts <EditorOrder as JSON>
import '../../startPrograms';
import { PlanRunner } from '../../../../client/plan/run/planRunner';
import type { EditorOrder } from './editor';

const { storage, folder, environment, executable } = JSON.parse(process.argv[2] ?? '') as EditorOrder;
const runner = new PlanRunner({ temporaryFolder: storage, timeout: { interrupt: 60_000, terminate: 60_000 } });
void runner
  .plan({
    ...{ folder, environment, executable },
    onEvent: event => {
      if (event.kind === 'phase') process.stdout.write(`${event.phase}\n`);
    },
  })
  .then(outcome => {
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    return runner.dispose();
  });
