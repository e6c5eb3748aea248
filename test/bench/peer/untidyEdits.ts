/** Edits after which every request has a result: they write a function call that is not formatted. */
import { EDIT_WIDTH, editedValue, type EditedNumber, type PlannedEdit } from '../editPlan';

const CALL = { before: 'max(1,  ', after: ')' };

/** The edit that makes a number an argument, and the number's new position. */
export function firstEdit({ file, start, length }: EditedNumber): { edit: PlannedEdit; number: EditedNumber } {
  const inserted = `${CALL.before}${editedValue(0)}${CALL.after}`;
  return {
    edit: { start, oldEnd: start + length, inserted },
    number: { file, start: start + CALL.before.length, length: EDIT_WIDTH },
  };
}

/** The edit that writes the n-th number. */
export const nextEdit = ({ start, length }: EditedNumber, edit: number): PlannedEdit => ({
  start,
  oldEnd: start + length,
  inserted: editedValue(edit),
});
