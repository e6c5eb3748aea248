/** Functions on timestamps. Source of the rules: go-cty's function library and terraform's timecmp. */
import { type Localizable, localizable } from '../../../../common/localization';
import { Num } from '../../values/number';
import { NUMBER, STRING } from '../../types/type';
import { number, string } from '../../values/value';
import { formatRfc3339 } from './calendar';
import { formatDate } from './dateFormat';
import { declareFunction, parameter, type FunctionDeclaration, type DeclaredFunction } from '../declareFunction';
import { parseDuration } from './duration';
import { UnknownResultError } from '../../../../common/unknownResultError';
import { stringArgument } from '../arguments/scalarArgument';
import { parseStrictTimestamp, parseTimestamp } from './timestamp';

const formatdate: FunctionDeclaration = {
  description: localizable('Writes a timestamp in a format made of letters such as `YYYY-MM-DD hh:mm:ss`.'),
  parameters: [parameter('format', STRING), parameter('time', STRING)],
  returns: STRING,
  call: ([format, time]) => string(formatDate(stringArgument(format), parseStrictTimestamp(stringArgument(time), 1))),
};

const timeadd: FunctionDeclaration = {
  description: localizable('Adds a duration such as `1h30m` to a timestamp.'),
  parameters: [parameter('timestamp', STRING), parameter('duration', STRING)],
  mayReturnNull: true,
  returns: STRING,
  call: ([timestamp, duration]) => {
    const { nanoseconds, offset } = parseStrictTimestamp(stringArgument(timestamp));
    return string(formatRfc3339({ nanoseconds: nanoseconds + parseDuration(stringArgument(duration)), offset }));
  },
};

const timecmp: FunctionDeclaration = {
  description: localizable('Returns -1, 0 or 1 for a timestamp that is before, equal to or after another.'),
  parameters: [parameter('timestamp_a', STRING), parameter('timestamp_b', STRING)],
  returns: NUMBER,
  call: ([first, second]) => {
    const a = parseTimestamp(stringArgument(first), 0).nanoseconds;
    const b = parseTimestamp(stringArgument(second), 1).nanoseconds;
    return number(Num.fromInt(a < b ? -1 : a > b ? 1 : 0));
  },
};

function clock(name: string, description: Localizable, mayReturnNull: boolean): DeclaredFunction {
  return declareFunction(name, {
    description,
    mayReturnNull,
    returns: STRING,
    call: () => {
      throw new UnknownResultError('the time of a run');
    },
  });
}

export const DATE_FUNCTIONS: readonly DeclaredFunction[] = [
  declareFunction('formatdate', formatdate),
  clock('plantimestamp', localizable('Returns the time of the plan, which stays the same until it is applied.'), true),
  declareFunction('timeadd', timeadd),
  declareFunction('timecmp', timecmp),
  clock('timestamp', localizable('Returns the current time.'), false),
];
