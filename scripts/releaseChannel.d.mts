export interface Channel {
  readonly version: string;
  readonly publish: boolean;
  readonly preRelease: boolean;
  readonly npmTag: 'latest' | 'next';
}
export function releaseChannel(tag: string, version: string, changelog: string): Channel;
