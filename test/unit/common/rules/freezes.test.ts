import assert from 'node:assert/strict';
import { parseMoment, parseWeekly, windowEnd, type FreezeWindow } from '../../../../common/rules/freezes';

const at = (text: string): number => Date.parse(text);
const endOf = (window: FreezeWindow, moment: string): string | undefined => {
  const end = windowEnd(window, at(moment));
  return end === undefined ? undefined : new Date(end).toISOString();
};
const once = (from: string, until: string): FreezeWindow => ({
  kind: 'once',
  from: parseMoment(from)!,
  until: parseMoment(until)!,
});
const weekly = (text: string, timeZone: string): FreezeWindow => ({ kind: 'weekly', ...parseWeekly(text)!, timeZone });

describe('freezes', () => {
  it('begin with their first moment and end before their last one', () => {
    const yearEnd = once('2026-12-18T16:00:00+01:00', '2027-01-04');
    assert.equal(endOf(yearEnd, '2026-12-18T14:59:59.999Z'), undefined);
    assert.equal(endOf(yearEnd, '2026-12-18T15:00:00Z'), '2027-01-04T00:00:00.000Z');
    assert.equal(endOf(yearEnd, '2027-01-03T23:59:59.999Z'), '2027-01-04T00:00:00.000Z');
    assert.equal(endOf(yearEnd, '2027-01-04T00:00:00Z'), undefined);
  });

  it('know leap days, and refuse days and times that do not exist', () => {
    const leap = once('2028-02-29', '2028-03-01');
    assert.equal(endOf(leap, '2028-02-28T23:59:59Z'), undefined);
    assert.equal(endOf(leap, '2028-02-29T12:00:00Z'), '2028-03-01T00:00:00.000Z');
    for (const text of [
      '2027-02-29',
      '2026-13-01',
      '2026-11-31',
      '2026-11-24T25:00:00Z',
      '2026-11-24T10:00:00',
      'soon',
      '',
    ])
      assert.equal(parseMoment(text), undefined, text);
  });

  it('repeat every week in their time zone, across the end of the week', () => {
    const weekend = weekly('Fri 16:00 - Mon 06:00', 'Europe/Berlin');
    // Summer: two hours before UTC.
    assert.equal(endOf(weekend, '2026-07-03T13:59:59Z'), undefined);
    assert.equal(endOf(weekend, '2026-07-03T14:00:00Z'), '2026-07-06T04:00:00.000Z');
    assert.equal(endOf(weekend, '2026-07-05T12:34:56Z'), '2026-07-06T04:00:00.000Z');
    assert.equal(endOf(weekend, '2026-07-06T04:00:00Z'), undefined);
    // Winter: one hour.
    assert.equal(endOf(weekend, '2026-11-27T14:59:00Z'), undefined);
    assert.equal(endOf(weekend, '2026-11-27T15:00:00Z'), '2026-11-30T05:00:00.000Z');
  });

  it('end at the time of the clock when daylight saving begins or ends in between', () => {
    const weekend = weekly('Fri 16:00 - Mon 06:00', 'Europe/Berlin');
    assert.equal(endOf(weekend, '2026-03-28T12:00:00Z'), '2026-03-30T04:00:00.000Z');
    assert.equal(endOf(weekend, '2026-10-24T12:00:00Z'), '2026-10-26T05:00:00.000Z');
    // 02:30 doesn't exist on March 29: the freeze ends when clocks go on.
    const night = weekly('Sat 22:00 - Sun 02:30', 'Europe/Berlin');
    assert.equal(endOf(night, '2026-03-28T23:00:00Z'), '2026-03-29T01:00:00.000Z');
  });

  it('can begin and end on the same day of the week', () => {
    const lunch = weekly('wed 11:30 - Wed 13:00', 'UTC');
    assert.equal(endOf(lunch, '2026-11-25T12:00:00Z'), '2026-11-25T13:00:00.000Z');
    assert.equal(endOf(lunch, '2026-11-25T13:00:00Z'), undefined);
    assert.equal(endOf(weekly('Wed 13:00 - Wed 11:30', 'UTC'), '2026-11-25T12:00:00Z'), undefined);
    for (const text of ['Fri 24:00 - Mon 06:00', 'Fri 16:00', 'Fri 16:00 - Fri 16:00', 'Someday 10:00 - Mon 06:00'])
      assert.equal(parseWeekly(text), undefined, text);
  });
});
