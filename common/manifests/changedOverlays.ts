/** Selects the overlays that can render differently on the two sides of a comparison; only these need a renderer. */
import { ownProperty } from '../ownProperty';
import type { Overlay, PlatformOverlays } from './overlay';

/** @returns both sides without the overlays that have the same arguments and files on both */
export function changedOverlays(
  before: readonly PlatformOverlays[],
  after: readonly PlatformOverlays[],
): [before: PlatformOverlays[], after: PlatformOverlays[]] {
  const [old, now] = [inputsOf(before), inputsOf(after)];
  const only = (platforms: readonly PlatformOverlays[]): PlatformOverlays[] =>
    platforms.map(platform => ({
      ...platform,
      overlays: platform.overlays.filter(overlay => {
        const key = keyOf(platform, overlay);
        return old.get(key) !== now.get(key);
      }),
    }));
  return [only(before), only(after)];
}

function inputsOf(platforms: readonly PlatformOverlays[]): Map<string, string> {
  return new Map(
    platforms.flatMap(platform =>
      platform.overlays.map((overlay): [string, string] => {
        const files = overlay.files.map(file => [file, ownProperty(platform.files, file)]);
        const { remote, problems } = overlay;
        return [keyOf(platform, overlay), JSON.stringify([overlay.arguments, files, remote, problems])];
      }),
    ),
  );
}

const keyOf = ({ uri }: PlatformOverlays, { address, environment }: Overlay): string =>
  JSON.stringify([uri, address, environment]);
