/** Functions on timestamps. Source of the rules: go-cty's function library and terraform's timecmp. */
import { Num } from '../../values/number';
import { NUMBER, STRING } from '../../types/type';
import { number, string } from '../../values/value';
import { formatRfc3339 } from './calendar';
import { formatDate } from './dateFormat';
import { declareFunction, parameter, type Declaration, type DeclaredFunction } from '../declareFunction';
import { parseDuration } from './duration';
import { NotKnowable } from '../function';
import { textOf } from '../arguments/stringArgument';
import { parseStrictTimestamp, parseTimestamp } from './timestamp';

const formatdate: Declaration = {
  description: 'Writes a timestamp in a format made of letters such as `YYYY-MM-DD hh:mm:ss`.',
  parameters: [parameter('format', STRING), parameter('time', STRING)],
  returns: STRING,
  call: ([format, time]) => string(formatDate(textOf(format), parseStrictTimestamp(textOf(time), 1))),
};

const timeadd: Declaration = {
  description: 'Adds a duration such as `1h30m` to a timestamp.',
  parameters: [parameter('timestamp', STRING), parameter('duration', STRING)],
  mayReturnNull: true,
  returns: STRING,
  call: ([timestamp, duration]) => {
    const { nanoseconds, offset } = parseStrictTimestamp(textOf(timestamp));
    return string(formatRfc3339({ nanoseconds: nanoseconds + parseDuration(textOf(duration)), offset }));
  },
};

const timecmp: Declaration = {
  description: 'Returns -1, 0 or 1 for a timestamp that is before, equal to or after another.',
  parameters: [parameter('timestamp_a', STRING), parameter('timestamp_b', STRING)],
  returns: NUMBER,
  call: ([first, second]) => {
    const a = parseTimestamp(textOf(first), 0).nanoseconds;
    const b = parseTimestamp(textOf(second), 1).nanoseconds;
    return number(Num.fromInt(a < b ? -1 : a > b ? 1 : 0));
  },
};

function clock(name: string, description: string, mayReturnNull: boolean): DeclaredFunction {
  return declareFunction(name, {
    description,
    mayReturnNull,
    returns: STRING,
    call: () => {
      throw new NotKnowable('the time of a run');
    },
  });
}

export const DATE_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('formatdate', formatdate),
  clock('plantimestamp', 'Returns the time of the plan, which stays the same until it is applied.', true),
  declareFunction('timeadd', timeadd),
  declareFunction('timecmp', timecmp),
  clock('timestamp', 'Returns the current time.', false),
];
