import { devNull } from 'node:os';

/** Variables of this process that the programs get: where programs are, and how often those written in Go collect garbage. */
const INHERITED = ['PATH', 'GOGC'] as const;

/** The environment of a program that judges our results: nothing that is set up on this machine, and no request for newer releases. */
export function programEnvironment(home: string): Record<string, string> {
  const inherited = INHERITED.flatMap(name => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    HOME: home,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: devNull,
  };
}
