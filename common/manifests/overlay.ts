/** Overlays of platforms as plain data: what the server answers, and what is rendered from it. */

/** The overlays of one root module. */
export interface PlatformOverlays {
  /** Folder of the root module. */
  uri: string;
  /** Environments in promotion order. */
  environments: string[];
  overlays: Overlay[];
  /** Contents in base64 by path: relative to the root module's folder, "/" separated; `../` leads out of it. */
  files: Record<string, string>;
  /** The Kubernetes objects in these files. */
  sources: ManifestSource[];
}

/** One overlay, or catalog service, in one environment. */
export interface Overlay {
  /** Address of the call in the root module: `module.gke_zero_nginx`. */
  module: string;
  /** Address of the overlay's own call, which may stand in a local module. */
  address: string;
  environment: string;
  /** The arguments of the provider's data source `kustomization_overlay`, by their names there; null attributes are left out. */
  arguments: Record<string, unknown>;
  /** The files that it reads, as keys of `PlatformOverlays.files`. */
  files: string[];
  /** What it takes from the network, as it is written. */
  remote: string[];
  /** Why it can't be rendered, a sentence each. */
  problems: string[];
}

/** Where a manifest declares an object. */
export interface ManifestSource {
  /** Key of `PlatformOverlays.files`. */
  file: string;
  uri: string;
  /** Zero-based line of the document's first line. */
  line: number;
  kind: string;
  name: string;
  namespace?: string;
}
